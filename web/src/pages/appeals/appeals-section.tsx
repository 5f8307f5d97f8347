import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import type { Appeal, LetterSummary, Organisation } from '../../api/shapes';
import { LazyDialog } from '../../components/lazy-dialog';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { EmptyState, Notice } from '../../components/states';
import { Instant } from '../../components/values';
import { TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import { lettersOfQuery } from '../letters/letters.queries';
import { AppealStateTag } from './appeal-state';
import { appealsOfQuery } from './appeals.queries';

/** Appeals of an organisation, and what one can appeal against now. */
export function AppealsSection({ organisation }: { organisation: Organisation }) {
  const appeals = useQuery(appealsOfQuery(organisation.id));
  return (
    <Section title={<T id="appeals.own" />}>
      <Loaded query={appeals} lines={2}>
        {({ items }) => (
          <div className="stack">
            <Open organisation={organisation} appeals={items} />
            {items.length === 0 ? (
              <EmptyState title={<T id="appeals.none" />} />
            ) : (
              <ul className="plain-list">
                {items.map((appeal) => (
                  <li key={appeal.id} className="row">
                    <Link to="/appeals/$id" params={{ id: appeal.id }} className="numbers">
                      {appeal.reference}
                    </Link>
                    <AppealStateTag state={appeal.state} />
                    <Instant at={appeal.submittedAt} dateOnly />
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </Loaded>
    </Section>
  );
}

/** Decisions with an open window and no appeal yet: their letters know them. */
function Open(props: { organisation: Organisation; appeals: readonly Appeal[] }) {
  const { organisation, appeals } = props;
  const letters = useQuery(lettersOfQuery(organisation.id));
  const open = (letters.data?.items ?? []).filter(
    ({ appeal, about, createdAt }) =>
      appeal?.open &&
      !appeals.some(
        ({ subject, submittedAt }) => subject.id === about.id && submittedAt > createdAt,
      ),
  );
  return open.slice(0, 1).map((letter) => (
    <Notice key={letter.id} tone="info" title={<T id="appeals.open" />}>
      <p>
        <Link to="/letters/$id" params={{ id: letter.id }} lang={letter.locale}>
          {letter.subject}
        </Link>
        {letter.appeal && (
          <>
            {' · '}
            <T id="appeals.openUntil" values={{ until: <Instant at={letter.appeal.until} /> }} />
          </>
        )}
      </p>
      {organisation.role === 'representative' ? (
        <Lodge letter={letter} organisationId={organisation.id} />
      ) : (
        <p className="muted">
          <T id="appeals.byRepresentative" />
        </p>
      )}
    </Notice>
  ));
}

function Lodge({ letter, organisationId }: { letter: LetterSummary; organisationId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button secondary" onClick={() => setOpen(true)}>
        <T id="appeals.lodge" />
      </button>
      <LazyDialog open={open} title={<T id="appeals.lodge" />} onClose={() => setOpen(false)}>
        <Grounds letter={letter} organisationId={organisationId} onClose={() => setOpen(false)} />
      </LazyDialog>
    </>
  );
}

function Grounds(props: { letter: LetterSummary; organisationId: string; onClose: () => void }) {
  const text = useText();
  const client = useQueryClient();
  const form = useForm<{ grounds: string }>({ defaultValues: { grounds: '' } });
  const { letter } = props;
  const kind = letter.appeal?.kind as Appeal['subject']['kind'];
  return (
    <Form
      form={form}
      names={['grounds']}
      onSubmit={async ({ grounds }) => {
        await answer(
          api.POST('/api/v1/appeals', {
            params: { header: idempotencyKey() },
            body: { subject: { kind, id: letter.about.id }, grounds },
          }),
        );
        await client.invalidateQueries({ queryKey: ['appeals'] });
        await client.invalidateQueries({ queryKey: ['letters'] });
        props.onClose();
      }}
    >
      <p className="muted">{letter.subject}</p>
      <TextArea<{ grounds: string }>
        name="grounds"
        label={<T id="appeals.grounds" />}
        hint={<T id="appeals.grounds.hint" />}
        rules={{
          required: text('appeals.grounds.missing'),
          minLength: { value: 50, message: text('form.min', { count: 50 }) },
        }}
        limit={8000}
        rows={7}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id="appeals.send" />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={props.onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
