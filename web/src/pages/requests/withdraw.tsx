import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Request } from '../../api/shapes';
import { LazyDialog } from '../../components/lazy-dialog';
import { TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T } from '../../intl/intl';
import { requestQuery } from './requests.queries';

/** Takes a request back, after asking once. */
export function Withdraw({ request }: { request: Request }) {
  const [asking, setAsking] = useState(false);
  return (
    <p className="section">
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        <T id="withdraw.open" />
      </button>
      <LazyDialog open={asking} title={<T id="withdraw.title" />} onClose={() => setAsking(false)}>
        <Ask request={request} onClose={() => setAsking(false)} />
      </LazyDialog>
    </p>
  );
}

function Ask({ request, onClose }: { request: Request; onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } });
  return (
    <Form
      form={form}
      names={['reason']}
      onSubmit={async ({ reason }) => {
        const withdrawn = await answer(
          api.POST('/api/v1/requests/{id}/withdraw', {
            params: {
              path: { id: request.id },
              header: { ...ifMatch(request.version), ...idempotencyKey() },
            },
            body: reason ? { reason } : {},
          }),
        );
        client.setQueryData(requestQuery(request.id).queryKey, withdrawn);
        void client.invalidateQueries({ queryKey: ['requests'] });
        onClose();
      }}
    >
      <p>
        <T id="withdraw.text" />
      </p>
      <TextArea<{ reason: string }>
        name="reason"
        label={<T id="withdraw.reason" />}
        limit={2000}
        rows={3}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id="withdraw.send" />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
