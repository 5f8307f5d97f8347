import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useFieldArray, useForm, useFormContext, type UseFormReturn } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import { asProblem } from '../../api/problem';
import type { Organisation, Ownership, OwnershipCheck } from '../../api/shapes';
import { Section } from '../../components/shell';
import { Notice } from '../../components/states';
import { fieldId } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T } from '../../intl/intl';
import { applicationOfQuery, organisationQuery } from '../organisations/organisations.queries';
import { Computation } from './computation';
import { EnterpriseFields } from './enterprise-fields';
import { GraphTree } from './graph-tree';
import {
  emptyEnterprise,
  emptyLink,
  emptyPerson,
  fieldOfGraph,
  graphOf,
  valuesOf,
  type GraphValues,
} from './graph-values';
import { LinkFields, PersonFields } from './link-fields';
import { classificationQuery, ownershipQuery, ownershipVersionsQuery } from './ownership.queries';
import { forgetGraph, keptGraph, useKeptGraph } from './use-kept-graph';
import { useLiveCheck } from './use-live-check';

interface Props {
  organisation: Organisation;
  ownership: Ownership;
  /** Somebody else stored a newer version, which shall be shown. */
  onNewer: () => void;
}

/** The form of an ownership graph: judged by the server while one writes, stored as a new version. */
export function OwnershipEditor({ organisation, ownership, onNewer }: Props) {
  const { id } = organisation;
  const [kept] = useState(() => keptGraph(id, ownership.version));
  const form = useForm<GraphValues>({ defaultValues: kept ?? valuesOf(ownership.graph) });
  const check = useLiveCheck(id, form);
  useKeptGraph(id, ownership.version, form);
  const { store, conflict, overwrite } = useStore(organisation, ownership, form);
  return (
    <>
      {kept && (
        <Notice tone="info" title={<T id="ownership.keptDraft" />} live>
          <p>
            <T id="ownership.keptDraft.text" />
          </p>
        </Notice>
      )}
      {conflict !== null && (
        <div role="alert" className="section-tight">
          <Notice tone="warn" title={<T id="conflict.title" />}>
            <p>
              <T id="conflict.text" />
            </p>
            <details className="as-table">
              <summary>
                <T id="conflict.show" />
              </summary>
              <GraphTree values={valuesOf(conflict.graph)} />
            </details>
            <div className="row section-tight">
              <button type="button" className="button" onClick={() => void overwrite()}>
                <T id="conflict.mine" />
              </button>
              <button
                type="button"
                className="button secondary"
                onClick={() => {
                  forgetGraph(id, ownership.version);
                  onNewer();
                }}
              >
                <T id="conflict.theirs" />
              </button>
            </div>
          </Notice>
        </div>
      )}
      <div className="wide-form">
        <Form
          form={form}
          names={[]}
          fieldOf={fieldOfGraph}
          onSubmit={async () => store(ownership.version)}
        >
          <Fields />
          <Findings check={check} />
          <div className="form-end">
            <SubmitButton form={form}>
              <T id={organisation.identityLocked ? 'ownership.store' : 'ownership.storeCompute'} />
            </SubmitButton>
            <span className="save-status">
              <T id="ownership.version.now" values={{ version: ownership.version }} />
            </span>
          </div>
        </Form>
      </div>
    </>
  );
}

/** Stores the graph and, while the identity is open, computes the class from it. */
function useStore(
  { id, identityLocked }: Organisation,
  ownership: Ownership,
  form: UseFormReturn<GraphValues>,
) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [conflict, setConflict] = useState<Ownership | null>(null);
  const params = { path: { id } };
  const store = async (version: number) => {
    try {
      await answer(
        api.PUT('/api/v1/organisations/{id}/ownership', {
          params: { ...params, header: ifMatch(version) },
          body: graphOf(form.getValues()),
        }),
      );
    } catch (error) {
      if (asProblem(error).status !== 412) throw error;
      setConflict(await answer(api.GET('/api/v1/organisations/{id}/ownership', { params })));
      return;
    }
    forgetGraph(id, ownership.version);
    setConflict(null);
    if (!identityLocked) {
      const header = idempotencyKey();
      await answer(
        api.POST('/api/v1/organisations/{id}/classification', {
          params: { ...params, header },
          body: {},
        }),
      );
    }
    const stale = [
      ownershipQuery(id),
      ownershipVersionsQuery(id),
      classificationQuery(id),
      organisationQuery(id),
      applicationOfQuery(id),
    ];
    await Promise.all(
      stale.map(({ queryKey }) => client.invalidateQueries({ queryKey: [...queryKey] })),
    );
    await navigate({ to: '/org/$id/ownership', params: { id }, hash: 'kept' });
  };
  const overwrite = async () => {
    if (conflict !== null) await store(conflict.version);
  };
  return { store, conflict, overwrite };
}

function Fields() {
  const { watch } = useFormContext<GraphValues>();
  const enterprises = useFieldArray<GraphValues, 'enterprises', 'row'>({
    name: 'enterprises',
    keyName: 'row',
  });
  const persons = useFieldArray<GraphValues, 'persons', 'row'>({
    name: 'persons',
    keyName: 'row',
  });
  const links = useFieldArray<GraphValues, 'links', 'row'>({ name: 'links', keyName: 'row' });
  const lastYear = new Date().getFullYear() - 1;
  return (
    <>
      <Rows title={<T id="ownership.enterprises" />} hint={<T id="ownership.enterprises.hint" />}>
        {enterprises.fields.map(({ row }, at) => (
          <EnterpriseFields
            key={row}
            at={at}
            onRemove={at === 0 ? null : () => enterprises.remove(at)}
          />
        ))}
        <Add onAdd={() => enterprises.append(emptyEnterprise(lastYear))}>
          <T id="ownership.addEnterprise" />
        </Add>
      </Rows>
      <Rows title={<T id="ownership.persons" />} hint={<T id="ownership.persons.hint" />}>
        {persons.fields.map(({ row }, at) => (
          <PersonFields key={row} at={at} onRemove={() => persons.remove(at)} />
        ))}
        <Add onAdd={() => persons.append(emptyPerson())}>
          <T id="ownership.addPerson" />
        </Add>
      </Rows>
      <Rows title={<T id="ownership.holdings" />} hint={<T id="ownership.holdings.hint" />}>
        {links.fields.map(({ row }, at) => (
          <LinkFields key={row} at={at} onRemove={() => links.remove(at)} />
        ))}
        <Add onAdd={() => links.append(emptyLink())}>
          <T id="ownership.addHolding" />
        </Add>
      </Rows>
      <Section title={<T id="ownership.drawing" />}>
        <GraphTree values={watch()} />
      </Section>
    </>
  );
}

function Rows(props: { title: ReactNode; hint: ReactNode; children: ReactNode }) {
  return (
    <Section title={props.title}>
      <p className="prose small muted section-tight">{props.hint}</p>
      <div className="graph-rows">{props.children}</div>
    </Section>
  );
}

function Add({ onAdd, children }: { onAdd: () => void; children: ReactNode }) {
  return (
    <button type="button" className="button secondary graph-add" onClick={onAdd}>
      {children}
    </button>
  );
}

/** What the server says of the graph as it stands: what is wrong, or the class that would follow. */
function Findings({ check }: { check: OwnershipCheck | null }) {
  if (check === null) return null;
  if (check.problems.length > 0) {
    return (
      <div className="notice notice-warn" role="status">
        <p>
          <T id="ownership.wrong" values={{ count: check.problems.length }} />
        </p>
        <ul lang="en">
          {check.problems.map(({ pointer, detail }) => (
            <li key={`${pointer}${detail}`}>
              <a
                href={`#${fieldId(fieldOfGraph(pointer))}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(fieldId(fieldOfGraph(pointer)))?.focus();
                }}
              >
                {detail}
              </a>
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return check.result ? (
    <Section title={<T id="ownership.wouldFollow" />}>
      <Computation result={check.result} />
    </Section>
  ) : null;
}
