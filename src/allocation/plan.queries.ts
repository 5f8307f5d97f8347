import type { EntityManager } from 'typeorm';
import type { Plan } from './engine/index.js';
import type { BuiltSnapshot, RoundSource } from './snapshot.rules.js';

interface Computation {
  round: { id: string };
  source: RoundSource;
  built: BuiltSnapshot;
  plan: Plan;
}

/** Rows per statement: long enough to be cheap, short enough for every statement's time limit. */
const batchRows = 5_000;

/** Writes the plan line by line with the true ids; replaces the lines of an earlier computation. */
export async function storePlan(manager: EntityManager, computation: Computation): Promise<void> {
  const { id } = computation.round;
  await manager.query(`DELETE FROM round_lines WHERE round_id = $1`, [id]);
  await manager.query(`DELETE FROM round_organisations WHERE round_id = $1`, [id]);
  for (const rows of batchesOf(organisationRows(computation))) {
    await manager.query(
      `INSERT INTO round_organisations (round_id, organisation_id, public_id, class, weight, cap_units,
         entitlement_units, claim_units, granted_units, borrowed_units, balance_before, balance_after, level)
       SELECT $1, o.* FROM jsonb_to_recordset($2::jsonb) AS o(organisation_id uuid, public_id text, class text,
         weight integer, cap_units bigint, entitlement_units bigint, claim_units bigint, granted_units bigint,
         borrowed_units bigint, balance_before bigint, balance_after bigint, level jsonb)`,
      [id, JSON.stringify(rows)],
    );
  }
  for (const rows of batchesOf(lineRows(computation))) {
    await manager.query(
      `INSERT INTO round_lines (round_id, request_id, organisation_id, public_id, class, score,
         minimum_units, ask_units, granted_units, reason, explanation, routes)
       SELECT $1, l.* FROM jsonb_to_recordset($2::jsonb) AS l(request_id uuid, organisation_id uuid,
         public_id text, class text, score integer, minimum_units bigint, ask_units bigint,
         granted_units bigint, reason text, explanation jsonb, routes jsonb)`,
      [id, JSON.stringify(rows)],
    );
  }
}

function batchesOf<Row>(rows: readonly Row[]): Row[][] {
  const batches: Row[][] = [];
  for (let at = 0; at < rows.length; at += batchRows) batches.push(rows.slice(at, at + batchRows));
  return batches;
}

function organisationRows({ built, plan }: Computation) {
  const input = new Map(built.snapshot.organisations.map((row) => [row.id, row]));
  return plan.organisations.map((line) => ({
    organisation_id: built.organisations.get(line.id),
    public_id: line.id,
    class: input.get(line.id)!.class,
    weight: input.get(line.id)!.weight ?? 1,
    cap_units: input.get(line.id)!.cap ?? null,
    entitlement_units: line.entitlement,
    claim_units: line.claim,
    granted_units: line.granted,
    borrowed_units: line.borrowed,
    balance_before: line.balanceBefore,
    balance_after: line.balanceAfter,
    level: line.level,
  }));
}

function lineRows({ built, plan }: Computation) {
  const asked = new Map(built.snapshot.requests.map((row) => [row.id, row]));
  const classOf = new Map(built.snapshot.organisations.map((row) => [row.id, row.class]));
  return plan.requests.map((line) => {
    const request = asked.get(line.id)!;
    return {
      request_id: built.requests.get(line.id),
      organisation_id: built.organisations.get(request.organisation),
      public_id: line.id,
      class: classOf.get(request.organisation),
      score: request.score ?? null,
      minimum_units: request.minimum ?? '0',
      ask_units: request.ask,
      granted_units: line.granted,
      reason: line.reason,
      explanation: line.explanation,
      routes: line.routes,
    };
  });
}
