import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { CheckedIdentifier, IdentifierChecks } from '../../api/shapes';
import { Tag, type Tone } from '../../components/states';
import { Country, Instant, Share } from '../../components/values';
import { T, useCode } from '../../intl/intl';

/** What registers say; asked again every few seconds while one of them is being asked. */
export const identifierChecksQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['organisations', organisation, 'identifiers'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/organisations/{id}/identifiers', {
          params: { path: { id: organisation } },
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.identifiers.some(({ checking }) => checking) ? 4000 : false,
  });

const tones: Record<string, Tone> = { confirmed: 'good', mismatch: 'error', unavailable: 'warn' };

/** How far an identifier is known to be right, in a word. */
export function IdentifierStateTag({ state }: { state: string }) {
  const code = useCode();
  return <Tag tone={tones[state]}>{code('identifierState', state)}</Tag>;
}

/** Ways in which the register says something else, one sentence each (MEM-1). */
export function Differences(props: { identifier: CheckedIdentifier; stated: IdentifierChecks }) {
  const { identifier, stated } = props;
  const { registered } = identifier;
  const values = {
    registry: identifier.registry,
    name: registered?.name ?? '–',
    stated: stated.name,
    country: registered?.country ? <Country code={registered.country} /> : '–',
    statedCountry: <Country code={stated.country} />,
    status: registered?.status ?? '–',
    score: <Share ppm={Math.round((registered?.nameScore ?? 0) * 1_000_000)} />,
  };
  if (identifier.differences.length === 0) return null;
  return (
    <ul className="plain-list">
      {identifier.differences.map(({ code }) => (
        <li key={code}>
          <T id={`difference.${code}`} values={values} />
        </li>
      ))}
    </ul>
  );
}

/** Why no answer came, and what was decided about a difference. */
export function CheckNotes({ identifier }: { identifier: CheckedIdentifier }) {
  const code = useCode();
  const { problem, decision, registry, checking, consultedAt } = identifier;
  return (
    <>
      {checking && (
        <p role="status">
          <T id="registry.checking" values={{ registry }} />
        </p>
      )}
      {problem && (
        <p>
          <T
            id="registry.problem"
            values={{ registry, why: code('registryFault', problem.code) }}
          />
        </p>
      )}
      {decision && (
        <p>
          <T
            id={decision.decision === 'accepted' ? 'registry.accepted' : 'registry.refused'}
            values={{
              at: <Instant at={decision.decidedAt} dateOnly />,
              who: decision.decidedBy ?? 'none',
              reason: decision.reason,
            }}
          />
        </p>
      )}
      {consultedAt && (
        <p className="small muted">
          <T id="registry.consulted" values={{ registry, at: <Instant at={consultedAt} /> }} />
        </p>
      )}
    </>
  );
}

/** One identifier of one's own organisation with what the register says of it, in words. */
export function IdentifierWords(props: {
  kind: string;
  value: string;
  state: string;
  checks: IdentifierChecks | undefined;
}) {
  const identifier = props.checks?.identifiers.find(({ kind }) => kind === props.kind);
  return (
    <div className="stack-s">
      <p className="row">
        <span className="numbers">{props.value}</span>
        <IdentifierStateTag state={identifier?.state ?? props.state} />
      </p>
      {props.checks && identifier && (
        <div className="stack-s small">
          <Differences identifier={identifier} stated={props.checks} />
          <CheckNotes identifier={identifier} />
        </div>
      )}
    </div>
  );
}
