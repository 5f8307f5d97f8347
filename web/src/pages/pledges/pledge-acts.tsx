import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Pledge } from '../../api/shapes';
import { useSession } from '../../app/session';
import { LazyDialog } from '../../components/lazy-dialog';
import { Section } from '../../components/shell';
import { TextArea, TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import { CorrectPledge } from './pledge-form';

type Act = 'confirm' | 'fulfil' | 'correct' | 'withdraw';

/** What one may do with a pledge: the representative corrects and withdraws, the office judges. */
export function PledgeActs({ pledge }: { pledge: Pledge }) {
  const [asking, setAsking] = useState<Act | null>(null);
  const acts = useActs(pledge);
  const close = () => setAsking(null);
  if (acts.length === 0) return null;
  return (
    <Section title={<T id="pledge.acts" />}>
      <div className="row">
        {acts.map((act, index) => (
          <button
            key={act}
            type="button"
            className={act === 'withdraw' ? 'button danger' : index === 0 ? 'button' : secondary}
            onClick={() => setAsking(act)}
          >
            <T id={`pledge.${act}`} />
          </button>
        ))}
      </div>
      <LazyDialog
        open={asking !== null}
        title={asking && <T id={`pledge.${asking}`} />}
        onClose={close}
      >
        {asking === 'correct' && <CorrectPledge pledge={pledge} onClose={close} />}
        {asking === 'withdraw' && <Withdraw pledge={pledge} onClose={close} />}
        {(asking === 'confirm' || asking === 'fulfil') && (
          <Judge pledge={pledge} act={asking} onClose={close} />
        )}
      </LazyDialog>
    </Section>
  );
}

const secondary = 'button secondary';

function useActs({ organisation, possibleActs }: Pledge): Act[] {
  const { platformRoles, organisations } = useSession();
  const own = organisations.find(({ id }) => id === organisation.id);
  const acts: Act[] = [
    ...(platformRoles.includes('officer') && !own ? (['confirm', 'fulfil'] as const) : []),
    ...(own?.role === 'representative' ? (['correct', 'withdraw'] as const) : []),
  ];
  return acts.filter((act) => possibleActs.includes(act));
}

interface Evidence {
  evidence: string;
  evidenceUrl: string;
}

/** Says on evidence that the pledge is sound, or that it was kept (MEM-4). */
function Judge(props: { pledge: Pledge; act: 'confirm' | 'fulfil'; onClose: () => void }) {
  const { pledge, act, onClose } = props;
  const text = useText();
  const after = useAfter(onClose);
  const form = useForm<Evidence>({ defaultValues: { evidence: '', evidenceUrl: '' } });
  return (
    <Form
      form={form}
      names={['evidence', 'evidenceUrl']}
      onSubmit={async ({ evidence, evidenceUrl }) => {
        const address = evidenceUrl.trim();
        const sent = {
          params: paramsOf(pledge),
          body: { evidence, ...(address === '' ? {} : { evidenceUrl: address }) },
        };
        await after(
          act === 'confirm'
            ? answer(api.POST('/api/v1/pledges/{id}/confirm', sent))
            : answer(api.POST('/api/v1/pledges/{id}/fulfil', sent)),
        );
      }}
    >
      <p className="muted">
        <T id={`pledge.${act}.text`} values={{ organisation: pledge.organisation.name }} />
      </p>
      <TextArea<Evidence>
        name="evidence"
        label={<T id="pledge.evidence" />}
        hint={<T id={`pledge.${act}.evidence.hint`} />}
        rules={{
          required: text('pledge.evidence.missing'),
          minLength: { value: 10, message: text('form.min', { count: 10 }) },
        }}
        limit={2000}
        rows={4}
      />
      <TextField<Evidence>
        name="evidenceUrl"
        optional
        label={<T id="pledge.evidenceUrl" />}
        hint={<T id="pledge.evidenceUrl.hint" />}
        rules={{
          pattern: { value: /^\s*(https:\/\/.*)?$/, message: text('pledge.evidenceUrl.https') },
        }}
        input={{ type: 'url', inputMode: 'url', spellCheck: false, maxLength: 1000 }}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id={`pledge.${act}`} />
        </SubmitButton>
        <button type="button" className={secondary} onClick={onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}

function Withdraw({ pledge, onClose }: { pledge: Pledge; onClose: () => void }) {
  const after = useAfter(onClose);
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } });
  return (
    <Form
      form={form}
      names={['reason']}
      onSubmit={async ({ reason }) => {
        const body = reason.trim() === '' ? {} : { reason };
        const params = paramsOf(pledge);
        await after(answer(api.POST('/api/v1/pledges/{id}/withdraw', { params, body })));
      }}
    >
      <p className="muted">
        <T id="pledge.withdraw.text" />
      </p>
      <TextArea<{ reason: string }>
        name="reason"
        optional
        label={<T id="form.reason" />}
        limit={2000}
        rows={3}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id="pledge.withdraw" />
        </SubmitButton>
        <button type="button" className={secondary} onClick={onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}

const paramsOf = ({ id, version }: Pledge) => ({
  path: { id },
  header: { ...ifMatch(version), ...idempotencyKey() },
});

/** Waits for an act, reads the pledge with its lists anew and closes the dialog. */
function useAfter(onClose: () => void) {
  const client = useQueryClient();
  return async (act: Promise<unknown>) => {
    await act;
    await client.invalidateQueries({ queryKey: ['pledges'] });
    onClose();
  };
}
