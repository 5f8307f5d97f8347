import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import type { MembershipOfficer } from '../../api/shapes';
import { DataTable } from '../../components/data-table';
import { LazyDialog } from '../../components/lazy-dialog';
import { useSentence } from '../../components/problems';
import { Tag } from '../../components/states';
import { SelectField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';

type Outcome = Awaited<ReturnType<typeof send>>['items'][number];

const send = (ids: readonly string[], personId: string | null, preview: boolean) =>
  answer(
    api.POST('/api/v1/membership-applications/assign', {
      params: { header: preview ? {} : idempotencyKey() },
      body: { ids: [...ids], personId, preview },
    }),
  );

/** Gives the chosen cases to one officer, after showing what would happen to each. */
export function AssignMany(props: {
  ids: readonly string[];
  officers: readonly MembershipOfficer[];
  onDone: () => void;
}) {
  const { ids, officers } = props;
  const text = useText();
  const [preview, setPreview] = useState<readonly Outcome[] | null>(null);
  const form = useForm<{ personId: string }>({ defaultValues: { personId: '' } });
  if (ids.length === 0) return null;
  return (
    <div className="notice notice-info section-tight">
      <p role="status">
        <T id="assignMany.chosen" values={{ count: ids.length }} />
      </p>
      <Form
        form={form}
        names={['personId']}
        onSubmit={async ({ personId }) =>
          setPreview((await send(ids, personId || null, true)).items)
        }
      >
        <SelectField<{ personId: string }>
          name="personId"
          label={<T id="assign.to" />}
          choices={[
            { value: '', label: text('assign.nobody') },
            ...officers.map(({ id, name, open }) => ({ value: id, label: `${name} (${open})` })),
          ]}
        />
        <SubmitButton form={form}>
          <T id="assignMany.preview" />
        </SubmitButton>
      </Form>
      <LazyDialog
        open={preview !== null}
        title={<T id="assignMany.title" />}
        onClose={() => setPreview(null)}
      >
        {preview && (
          <Confirm
            preview={preview}
            personId={form.getValues('personId') || null}
            onClose={() => setPreview(null)}
            onDone={props.onDone}
          />
        )}
      </LazyDialog>
    </div>
  );
}

function Confirm(props: {
  preview: readonly Outcome[];
  personId: string | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const client = useQueryClient();
  const form = useForm();
  const say = useSentence();
  const fit = props.preview.filter(({ outcome }) => outcome === 'assigned');
  return (
    <Form
      form={form}
      names={[]}
      onSubmit={async () => {
        const ids = fit.map(({ id }) => id);
        await send(ids, props.personId, false);
        await client.invalidateQueries({ queryKey: ['applications'] });
        void client.invalidateQueries({ queryKey: ['officers'] });
        props.onDone();
        props.onClose();
      }}
    >
      <DataTable
        caption={<T id="assignMany.caption" />}
        rows={props.preview}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'organisation',
            head: <T id="column.organisation" />,
            names: true,
            cell: ({ organisation, reference }) => (
              <>
                {organisation ?? '–'}
                <span className="sub numbers">{reference}</span>
              </>
            ),
          },
          {
            key: 'outcome',
            head: <T id="assignMany.outcome" />,
            cell: ({ outcome, code, detail }) => (
              <>
                <Tag tone={outcome === 'refused' ? 'error' : 'good'}>
                  <T id={`assignMany.${outcome}`} />
                </Tag>
                {code && <span className="sub">{say({ code, detail: detail ?? '' }).text}</span>}
              </>
            ),
          },
        ]}
      />
      <div className="row">
        {fit.length > 0 && (
          <SubmitButton form={form}>
            <T id="assignMany.send" values={{ count: fit.length }} />
          </SubmitButton>
        )}
        <button type="button" className="button secondary" onClick={props.onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
