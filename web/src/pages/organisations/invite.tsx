import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import type { MadeInvitation, Organisation } from '../../api/shapes';
import { LazyDialog } from '../../components/lazy-dialog';
import { Instant } from '../../components/values';
import { SelectField, TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';

const roles = ['member', 'manager', 'viewer', 'representative'] as const;

interface Values {
  email: string;
  role: (typeof roles)[number];
}

/** Invites an address into the organisation; the link is told once, to be passed on. */
export function Invite({ organisation }: { organisation: Organisation }) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const close = () => {
    setOpen(false);
    setMade(null);
  };
  return (
    <p className="section-tight">
      <button type="button" className="button secondary" onClick={() => setOpen(true)}>
        <T id="invite.open" />
      </button>
      <LazyDialog
        open={open}
        title={<T id="invite.title" values={{ name: organisation.name }} />}
        onClose={close}
      >
        {made?.token ? (
          <InvitationLink made={made} token={made.token} onClose={close} />
        ) : (
          <InviteForm organisationId={organisation.id} onMade={setMade} onCancel={close} />
        )}
      </LazyDialog>
    </p>
  );
}

function InviteForm(props: {
  organisationId: string;
  onMade: (made: MadeInvitation) => void;
  onCancel: () => void;
}) {
  const text = useText();
  const code = useCode();
  const form = useForm<Values>({ defaultValues: { email: '', role: 'member' } });
  return (
    <Form
      form={form}
      names={['email', 'role']}
      onSubmit={async (body) => {
        const params = { path: { id: props.organisationId }, header: idempotencyKey() };
        props.onMade(
          await answer(api.POST('/api/v1/organisations/{id}/invitations', { params, body })),
        );
      }}
    >
      <TextField<Values>
        name="email"
        label={<T id="signIn.email" />}
        rules={{ required: text('signIn.email.missing') }}
        input={{ type: 'email', autoComplete: 'off', spellCheck: false }}
      />
      <SelectField<Values>
        name="role"
        label={<T id="org.role" />}
        choices={roles.map((value) => ({ value, label: code('organisationRole', value) }))}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id="invite.send" />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={props.onCancel}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}

function InvitationLink(props: { made: MadeInvitation; token: string; onClose: () => void }) {
  return (
    <>
      <p>
        <T
          id="invite.link"
          values={{
            email: props.made.email,
            until: <Instant at={props.made.expiresAt} dateOnly />,
          }}
        />
      </p>
      <p>
        <code>{`${window.location.origin}/app/accept/${props.token}`}</code>
      </p>
      <div className="row">
        <button type="button" className="button" onClick={props.onClose}>
          <T id="invite.done" />
        </button>
      </div>
    </>
  );
}
