import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { MembershipApplication } from '../../api/shapes';
import { useSession } from '../../app/session';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { Instant } from '../../components/values';
import { Form, SubmitButton } from '../../forms/form';
import { T } from '../../intl/intl';
import { Computation } from '../ownership/computation';
import { classificationQuery } from '../ownership/ownership.queries';
import { useTake } from './use-take';

/** The class and how it follows; the office computes it anew while it looks at the application (MEM-2). */
export function ApplicationClass({ application }: { application: MembershipApplication }) {
  const { id, organisation, state, version, decidedClassBasis } = application;
  const classification = useQuery(classificationQuery(organisation.id));
  const isOfficer = useSession().platformRoles.includes('officer');
  const take = useTake(id);
  const form = useForm();
  return (
    <Section
      title={<T id="application.class" />}
      aside={
        <Link to="/org/$id/ownership" params={{ id: organisation.id }}>
          <T id="application.class.graph" />
        </Link>
      }
    >
      <Loaded query={classification}>
        {(known) =>
          known ? (
            <details className="as-table">
              <summary>
                <T
                  id={known.current ? 'ownership.keptOf' : 'ownership.keptOfEarlier'}
                  values={{
                    version: known.ownershipVersion ?? 0,
                    at: <Instant at={known.createdAt} />,
                  }}
                />
              </summary>
              <Computation result={known} />
            </details>
          ) : (
            <p className="muted">
              <T id="ownership.notComputed" />
            </p>
          )
        }
      </Loaded>
      {decidedClassBasis.length > 0 && (
        <details className="as-table">
          <summary>
            <T id="application.class.decided" />
          </summary>
          <ul className="plain-list small" lang="en">
            {decidedClassBasis.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
      {isOfficer && (state === 'screening' || state === 'review') && (
        <Form
          form={form}
          names={[]}
          onSubmit={async () => {
            const header = { ...ifMatch(version), ...idempotencyKey() };
            const params = { path: { id }, header };
            take(
              await answer(
                api.POST('/api/v1/membership-applications/{id}/classify', { params, body: {} }),
              ),
            );
          }}
        >
          <SubmitButton form={form}>
            <T id="application.classify" />
          </SubmitButton>
        </Form>
      )}
    </Section>
  );
}
