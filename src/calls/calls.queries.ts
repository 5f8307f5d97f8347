import type { EntityManager } from 'typeorm';
import { mayUse } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { gpuTimeFields } from '../kernel/gpu-time.js';
import { possibleActs } from '../kernel/state-machine.js';
import { keysetPage } from '../platform/keyset.js';
import { Call } from './call.entity.js';
import { callMachine, type CallState, type OrganisationClass } from './call.rules.js';

/** A call, or null. */
export async function callById(manager: EntityManager, id: string): Promise<Call | null> {
  return await manager.findOneBy(Call, { id });
}

/** A call locked against every other change until the transaction ends, or null. */
export async function lockCall(manager: EntityManager, id: string): Promise<Call | null> {
  return await manager.findOne(Call, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

/**
 * A call locked for a change.
 * @throws DomainError not-found, stale.
 */
export async function claimCall(
  manager: EntityManager,
  id: string,
  version?: number,
): Promise<Call> {
  const call = await lockCall(manager, id);
  if (call === null) throw notFound('call');
  if (version === undefined || version === call.version) return call;
  throw new DomainError(
    'stale',
    'VERSION_STALE',
    `This call is at version ${call.version} now. Read it again, then repeat your change.`,
  );
}

/** A pool that a call offers, with what decides whether work fits into it; times are UTC. */
export interface CallPool {
  id: string;
  name: string;
  site: string;
  country: string | null;
  accelerator: string;
  accelerators: number;
  /** Per accelerator, in 10¹² FLOP/s; null when unknown. */
  peakTflops: number | null;
  startsAt: Date;
  endsAt: Date;
}

/** The pools of a pool group, in the order of their names. */
export async function callPools(manager: EntityManager, poolGroupId: string): Promise<CallPool[]> {
  return await manager.query<CallPool[]>(
    `SELECT p.id, p.name, s.name AS site, s.country, t.accelerator, p.accelerators,
            t.peak_tflops::float8 AS "peakTflops", p.starts_at AS "startsAt", p.ends_at AS "endsAt"
       FROM pools p JOIN partitions t ON t.id = p.partition_id JOIN sites s ON s.id = t.site_id
      WHERE p.pool_group_id = $1 AND p.withdrawn_at IS NULL ORDER BY p.name, p.id`,
    [poolGroupId],
  );
}

export interface CallRow {
  id: string;
  state: CallState;
  cutOffAt: Date;
  classes: OrganisationClass[];
  membersOnly: boolean;
  poolGroup: { id: string; name: string };
  askMin: string;
  askMax: string;
}

const columns = `c.id, c.reference, c.title, c.summary, c.state, c.opens_at AS "opensAt",
  c.cut_off_at AS "cutOffAt", c.review_due_at AS "reviewDueAt", c.allocate_at AS "allocateAt",
  c.classes, c.members_only AS "membersOnly", c.ask_min_gpu_seconds AS "askMin",
  c.ask_max_gpu_seconds AS "askMax", c.months, c.criteria, c.reviews_per_request AS "reviewsPerRequest",
  c.threshold_total AS "thresholdTotal", c.acceptance_days AS "acceptanceDays",
  c.cancel_reason AS "cancelReason", c.version, c.created_at AS "createdAt", c.updated_at AS "updatedAt",
  json_build_object('code', m.code, 'name', m.name) AS "accessMode",
  json_build_object('id', g.id, 'name', g.name) AS "poolGroup"`;
const from = `FROM calls c JOIN access_modes m ON m.code = c.access_mode
  JOIN pool_groups g ON g.id = c.pool_group_id`;

/** Which calls somebody may see: drafts (and drafts that were cancelled) only with `drafts`. */
export interface CallSight {
  drafts: boolean;
}
const visible = `($1::boolean OR c.opened_at IS NOT NULL)`;

/** A call as it is told, without pools; null when unknown or not to be seen. */
export async function callRow(
  manager: EntityManager,
  id: string,
  sight: CallSight,
): Promise<CallRow | null> {
  const [row] = await manager.query<CallRow[]>(
    `SELECT ${columns} ${from} WHERE ${visible} AND c.id = $2`,
    [sight.drafts, id],
  );
  return row ? told(row) : null;
}

interface CallFilter {
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
  state?: string | undefined;
  accessMode?: string | undefined;
  class?: string | undefined;
}

/** One page of the calls that may be seen. */
export async function callPage(manager: EntityManager, sight: CallSight, asked: CallFilter) {
  const page = await keysetPage<CallRow>(
    manager,
    {
      select: columns,
      from,
      where: [
        visible,
        '($2::text IS NULL OR c.state = $2)',
        '($3::text IS NULL OR c.access_mode = $3)',
        '($4::text IS NULL OR $4 = ANY(c.classes))',
      ],
      parameters: [
        sight.drafts,
        asked.state ?? null,
        asked.accessMode ?? null,
        asked.class ?? null,
      ],
      id: 'c.id',
      sorts: {
        cutOffAt: { expression: 'c.cut_off_at', type: 'timestamptz' },
        createdAt: { expression: 'c.created_at', type: 'timestamptz' },
        title: { expression: 'c.title', type: 'text' },
      },
      sortDefault: '-cutOffAt',
    },
    asked,
  );
  return { ...page, items: page.items.map(told) };
}

function told<Row extends { askMin: string; askMax: string }>(row: Row) {
  const amounts = {
    ...gpuTimeFields('AskMin', BigInt(row.askMin)),
    ...gpuTimeFields('AskMax', BigInt(row.askMax)),
  };
  return { ...row, ...amounts };
}

/** What an access mode gives to a call that does not say otherwise; null when there is no such mode. */
export interface AccessMode {
  classes: OrganisationClass[];
  askMin: string;
  askMax: string;
  months: number[];
}

export async function accessModeByCode(
  manager: EntityManager,
  code: string,
): Promise<AccessMode | null> {
  const [row] = await manager.query<AccessMode[]>(
    `SELECT classes, ask_min_gpu_seconds AS "askMin", ask_max_gpu_seconds AS "askMax", months
       FROM access_modes WHERE code = $1`,
    [code],
  );
  return row ?? null;
}

/** The access modes in force, the smallest first. */
export async function accessModes(manager: EntityManager) {
  const rows = await manager.query<(AccessMode & { code: string })[]>(
    `SELECT code, name, audience, classes, ask_min_gpu_seconds AS "askMin",
            ask_max_gpu_seconds AS "askMax", months, expert_review AS "expertReview", turnaround,
            selection, valid_from::text AS "validFrom", valid_to::text AS "validTo", source
       FROM access_modes WHERE valid_from <= portal_now()::date
        AND (valid_to IS NULL OR valid_to >= portal_now()::date) ORDER BY ask_min_gpu_seconds, code`,
  );
  return { items: rows.map(told) };
}

/**
 * The reference of another live call that divides the same pools at the same cut-off, or null. Holds the
 * pool group until the transaction ends, so that two calls cannot both find the moment free.
 */
export async function callWithSameCutOff(
  manager: EntityManager,
  call: { id: string; poolGroupId: string; cutOffAt: Date },
): Promise<string | null> {
  await manager.query(`SELECT 1 FROM pool_groups WHERE id = $1 FOR NO KEY UPDATE`, [
    call.poolGroupId,
  ]);
  const [row] = await manager.query<{ reference: string }[]>(
    `SELECT reference FROM calls WHERE pool_group_id = $1 AND cut_off_at = $2 AND id <> $3
       AND state IN ('open', 'closed', 'completed') LIMIT 1`,
    [call.poolGroupId, call.cutOffAt, call.id],
  );
  return row?.reference ?? null;
}

/** Who runs or audits the programme sees drafts. */
export const sightOf = (principal: Principal) => ({
  drafts: mayUse(principal, 'call.read-draft').allow,
});

/** What the asker may do with a call now. */
function actsOn(principal: Principal, state: CallState): string[] {
  if (!mayUse(principal, 'call.manage').allow) return [];
  const acts: string[] = possibleActs(callMachine, state).filter((act) => act !== 'complete');
  if (state === 'draft') acts.push('change', 'remove');
  if (state === 'open') acts.push('change');
  return [...acts, 'duplicate'];
}

/**
 * The whole call as the asker may see it.
 * @throws DomainError not-found, also for a draft that is not for the asker's eyes.
 */
export async function callResource(manager: EntityManager, principal: Principal, id: string) {
  const row = await callRow(manager, id, sightOf(principal));
  if (row === null) throw notFound('call');
  const pools = await callPools(manager, row.poolGroup.id);
  return { ...row, pools, possibleActs: actsOn(principal, row.state) };
}
