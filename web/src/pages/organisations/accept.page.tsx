import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import { sessionQuery, useSession } from '../../app/session';
import { PageHead } from '../../components/shell';
import { useTitle } from '../../components/title';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';

/** Joins an organisation by the link of an invitation. */
export function AcceptPage() {
  const { token } = useParams({ from: '/signed-in/accept/$token' });
  const { person } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm();
  useTitle(useText()('accept.title'));
  return (
    <div className="form-page">
      <PageHead
        title={<T id="accept.title" />}
        lead={<T id="accept.text" values={{ email: person.email }} />}
      />
      <Form
        form={form}
        names={[]}
        onSubmit={async () => {
          const params = { path: { token }, header: idempotencyKey() };
          const joined = await answer(
            api.POST('/api/v1/invitations/{token}/accept', { params, body: {} }),
          );
          await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
          await navigate({ to: '/org/$id', params: { id: joined.organisation.id } });
        }}
      >
        <SubmitButton form={form}>
          <T id="accept.send" />
        </SubmitButton>
      </Form>
    </div>
  );
}
