import type { EntityManager } from 'typeorm';
import { copyRows, longQuery, type CopyValue } from '../platform/bulk.js';
import type { Plan, Snapshot } from './engine/index.js';
import type { BuiltSnapshot } from './snapshot.rules.js';

interface Computation {
  round: { id: string };
  built: BuiltSnapshot;
  plan: Plan;
}

/** What of a snapshot comes once; its organisations and requests are rows (stored-rounds.queries.ts). */
export type SnapshotHead = Omit<Snapshot, 'organisations' | 'requests'>;
export type PlanHead = Omit<Plan, 'organisations' | 'requests'>;

export function snapshotHead({ organisations: _, requests: __, ...head }: Snapshot): SnapshotHead {
  return head;
}

export function planHead({ organisations: _, requests: __, ...head }: Plan): PlanHead {
  return head;
}

/** Writes snapshot and plan row by row with the true ids; replaces what an earlier computation wrote. */
export async function storePlan(manager: EntityManager, computation: Computation): Promise<void> {
  const { id } = computation.round;
  await longQuery(manager, `DELETE FROM round_lines WHERE round_id = $1`, [id]);
  await longQuery(manager, `DELETE FROM round_organisations WHERE round_id = $1`, [id]);
  const organisations = organisationRows(computation);
  await copyRows(manager, 'round_organisations', organisationColumns, organisations);
  await copyRows(manager, 'round_lines', lineColumns, lineRows(computation));
}

const organisationColumns = [
  'round_id',
  'organisation_id',
  'public_id',
  'class',
  'weight',
  'cap_units',
  'group_public_id',
  'tie_key',
  'entitlement_units',
  'claim_units',
  'granted_units',
  'borrowed_units',
  'balance_before',
  'balance_after',
  'level',
];

function* organisationRows({ round, built, plan }: Computation): Generator<CopyValue[]> {
  const input = new Map(built.snapshot.organisations.map((row) => [row.id, row]));
  for (const line of plan.organisations) {
    const row = input.get(line.id)!;
    yield [
      round.id,
      built.organisations.get(line.id)!,
      line.id,
      row.class,
      row.weight ?? 1,
      row.cap ?? null,
      row.group ?? null,
      row.tieKey,
      line.entitlement,
      line.claim,
      line.granted,
      line.borrowed,
      line.balanceBefore,
      line.balanceAfter,
      line.level === null ? null : JSON.stringify(line.level),
    ];
  }
}

const lineColumns = [
  'round_id',
  'request_id',
  'organisation_id',
  'public_id',
  'organisation_public_id',
  'class',
  'score',
  'minimum_units',
  'ask_units',
  'pools',
  'deadline',
  'submitted_at',
  'single_pool',
  'granted_units',
  'reason',
  'tight_pools',
  'missing_units',
  'routes',
];

/** Ids only: nothing in them needs quotes. */
const arrayOf = (ids: readonly string[]) => `{${ids.join(',')}}`;

function* lineRows({ round, built, plan }: Computation): Generator<CopyValue[]> {
  const asked = new Map(built.snapshot.requests.map((row) => [row.id, row]));
  const classOf = new Map(built.snapshot.organisations.map((row) => [row.id, row.class]));
  for (const line of plan.requests) {
    const request = asked.get(line.id)!;
    yield [
      round.id,
      built.requests.get(line.id)!,
      built.organisations.get(request.organisation)!,
      line.id,
      request.organisation,
      classOf.get(request.organisation)!,
      request.score ?? null,
      request.minimum ?? '0',
      request.ask,
      arrayOf(request.pools),
      request.deadline ?? null,
      request.submittedAt,
      request.singlePool ?? false,
      line.granted,
      line.reason,
      arrayOf(line.explanation.tightPools),
      line.explanation.missingUnits,
      JSON.stringify(line.routes),
    ];
  }
}
