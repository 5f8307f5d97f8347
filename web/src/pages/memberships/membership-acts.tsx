import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Membership } from '../../api/shapes';
import { useSession } from '../../app/session';
import { LazyDialog } from '../../components/lazy-dialog';
import { Section } from '../../components/shell';
import { SelectField, TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';

type Act = 'suspend' | 'reinstate' | 'revoke' | 'withdraw';
type Code = NonNullable<NonNullable<Membership['suspension']>['code']>;

const codes: readonly Code[] = [
  'obligations',
  'data_not_confirmed',
  'misuse',
  'insolvency',
  'restrictive_measure',
  'other',
];

/** What the office may do with a membership, and how a member gives it up; each asks once more. */
export function MembershipActs({ membership }: { membership: Membership }) {
  const code = useCode();
  const [asking, setAsking] = useState<Act | null>(null);
  const acts = useActs(membership);
  if (acts.length === 0) return null;
  return (
    <Section title={<T id="membership.acts" />}>
      <div className="row">
        {acts.map((act) => (
          <button
            key={act}
            type="button"
            className={act === 'reinstate' ? 'button' : 'button danger'}
            onClick={() => setAsking(act)}
          >
            {code('membershipAct', act)}
          </button>
        ))}
      </div>
      <LazyDialog
        open={asking !== null}
        title={code('membershipAct', asking ?? '')}
        onClose={() => setAsking(null)}
      >
        {asking && <Ask membership={membership} act={asking} onClose={() => setAsking(null)} />}
      </LazyDialog>
    </Section>
  );
}

function useActs({ possibleActs, organisation }: Membership): Act[] {
  const { platformRoles, organisations } = useSession();
  const office = platformRoles.includes('officer');
  const own = organisations.some(
    ({ id, role }) => id === organisation.id && role === 'representative',
  );
  const can = (act: string, who: boolean) => who && possibleActs.includes(act);
  return [
    ...(can('suspend', office) ? (['suspend'] as const) : []),
    ...(can('reinstate', office) ? (['reinstate'] as const) : []),
    ...(can('end', office && !own) ? (['revoke'] as const) : []),
    ...(can('end', own) ? (['withdraw'] as const) : []),
  ];
}

interface Values {
  code: Code;
  reason: string;
}

function Ask(props: { membership: Membership; act: Act; onClose: () => void }) {
  const text = useText();
  const code = useCode();
  const client = useQueryClient();
  const { membership, act } = props;
  const proposed = membership.revocation?.code;
  const form = useForm<Values>({
    defaultValues: { code: proposed ?? 'obligations', reason: '' },
  });
  const named = act === 'suspend' || act === 'revoke';
  return (
    <Form
      form={form}
      names={['code', 'reason']}
      onSubmit={async (values) => {
        await send(membership, act, values);
        await client.invalidateQueries({ queryKey: ['memberships'] });
        void client.invalidateQueries({ queryKey: ['letters'] });
        props.onClose();
      }}
    >
      <p>{text(`membership.${act}.text`)}</p>
      {named && (
        <SelectField<Values>
          name="code"
          label={<T id="membership.ground" />}
          choices={codes.map((value) => ({ value, label: code('standing', value) }))}
        />
      )}
      <TextArea<Values>
        name="reason"
        label={<T id="form.reason" />}
        hint={act === 'withdraw' ? undefined : <T id="membership.reason.hint" />}
        optional={act === 'withdraw'}
        rules={
          act === 'withdraw'
            ? {}
            : {
                required: text('form.reason.missing'),
                minLength: { value: 20, message: text('form.min', { count: 20 }) },
              }
        }
        limit={4000}
        rows={4}
      />
      <div className="row">
        <SubmitButton form={form}>{code('membershipAct', act)}</SubmitButton>
        <button type="button" className="button secondary" onClick={props.onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}

async function send(membership: Membership, act: Act, { code, reason }: Values): Promise<void> {
  const params = {
    path: { id: membership.id },
    header: { ...ifMatch(membership.version), ...idempotencyKey() },
  };
  switch (act) {
    case 'suspend':
      await answer(
        api.POST('/api/v1/memberships/{id}/suspend', { params, body: { code, reason } }),
      );
      return;
    case 'reinstate':
      await answer(api.POST('/api/v1/memberships/{id}/reinstate', { params, body: { reason } }));
      return;
    case 'revoke':
      await answer(
        api.POST('/api/v1/memberships/{id}/end', {
          params,
          body: { kind: 'revoked', code, reason },
        }),
      );
      return;
    case 'withdraw':
      await answer(
        api.POST('/api/v1/memberships/{id}/end', {
          params,
          body: { kind: 'withdrawn', ...(reason ? { reason } : {}) },
        }),
      );
  }
}
