import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { MembershipApplication } from '../../api/shapes';
import { useSession } from '../../app/session';
import { Section } from '../../components/shell';
import { SelectField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import { officersQuery } from './applications.queries';
import { useTake } from './use-take';

interface Values {
  personId: string;
}

/** Who has the case: taken by oneself, given to another, or taken back. */
export function Assignment({ application }: { application: MembershipApplication }) {
  const text = useText();
  const client = useQueryClient();
  const { person, platformRoles } = useSession();
  const take = useTake(application.id);
  const isOfficer = platformRoles.includes('officer');
  const officers = useQuery({ ...officersQuery, enabled: isOfficer });
  const current = application.office?.assignedTo?.id ?? '';
  const form = useForm<Values>({ defaultValues: { personId: current } });
  const assignable = ['submitted', 'screening', 'review', 'changes_requested'];
  if (!isOfficer || !assignable.includes(application.state)) return null;
  const give = async (personId: string | null) => {
    const header = { ...ifMatch(application.version), ...idempotencyKey() };
    const params = { path: { id: application.id }, header };
    take(
      await answer(
        api.POST('/api/v1/membership-applications/{id}/assign', { params, body: { personId } }),
      ),
    );
    void client.invalidateQueries({ queryKey: ['officers'] });
  };
  return (
    <Section title={<T id="assign.title" />}>
      <Form form={form} names={['personId']} onSubmit={({ personId }) => give(personId || null)}>
        <SelectField<Values>
          name="personId"
          label={<T id="assign.to" />}
          choices={[
            { value: '', label: text('assign.nobody') },
            ...(officers.data?.items ?? []).map(({ id, name, open, overdue }) => ({
              value: id,
              label: text('assign.officer', { name, open, overdue }),
            })),
          ]}
        />
        <div className="row">
          <SubmitButton form={form}>
            <T id="assign.send" />
          </SubmitButton>
          {current !== person.id && (
            <button
              type="button"
              className="button secondary"
              onClick={() => {
                form.setValue('personId', person.id);
                void form.handleSubmit(() => give(person.id))();
              }}
            >
              <T id="assign.take" />
            </button>
          )}
        </div>
      </Form>
    </Section>
  );
}
