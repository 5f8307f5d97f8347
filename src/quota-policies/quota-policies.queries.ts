import type { EntityManager } from 'typeorm';
import { notFound } from '../kernel/domain-error.js';
import { possibleActs } from '../kernel/state-machine.js';
import type { InvariantCheck } from '../ledger/invariants.rules.js';
import { keysetPage } from '../platform/keyset.js';
import type { QuotaPoliciesQuery, QuotaPolicy } from '../pools/quota-policies.schemas.js';
import { quotaPolicyMachine } from './quota-policies.rules.js';

export type QuotaPolicyRow = Omit<
  QuotaPolicy,
  'possibleActs' | 'approvedAt' | 'effectiveFrom' | 'createdAt' | 'updatedAt'
> & { approvedAt: Date | null; effectiveFrom: Date; createdAt: Date; updatedAt: Date };

const columns = `q.id, jsonb_build_object('id', g.id, 'name', g.name) AS "poolGroup", q.number, q.state, q.rules,
  jsonb_build_object('id', d.id, 'name', d.name) AS "draftedBy",
  CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('id', a.id, 'name', a.name) END AS "approvedBy",
  q.approved_at AS "approvedAt", q.effective_from AS "effectiveFrom", q.version,
  q.created_at AS "createdAt", q.updated_at AS "updatedAt"`;
const tables = `FROM quota_policies q JOIN pool_groups g ON g.id = q.pool_group_id
  JOIN people d ON d.id = q.drafted_by LEFT JOIN people a ON a.id = q.approved_by`;

/** One page of the policies, newest first unless told. */
export async function quotaPoliciesPage(manager: EntityManager, query: QuotaPoliciesQuery) {
  const page = await keysetPage<QuotaPolicyRow>(
    manager,
    {
      select: columns,
      from: tables,
      where: ['($1::uuid IS NULL OR q.pool_group_id = $1)', '($2::text IS NULL OR q.state = $2)'],
      parameters: [query.poolGroupId ?? null, query.state ?? null],
      id: 'q.id',
      sorts: {
        number: { expression: 'q.number', type: 'integer' },
        effectiveFrom: { expression: 'q.effective_from', type: 'timestamptz' },
        createdAt: { expression: 'q.created_at', type: 'timestamptz' },
      },
      sortDefault: '-createdAt',
    },
    query,
  );
  return { ...page, items: page.items.map(answerOf) };
}

/**
 * One policy; `lock` keeps others from changing it until the transaction ends.
 * @throws DomainError not-found.
 */
export async function quotaPolicyById(manager: EntityManager, id: string, lock = false) {
  const [row] = await manager.query<QuotaPolicyRow[]>(
    `SELECT ${columns} ${tables} WHERE q.id = $1 ${lock ? 'FOR NO KEY UPDATE OF q' : ''}`,
    [id],
  );
  if (row === undefined) throw notFound('quota policy');
  return answerOf(row);
}

const people = new Set<string>(['approve']);

function answerOf(row: QuotaPolicyRow) {
  const acts = possibleActs(quotaPolicyMachine, row.state).filter((act) => people.has(act));
  return { ...row, possibleActs: acts as string[] };
}

/** The pools that a policy of the group has to name. */
export async function poolIdsOfGroup(
  manager: EntityManager,
  poolGroupId: string,
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM pools WHERE pool_group_id = $1 AND withdrawn_at IS NULL ORDER BY id`,
    [poolGroupId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Names of the active members to which a person belongs, or which are of the same single undertaking
 * as an organisation of theirs: who could gain by a policy (SEP-1).
 */
export async function memberInterests(
  manager: EntityManager,
  personId: string | null,
): Promise<string[]> {
  const rows = await manager.query<{ name: string }[]>(
    `SELECT DISTINCT o.name
       FROM organisation_people p JOIN organisations own ON own.id = p.organisation_id
       JOIN organisations o ON o.id = own.id OR o.group_id = own.group_id
       JOIN memberships m ON m.organisation_id = o.id AND m.state = 'active' AND m.expires_at > portal_now()
      WHERE p.person_id = $1 ORDER BY o.name`,
    [personId],
  );
  return rows.map(({ name }) => name);
}

/** Pool groups in which an approved policy waits whose time has come. */
export async function groupsWithDuePolicies(manager: EntityManager): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT DISTINCT pool_group_id AS id FROM quota_policies
      WHERE state = 'approved' AND effective_from <= portal_now()`,
  );
  return rows.map(({ id }) => id);
}

/** Approved policies of a group whose time has come, in the order in which they take effect. */
export async function duePolicies(
  manager: EntityManager,
  poolGroupId: string,
): Promise<{ id: string; number: number }[]> {
  return await manager.query<{ id: string; number: number }[]>(
    `SELECT id, number FROM quota_policies
      WHERE pool_group_id = $1 AND state = 'approved' AND effective_from <= portal_now()
      ORDER BY effective_from, number`,
    [poolGroupId],
  );
}

/** I9, SEP-1: each approval of a policy is told once by the audit. */
export const quotaPolicyChecks: readonly InvariantCheck[] = [
  {
    id: 'I9',
    part: 'policies',
    sql: `SELECT 'quota policy ' || q.id || ' is ' || q.state || ' with ' || count(e.id) || ' approvals in the audit' AS what
            FROM quota_policies q LEFT JOIN audit_event e
              ON e.object_kind = 'quota-policy' AND e.object_id = q.id::text AND e.act = 'quota-policy.approve'
           GROUP BY q.id HAVING count(e.id) <> CASE WHEN q.state = 'draft' THEN 0 ELSE 1 END`,
  },
];
