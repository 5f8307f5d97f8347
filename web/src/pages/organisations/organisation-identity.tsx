import { useQuery } from '@tanstack/react-query';
import type { Organisation } from '../../api/shapes';
import { ClassName } from '../../components/class-bars';
import { Facts } from '../../components/figures';
import { Country } from '../../components/values';
import { T, useCode } from '../../intl/intl';
import { identifierChecksQuery, IdentifierWords } from './identifier-words';

/** Who an organisation is, its numbers, its class and why. */
export function OrganisationIdentity({ organisation }: { organisation: Organisation }) {
  const code = useCode();
  const checks = useQuery(identifierChecksQuery(organisation.id));
  const { registeredAddress, postalAddress } = organisation;
  return (
    <Facts
      facts={[
        [<T id="org.kind" />, code('organisationKind', organisation.kind)],
        ...(organisation.legalForm
          ? ([[<T id="org.legalForm" />, organisation.legalForm]] as const)
          : []),
        [
          <T id="org.seat" />,
          <>
            {organisation.city && <>{organisation.city}, </>}
            <Country code={organisation.country} />
          </>,
        ],
        ...(registeredAddress
          ? ([[<T id="org.address" />, <AddressLines key="a" of={registeredAddress} />]] as const)
          : []),
        ...(postalAddress
          ? ([
              [
                <T id="org.postalAddress" />,
                <span key="p">
                  <AddressLines of={postalAddress} />, <Country code={postalAddress.country} />
                </span>,
              ],
            ] as const)
          : []),
        [
          <T id="column.class" />,
          <>
            <ClassName of={organisation.class} />
            <ul className="plain-list small muted">
              {organisation.classBasis.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </>,
        ],
        ...organisation.identifiers.map(
          (identifier) =>
            [
              code('identifier', identifier.kind),
              <IdentifierWords key={identifier.kind} {...identifier} checks={checks.data} />,
            ] as const,
        ),
        ...(organisation.webDomain
          ? ([[<T id="org.domain" />, organisation.webDomain]] as const)
          : []),
      ]}
    />
  );
}

function AddressLines({ of }: { of: { street: string; postalCode: string; city: string } }) {
  return (
    <>
      {of.street}, {of.postalCode} {of.city}
    </>
  );
}
