import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { ScreeningHit } from '../../api/shapes';
import { useSession } from '../../app/session';
import { Facts } from '../../components/figures';
import { LazyDialog } from '../../components/lazy-dialog';
import { Tag } from '../../components/states';
import { Country, Share } from '../../components/values';
import { TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';

type Decision = 'true_match' | 'false_match';

/** One hit: the organisation's name and the listed one side by side, why they are alike, the decision. */
export function HitCard({ hit }: { hit: ScreeningHit }) {
  const code = useCode();
  const heading = useId();
  const officer = useSession().platformRoles.includes('officer');
  const [asking, setAsking] = useState<Decision | null>(null);
  const can = (act: string) => officer && hit.possibleActs.includes(act);
  return (
    <section className="card section-tight" aria-labelledby={heading}>
      <h2 id={heading}>{hit.subject.name}</h2>
      <p className="row">
        <Tag tone={hit.state === 'true_match' ? 'error' : undefined}>
          {code('hitState', hit.state)}
        </Tag>
        <span>
          <T id="screening.alike" values={{ share: <Share ppm={hit.scorePpm} /> }} />
        </span>
        {hit.proposal && (
          <span>
            <T id={`screening.proposal.${hit.proposal}`} />
          </span>
        )}
      </p>
      <div className="columns">
        <Facts facts={ownFacts(hit, code)} />
        <Facts facts={listedFacts(hit)} />
      </div>
      <Why hit={hit} />
      {hit.reason && (
        <p className="prose">
          <T id="screening.decided" values={{ by: hit.decidedBy ?? '–', reason: hit.reason }} />
        </p>
      )}
      <div className="row">
        {can('dismiss') && (
          <button
            type="button"
            className="button secondary"
            onClick={() => setAsking('false_match')}
          >
            <T id="screening.dismiss" />
          </button>
        )}
        {can('confirm') && (
          <button type="button" className="button danger" onClick={() => setAsking('true_match')}>
            <T id="screening.confirm" />
          </button>
        )}
      </div>
      <LazyDialog
        open={asking !== null}
        title={<T id={asking === 'true_match' ? 'screening.confirm' : 'screening.dismiss'} />}
        onClose={() => setAsking(null)}
      >
        {asking && <Decide hit={hit} decision={asking} onClose={() => setAsking(null)} />}
      </LazyDialog>
    </section>
  );
}

const ownFacts = (hit: ScreeningHit, code: ReturnType<typeof useCode>) => [
  [<T id="column.organisation" />, hit.organisation.name] as const,
  [<T id="column.country" />, <Country code={hit.organisation.country} />] as const,
  [code('hitSubject', hit.subject.kind), hit.subject.name] as const,
  ...(hit.subject.holdingPpm === null
    ? []
    : [[<T id="screening.holding" />, <Share ppm={hit.subject.holdingPpm} />] as const]),
];

const listedFacts = ({ entry, matchedName }: ScreeningHit) => [
  [<T id="screening.listedName" />, matchedName] as const,
  [<T id="screening.aliases" />, entry.names.map(({ name }) => name).join(' · ')] as const,
  [
    <T id="screening.reference" />,
    [
      entry.reference,
      ...entry.regulations.map(({ programme, title }) => `${programme} ${title}`),
    ].join(' · '),
  ] as const,
  ...(entry.births.length === 0
    ? []
    : [[<T id="screening.born" />, entry.births.join(', ')] as const]),
  ...(entry.countries.length === 0
    ? []
    : [
        [
          <T id="column.country" />,
          entry.countries.map((country) => (
            <span key={country}>
              <Country code={country} />{' '}
            </span>
          )),
        ] as const,
      ]),
  ...(entry.addresses.length === 0
    ? []
    : [[<T id="screening.addresses" />, entry.addresses.join(' · ')] as const]),
];

/** Word by word. */
function Why({ hit: { explanation } }: { hit: ScreeningHit }) {
  const alone = [...explanation.subjectAlone, ...explanation.entryAlone];
  return (
    <p className="small muted">
      {explanation.pairs.map(({ subject, entry, likenessPpm }) => (
        <span key={subject + entry}>
          {subject} ≈ {entry} (<Share ppm={likenessPpm} />){' · '}
        </span>
      ))}
      {alone.length > 0 && <T id="screening.alone" values={{ words: alone.join(', ') }} />}{' '}
      <T id="screening.threshold" values={{ share: <Share ppm={explanation.thresholdPpm} /> }} />
    </p>
  );
}

function Decide(props: { hit: ScreeningHit; decision: Decision; onClose: () => void }) {
  const { hit, decision, onClose } = props;
  const client = useQueryClient();
  const text = useText();
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } });
  return (
    <Form
      form={form}
      names={['reason']}
      onSubmit={async ({ reason }) => {
        const params = {
          path: { id: hit.id },
          header: { ...ifMatch(hit.version), ...idempotencyKey() },
        };
        const body = { decision, reason };
        await answer(api.POST('/api/v1/restrictive-measures/hits/{id}/decide', { params, body }));
        onClose();
        await client.invalidateQueries({ queryKey: ['screenings'] });
      }}
    >
      <p>
        {hit.subject.name} – {hit.matchedName}
      </p>
      <TextArea<{ reason: string }>
        name="reason"
        label={<T id="screening.reason" />}
        rules={{ minLength: { value: 10, message: text('screening.reason.short') } }}
        limit={4000}
        rows={4}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id={decision === 'true_match' ? 'screening.confirm' : 'screening.dismiss'} />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
