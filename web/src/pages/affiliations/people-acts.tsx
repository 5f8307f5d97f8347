import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import type { HandOver, JoiningRequest, Organisation, OrganisationPerson } from '../../api/shapes';
import { useSession } from '../../app/session';
import { LazyDialog } from '../../components/lazy-dialog';
import { ProblemNotice } from '../../components/problems';
import { Notice } from '../../components/states';
import { Instant } from '../../components/values';
import { SelectField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode } from '../../intl/intl';
import { handOversQuery, joiningRequestsQuery } from './affiliations.queries';

/** What one may do about the people of an organisation: let in, hand over, leave. */
export function PeopleActs(props: {
  organisation: Organisation;
  people: readonly OrganisationPerson[];
}) {
  const { organisation, people } = props;
  const { person } = useSession();
  const own = people.find(({ id }) => id === person.id);
  if (!own) return null;
  const others = people.filter(({ id, role }) => id !== own.id && role !== 'representative');
  const mayLetIn = own.role === 'representative' || own.role === 'manager';
  return (
    <>
      <HandOvers organisation={organisation} ownId={own.id} />
      {mayLetIn && <JoiningRequests organisation={organisation} />}
      <div className="row section-tight">
        {own.role === 'representative' && others.length > 0 && (
          <OfferHandOver organisation={organisation} others={others} />
        )}
        <Leave organisation={organisation} own={own} />
      </div>
    </>
  );
}

/** Does an act, reads everything about the organisation and one's session anew, and tells what went wrong. */
function useAct(organisationId: string) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (work: () => Promise<unknown>) => {
    setProblem(null);
    await work().catch((error: unknown) => setProblem(asProblem(error)));
    await client.invalidateQueries({ queryKey: ['organisations', organisationId] });
    await client.invalidateQueries({ queryKey: ['session'] });
  };
  return { act, problem };
}

function HandOvers({ organisation, ownId }: { organisation: Organisation; ownId: string }) {
  const offers = useQuery(handOversQuery(organisation.id));
  const { act, problem } = useAct(organisation.id);
  const answerTo = (id: string, how: 'accept' | 'decline' | 'withdraw') =>
    act(() => api.POST(`/api/v1/hand-overs/{id}/${how}`, { params: { path: { id }, header: idempotencyKey() }, body: {} })); // prettier-ignore
  const open = (offers.data?.items ?? []).filter(({ expired }) => !expired);
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      {open.map((offer) => (
        <Offer
          key={offer.id}
          offer={offer}
          ownId={ownId}
          onAnswer={(how) => void answerTo(offer.id, how)}
        />
      ))}
    </>
  );
}

function Offer(props: {
  offer: HandOver;
  ownId: string;
  onAnswer: (how: 'accept' | 'decline' | 'withdraw') => void;
}) {
  const { giver, receiver, expiresAt } = props.offer;
  const values = { giver: giver.name, receiver: receiver.name, until: <Instant at={expiresAt} dateOnly /> }; // prettier-ignore
  return (
    <div className="section-tight">
      <Notice tone="info" title={<T id="handOver.open" values={values} />}>
        <div className="row">
          {receiver.id === props.ownId && (
            <>
              <button type="button" className="button" onClick={() => props.onAnswer('accept')}>
                <T id="handOver.accept" />
              </button>
              <button
                type="button"
                className="button secondary"
                onClick={() => props.onAnswer('decline')}
              >
                <T id="handOver.decline" />
              </button>
            </>
          )}
          {giver.id === props.ownId && (
            <button
              type="button"
              className="button secondary"
              onClick={() => props.onAnswer('withdraw')}
            >
              <T id="handOver.withdraw" />
            </button>
          )}
        </div>
      </Notice>
    </div>
  );
}

const rolesAfter = ['manager', 'member', 'viewer', 'none'] as const;
interface OfferValues {
  personId: string;
  roleAfter: (typeof rolesAfter)[number];
}

function OfferHandOver(props: {
  organisation: Organisation;
  others: readonly OrganisationPerson[];
}) {
  const [open, setOpen] = useState(false);
  return (
    <Opened label={<T id="handOver.offer" />} open={open} onOpen={() => setOpen(true)}>
      <LazyDialog open={open} title={<T id="handOver.title" />} onClose={() => setOpen(false)}>
        <OfferForm {...props} onDone={() => setOpen(false)} />
      </LazyDialog>
    </Opened>
  );
}

function OfferForm(props: {
  organisation: Organisation;
  others: readonly OrganisationPerson[];
  onDone: () => void;
}) {
  const { organisation, others } = props;
  const code = useCode();
  const client = useQueryClient();
  const form = useForm<OfferValues>({
    defaultValues: { personId: others[0]?.id ?? '', roleAfter: 'manager' },
  });
  return (
    <Form
      form={form}
      names={['personId', 'roleAfter']}
      onSubmit={async (body) => {
        const params = { path: { id: organisation.id }, header: idempotencyKey() };
        await api.POST('/api/v1/organisations/{id}/hand-overs', { params, body });
        await client.invalidateQueries({ queryKey: ['organisations', organisation.id] });
        props.onDone();
      }}
    >
      <p>
        <T id="handOver.text" />
      </p>
      <SelectField<OfferValues>
        name="personId"
        label={<T id="handOver.to" />}
        choices={others.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SelectField<OfferValues>
        name="roleAfter"
        label={<T id="handOver.after" />}
        choices={rolesAfter.map((value) => ({ value, label: code('roleAfter', value) }))}
      />
      <SubmitButton form={form}>
        <T id="handOver.send" />
      </SubmitButton>
    </Form>
  );
}

const rolesIn = ['member', 'manager', 'viewer'] as const;

function JoiningRequests({ organisation }: { organisation: Organisation }) {
  const requests = useQuery(joiningRequestsQuery(organisation.id));
  const { act, problem } = useAct(organisation.id);
  const decide = (request: JoiningRequest, role: (typeof rolesIn)[number] | null) => {
    const params = { path: { id: request.id }, header: idempotencyKey() };
    return act(() =>
      role === null
        ? api.POST('/api/v1/joining-requests/{id}/refuse', { params, body: {} })
        : api.POST('/api/v1/joining-requests/{id}/accept', { params, body: { role } }),
    );
  };
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      {(requests.data?.items ?? []).map((request) => (
        <Joining
          key={request.id}
          request={request}
          onDecide={(role) => void decide(request, role)}
        />
      ))}
    </>
  );
}

function Joining(props: {
  request: JoiningRequest;
  onDecide: (role: (typeof rolesIn)[number] | null) => void;
}) {
  const { name, email } = props.request.person;
  const code = useCode();
  const [role, setRole] = useState<(typeof rolesIn)[number]>('member');
  const id = `joining-${props.request.id}`;
  return (
    <div className="section-tight">
      <Notice tone="info" title={<T id="joining.asks" values={{ name, email }} />}>
        <p>
          <T id="joining.unverified" />
        </p>
        <div className="row">
          <label htmlFor={id}>
            <T id="org.role" />
          </label>
          <select
            id={id}
            value={role}
            onChange={(event) => setRole(event.target.value as typeof role)}
          >
            {rolesIn.map((value) => (
              <option key={value} value={value}>
                {code('organisationRole', value)}
              </option>
            ))}
          </select>
          <button type="button" className="button" onClick={() => props.onDecide(role)}>
            <T id="joining.accept" />
          </button>
          <button type="button" className="button secondary" onClick={() => props.onDecide(null)}>
            <T id="joining.refuse" />
          </button>
        </div>
      </Notice>
    </div>
  );
}

function Leave({ organisation, own }: { organisation: Organisation; own: OrganisationPerson }) {
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const leave = async () => {
    setProblem(null);
    try {
      const path = { id: organisation.id, personId: own.id };
      await answer(
        api.DELETE('/api/v1/organisations/{id}/people/{personId}', {
          params: { path, header: ifMatch(own.version) },
        }),
      );
      // A new page, so that nothing of the organisation stays in memory.
      window.location.assign('/app');
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <Opened label={<T id="leave.open" />} open={open} onOpen={() => setOpen(true)}>
      <LazyDialog
        open={open}
        title={<T id="leave.title" values={{ name: organisation.name }} />}
        onClose={() => setOpen(false)}
      >
        <p>
          <T id="leave.text" />
        </p>
        {problem && <ProblemNotice problem={problem} />}
        <div className="row">
          <button type="button" className="button danger" onClick={() => void leave()}>
            <T id="leave.do" />
          </button>
          <button type="button" className="button secondary" onClick={() => setOpen(false)}>
            <T id="form.cancel" />
          </button>
        </div>
      </LazyDialog>
    </Opened>
  );
}

/** A button with the dialog that it opens. */
function Opened(props: {
  label: ReactNode;
  open: boolean;
  onOpen: () => void;
  children: ReactNode;
}) {
  return (
    <>
      <button type="button" className="button secondary" onClick={props.onOpen}>
        {props.label}
      </button>
      {props.children}
    </>
  );
}
