import type { EntityManager } from 'typeorm';
import type { Permission } from '../access/permissions.js';
import type { Told } from './news-sight.rules.js';

interface Kind {
  permission: Permission;
  /** Rows `id, version, organisations, open, person` of the ids in `$1`. */
  sql: string;
}

const none = `'{}'::uuid[] AS organisations`;
const kindOf = (permission: Permission, from: string, own: string): Kind => ({
  permission,
  sql: `SELECT t.id, t.version, ${own} FROM ${from} t WHERE t.id = ANY($1::uuid[])`,
});
const owned = (permission: Permission, table: string, column = 'organisation_id') =>
  kindOf(permission, table, `ARRAY[t.${column}] AS organisations, false AS open, NULL AS person`);
const inside = (permission: Permission, table: string) =>
  kindOf(permission, table, `${none}, false AS open, NULL AS person`);

/** What news can be about, and whom it concerns: as the reads of these nouns decide it. */
const kinds: Readonly<Record<string, Kind>> = {
  organisation: owned('organisation.read', 'organisations', 'id'),
  membership: owned('membership.read', 'memberships'),
  'membership-application': owned('membership.read', 'membership_applications'),
  letter: owned('letter.read', 'letters'),
  appeal: owned('appeal.read', 'appeals'),
  'screening-hit': inside('screening.read', 'screening_hits'),
  'restrictive-measure-list': inside('screening.read', 'restrictive_measure_lists'),
  pledge: owned('pledge.read', 'pledges'),
  request: owned('request.read', 'requests'),
  grant: owned('grant.read', 'grants'),
  site: inside('pool.read', 'sites'),
  partition: inside('pool.read', 'partitions'),
  'pool-group': inside('pool.read', 'pool_groups'),
  pool: inside('pool.read', 'pools'),
  'quota-policy': inside('policy.read', 'quota_policies'),
  call: kindOf('call.read', 'calls', `${none}, t.opened_at IS NOT NULL AS open, NULL AS person`),
  // Reviewers hold the permission for their own assignments only; a panel's assignments are the officers'.
  assignment: kindOf(
    'request.decide',
    'assignments',
    `${none}, false AS open, t.reviewer_id AS person`,
  ),
  person: kindOf('people.read', 'people', `${none}, false AS open, t.id AS person`),
  // Applicants see published rounds, and the collection of calls in which they have a request.
  round: kindOf(
    'round.read',
    'rounds',
    `CASE WHEN t.state = 'collecting' THEN ARRAY(SELECT DISTINCT q.organisation_id FROM requests q
       WHERE q.call_id = t.call_id) ELSE '{}' END AS organisations, t.state = 'published' AS open, NULL AS person`,
  ),
};

/** The permission that a kind is read by, or null for what is no news to anybody. */
export const permissionOfKind = (kind: string): Permission | null =>
  kinds[kind]?.permission ?? null;

/** The audit names some objects otherwise; nobody waits for these. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface ToldRow {
  id: string;
  version: number;
  organisations: string[];
  open: boolean;
  person: string | null;
}

/** What of one kind changed, with its present version and whom it concerns; what is gone is not there. */
export async function toldOf(
  manager: EntityManager,
  kind: string,
  ids: readonly string[],
): Promise<Told[]> {
  const found = kinds[kind];
  const own = ids.filter((id) => uuid.test(id));
  if (found === undefined || own.length === 0) return [];
  const rows = await manager.query<ToldRow[]>(found.sql, [own]);
  return rows.map(({ organisations, person, ...row }) => ({
    ...row,
    kind,
    permission: found.permission,
    organisationIds: organisations,
    personId: person,
  }));
}

/** Of these requests those that a conflict hides from a panel member (REV-2). */
export async function barredRequests(
  manager: EntityManager,
  requestIds: readonly string[],
  sight: { barred: string | null; linked: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (sight.barred === null) return new Set();
  const rows = await manager.query<{ id: string }[]>(
    `SELECT q.id FROM requests q WHERE q.id = ANY($1::uuid[]) AND (q.organisation_id = ANY($3::uuid[])
        OR EXISTS (SELECT 1 FROM assignments a
                    WHERE a.request_id = q.id AND a.reviewer_id = $2 AND a.state = 'conflict'))`,
    [requestIds, sight.barred, sight.linked],
  );
  return new Set(rows.map(({ id }) => id));
}
