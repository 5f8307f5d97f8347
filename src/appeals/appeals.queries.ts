import { In, type EntityManager } from 'typeorm';
import { mayUse, tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { possibleActs } from '../kernel/state-machine.js';
import { organisationJson } from '../memberships/memberships.queries.js';
import { keysetPage } from '../platform/keyset.js';
import { Appeal } from './appeal.entity.js';
import { actOfDecision, appealDecisions, appealMachine } from './appeal.rules.js';
import type { AppealsQuery, AppealView } from './appeals.schemas.js';

type Row = Omit<AppealView, 'possibleDecisions'> & { firstDeciders: string[] };

const select = `l.id, l.reference, ${organisationJson}, jsonb_build_object('kind', l.subject_kind,
    'id', l.subject_id, 'reference', l.subject_reference,
    'decidedAt', to_char(l.subject_decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS subject,
  l.first_deciders AS "firstDeciders", l.state, l.grounds, l.due_at AS "dueAt", l.submitted_at AS "submittedAt",
  jsonb_build_object('name', p.name) AS "submittedBy", l.admitted_at AS "admittedAt",
  l.decided_at AS "decidedAt", l.decision_reason AS "decisionReason", l.version,
  l.created_at AS "createdAt", l.updated_at AS "updatedAt"`;
const from = `FROM appeals l JOIN organisations o ON o.id = l.organisation_id
  JOIN people p ON p.id = l.submitted_by`;
const visible = `($1::uuid[] IS NULL OR l.organisation_id = ANY($1))`;

/** One page of the appeals that this principal may see, newest first. */
export async function appealsPage(manager: EntityManager, who: Principal, query: AppealsQuery) {
  const { items, nextCursor } = await keysetPage<Row>(
    manager,
    {
      from,
      select,
      where: [
        visible,
        `($2::text IS NULL OR l.state = $2)`,
        `($3::text IS NULL OR l.subject_kind = $3)`,
        `($4::uuid IS NULL OR l.organisation_id = $4)`,
        `($5::uuid IS NULL OR l.subject_id = $5)`,
      ],
      parameters: [
        tenantIds(who, 'appeal.read'),
        query.state ?? null,
        query.kind ?? null,
        query.organisation ?? null,
        query.subject ?? null,
      ],
      id: 'l.id',
      sorts: { submittedAt: { expression: 'l.submitted_at', type: 'timestamptz' } },
      sortDefault: '-submittedAt',
    },
    query,
  );
  return { items: items.map((row) => viewOf(who, row)), nextCursor };
}

/** @throws DomainError not-found for an unknown appeal or one of another organisation. */
export async function appealView(
  manager: EntityManager,
  who: Principal,
  id: string,
): Promise<AppealView> {
  const [row] = await manager.query<Row[]>(
    `SELECT ${select} ${from} WHERE ${visible} AND l.id = $2`,
    [tenantIds(who, 'appeal.read'), id],
  );
  if (!row) throw notFound('appeal');
  return viewOf(who, row);
}

function viewOf(who: Principal, { firstDeciders, ...row }: Row): AppealView {
  const may =
    mayUse(who, 'appeal.decide', true).allow &&
    !firstDeciders.includes(who.personId ?? '') &&
    !who.organisations.has(row.organisation.id);
  const acts = may ? possibleActs(appealMachine, row.state) : [];
  const possibleDecisions = appealDecisions.filter((decision) =>
    acts.includes(actOfDecision[decision]),
  );
  return { ...row, possibleDecisions };
}

/**
 * The appeal under lock, in the version that the act was meant for.
 * @throws DomainError not-found outside `ids` · stale VERSION_STALE.
 */
export async function claimAppeal(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
  version: number | undefined,
): Promise<Appeal> {
  const row = await manager.findOne(Appeal, {
    where: ids === null ? { id } : { id, organisationId: In(ids) },
    lock: { mode: 'pessimistic_write' },
  });
  if (!row) throw notFound('appeal');
  if (version !== undefined && version !== row.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'Somebody changed this appeal meanwhile. Read it again and repeat your change.',
    );
  }
  return row;
}

/** People who took an act on an object, as the audit has it: acts end with one of `verbs`. */
export async function decidersOf(
  manager: EntityManager,
  object: { kind: string; id: string },
  verbs: readonly string[],
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT DISTINCT actor_id AS id FROM audit_event
      WHERE object_kind = $1 AND object_id = $2 AND actor_kind = 'person'
        AND act = ANY(SELECT $1 || '.' || v FROM unnest($3::text[]) AS v)`,
    [object.kind, object.id, verbs],
  );
  return rows.map(({ id }) => id);
}
