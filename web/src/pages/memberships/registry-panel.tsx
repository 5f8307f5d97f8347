import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { CheckedIdentifier, Duplicates, IdentifierChecks } from '../../api/shapes';
import { useSession } from '../../app/session';
import { Facts } from '../../components/figures';
import { LazyDialog } from '../../components/lazy-dialog';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { Notice } from '../../components/states';
import { Country, Instant, Share } from '../../components/values';
import { TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';
import {
  CheckNotes,
  Differences,
  identifierChecksQuery,
  IdentifierStateTag,
} from '../organisations/identifier-words';

const duplicatesQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['organisations', organisation, 'duplicates'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/organisations/{id}/duplicates', {
          params: { path: { id: organisation } },
        }),
      ),
  });

const suggestionsQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['organisations', organisation, 'ownership-suggestions'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/organisations/{id}/ownership-suggestions', {
          params: { path: { id: organisation } },
        }),
      ),
  });

/** For the office: identifiers against registers, differences to decide, parents, duplicates (MEM-1). */
export function RegistryPanel({ organisation }: { organisation: string }) {
  const checks = useQuery(identifierChecksQuery(organisation));
  return (
    <>
      <Section title={<T id="registry.title" />}>
        <Loaded query={checks}>{(known) => <Identifiers checks={known} />}</Loaded>
      </Section>
      <DuplicatesSection organisation={organisation} />
    </>
  );
}

function Identifiers({ checks }: { checks: IdentifierChecks }) {
  const office = useSession().platformRoles.includes('officer');
  const askable = checks.identifiers.some(({ registryOn }) => registryOn);
  return (
    <div className="stack">
      <ShortTrackNotice track={checks.shortTrack} />
      {checks.identifiers.length === 0 && (
        <p>
          <T id="registry.noIdentifiers" />
        </p>
      )}
      {checks.identifiers.map((identifier) => (
        <Identifier key={identifier.kind} identifier={identifier} checks={checks} office={office} />
      ))}
      <Parents organisation={checks.organisationId} />
      {office && askable && <AskAgain organisation={checks.organisationId} />}
    </div>
  );
}

/** MEM-8: what the short track of science still lacks. */
function ShortTrackNotice({ track }: { track: IdentifierChecks['shortTrack'] }) {
  if (!track.applies) return null;
  if (track.ready) return <Notice tone="good" title={<T id="registry.short.ready" />} />;
  return (
    <Notice tone="info" title={<T id="registry.short.lacks" />}>
      <ul>
        {track.lacks.map(({ code }) => (
          <li key={code}>
            <T id={code === 'REPRESENTATIVE' ? 'registry.short.person' : 'registry.short.match'} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Identifier(props: {
  identifier: CheckedIdentifier;
  checks: IdentifierChecks;
  office: boolean;
}) {
  const { identifier, checks, office } = props;
  const code = useCode();
  const [asking, setAsking] = useState<'accept' | 'refuse' | null>(null);
  const { registered } = identifier;
  return (
    <div className="card stack-s">
      <h3>{code('identifier', identifier.kind)}</h3>
      <p className="row">
        <span className="numbers">{identifier.value}</span>
        <IdentifierStateTag state={identifier.state} />
      </p>
      <Differences identifier={identifier} stated={checks} />
      {registered && (
        <Facts
          facts={[
            [<T id="registry.registeredName" />, registered.name ?? <T id="registry.notTold" />],
            [<T id="registry.statedName" />, checks.name],
            [
              <T id="column.country" />,
              registered.country ? <Country code={registered.country} /> : '–',
            ],
            [<T id="registry.address" />, registered.address ?? '–'],
            [<T id="registry.status" />, registered.status ?? '–'],
            ...(registered.consultationId
              ? ([[<T id="registry.consultation" />, registered.consultationId]] as const)
              : []),
          ]}
        />
      )}
      {identifier.registry && !identifier.registryOn && (
        <p className="small muted">
          <T id="registry.off" values={{ registry: identifier.registry }} />
        </p>
      )}
      <CheckNotes identifier={identifier} />
      {office && identifier.state === 'mismatch' && (
        <div className="row">
          <button type="button" className="button secondary" onClick={() => setAsking('accept')}>
            <T id="registry.accept" />
          </button>
          <button type="button" className="button danger" onClick={() => setAsking('refuse')}>
            <T id="registry.refuse" />
          </button>
        </div>
      )}
      <LazyDialog
        open={asking !== null}
        title={<T id={asking === 'refuse' ? 'registry.refuse' : 'registry.accept'} />}
        onClose={() => setAsking(null)}
      >
        {asking && <Decision {...{ identifier, checks, asking }} onClose={() => setAsking(null)} />}
      </LazyDialog>
    </div>
  );
}

function useTake(organisation: string) {
  const client = useQueryClient();
  return (checks: IdentifierChecks) => {
    client.setQueryData(identifierChecksQuery(organisation).queryKey, checks);
    void client.invalidateQueries({ queryKey: ['applications'] });
  };
}

function Decision(props: {
  identifier: CheckedIdentifier;
  checks: IdentifierChecks;
  asking: 'accept' | 'refuse';
  onClose: () => void;
}) {
  const text = useText();
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } });
  const { identifier, checks, asking } = props;
  const take = useTake(checks.organisationId);
  const send = ({ reason }: { reason: string }) => {
    const path = {
      id: checks.organisationId,
      kind: identifier.kind as 'vat' | 'lei' | 'ror',
    };
    const header = { ...ifMatch(identifier.version), ...idempotencyKey() };
    return api.POST('/api/v1/organisations/{id}/identifiers/{kind}/decide', {
      params: { path, header },
      body: { decision: asking, reason },
    });
  };
  return (
    <Form
      form={form}
      names={['reason']}
      onSubmit={async (values) => {
        take(await answer(send(values)));
        props.onClose();
      }}
    >
      <Differences identifier={identifier} stated={checks} />
      <TextArea<{ reason: string }>
        name="reason"
        label={<T id="form.reason" />}
        hint={<T id="registry.reason.hint" />}
        rules={{ required: text('form.reason.missing') }}
        limit={2000}
        rows={4}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id={asking === 'refuse' ? 'registry.refuse' : 'registry.accept'} />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={props.onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}

function AskAgain({ organisation }: { organisation: string }) {
  const form = useForm();
  const take = useTake(organisation);
  const params = { path: { id: organisation }, header: idempotencyKey() };
  return (
    <Form
      form={form}
      names={[]}
      onSubmit={async () =>
        take(
          await answer(
            api.POST('/api/v1/organisations/{id}/identifiers/check', { params, body: {} }),
          ),
        )
      }
    >
      <SubmitButton form={form}>
        <T id="registry.ask" />
      </SubmitButton>
    </Form>
  );
}

/** What GLEIF says of parents: to be compared with the ownership graph, never put into it. */
function Parents({ organisation }: { organisation: string }) {
  const { data } = useQuery(suggestionsQuery(organisation));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Notice tone="info" title={<T id="registry.parents" />}>
      <ul>
        {data.items.map(({ relation, lei, name, known }) => (
          <li key={relation}>
            <T
              id={relation === 'direct' ? 'registry.parent.direct' : 'registry.parent.ultimate'}
              values={{ name, lei }}
            />{' '}
            <T id={known ? 'registry.parent.known' : 'registry.parent.unknown'} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function DuplicatesSection({ organisation }: { organisation: string }) {
  const duplicates = useQuery(duplicatesQuery(organisation));
  return (
    <Section title={<T id="duplicates.title" />}>
      <Loaded query={duplicates}>
        {({ items, claims }) =>
          items.length + claims.length === 0 ? (
            <p>
              <T id="duplicates.none" />
            </p>
          ) : (
            <div className="stack">
              {items.length > 0 && <DuplicateList items={items} />}
              {claims.length > 0 && <ClaimList claims={claims} />}
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}

function DuplicateList({ items }: { items: Duplicates['items'] }) {
  return (
    <ul className="plain-list">
      {items.map((item) => (
        <li key={item.id}>
          <Link to="/org/$id" params={{ id: item.id }}>
            {item.name}
          </Link>{' '}
          (<Country code={item.country} />){' '}
          <span className="muted">
            {item.reasons.map(({ code, score }) => (
              <T
                key={code}
                id={`duplicate.${code}`}
                values={{ score: <Share ppm={Math.round(score * 1_000_000)} /> }}
              />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

function ClaimList({ claims }: { claims: Duplicates['claims'] }) {
  const code = useCode();
  return (
    <Notice tone="warn" title={<T id="duplicates.claims" />}>
      <ul>
        {claims.map((claim) => (
          <li key={claim.id}>
            <T
              id="duplicates.claim"
              values={{
                organisation: claim.organisationName,
                person: claim.personName ?? '–',
                email: claim.personEmail ?? '–',
                kind: code('identifier', claim.kind),
                value: claim.value,
                at: <Instant at={claim.lastAt} />,
                tries: claim.tries,
              }}
            />
          </li>
        ))}
      </ul>
    </Notice>
  );
}
