import type { CopyValue } from '../platform/copy-text.js';
import type { Division } from './engine/index.js';

/*
 * Snapshot and plan of a divided round as rows of round_organisations and round_lines, with the true ids.
 */

/** True ids by the order of the division's lists. */
export interface TrueIds {
  roundId: string;
  /** Pseudonym → true id. */
  organisations: ReadonlyMap<string, string>;
  /** True ids, in the order of the snapshot's requests. */
  requestIds: readonly string[];
}

export const organisationColumns = [
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

/** One row for each organisation, in the order of `organisationColumns`. */
export function* organisationRows(division: Division, ids: TrueIds): Generator<CopyValue[]> {
  const input = new Map(division.checked.snapshot.organisations.map((row) => [row.id, row]));
  for (const line of division.organisations) {
    const row = input.get(line.id)!;
    yield [
      ids.roundId,
      ids.organisations.get(line.id)!,
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

export const lineColumns = [
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

/** One row for each request, in the order of `lineColumns`. */
export function* lineRows(division: Division, trueIds: TrueIds): Generator<CopyValue[]> {
  const { ids, columns, requestIndex, snapshot } = division.checked;
  const trueOrganisations = ids.organisations.map((id) => trueIds.organisations.get(id)!);
  for (let number = 0; number < ids.requests.length; number++) {
    const index = requestIndex[number]!;
    const request = snapshot.requests[index]!;
    const organisation = columns.organisationOf[number]!;
    const line = division.lines.request(number);
    yield [
      trueIds.roundId,
      trueIds.requestIds[index]!,
      trueOrganisations[organisation]!,
      request.id,
      request.organisation,
      ids.classes[columns.classOf[organisation]!]!,
      request.score ?? null,
      request.minimum ?? '0',
      request.ask,
      arrayOf(request.pools),
      request.deadline ?? null,
      request.submittedAt,
      request.singlePool ?? false,
      line.granted,
      line.reason,
      arrayOf(line.tightPools),
      line.missingUnits,
      JSON.stringify(line.routes),
    ];
  }
}
