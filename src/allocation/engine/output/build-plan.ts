import { canonicalJson } from '../../../kernel/canonical-json.js';
import { sha256Hex, sha256Stream } from '../../../kernel/hash.js';
import type { Checked } from '../input/check.js';
import { hashOfPieces, snapshotHash, type HashMaker } from '../input/normal-form.js';
import { engineVersion } from '../input/snapshot.js';
import type { RoundResult } from '../round/round.js';
import type { Plan, PlanHead, PlanOrganisation } from './plan.js';
import { PlanLines, type RequestLine } from './plan-lines.js';

/** A divided round: its plan line by line, and the hashes of snapshot and plan (ALLOC-14). */
export interface Division {
  readonly checked: Checked;
  /** All of the plan that comes once. */
  readonly head: PlanHead;
  /** By number of the organisation, ascending by id. */
  readonly organisations: readonly PlanOrganisation[];
  /** The line of a request by its number, ascending by id. */
  readonly lines: PlanLines;
}

/** Writes a decided round down and hashes it. `hash` is the SHA-256 to use: Node has a faster one. */
export function divisionOf(
  checked: Checked,
  result: RoundResult,
  hash: HashMaker = sha256Stream,
): Division {
  const lines = new PlanLines(checked.ids, result);
  const organisations = checked.ids.organisations.map((_, o) => lines.organisation(o));
  const bare = {
    engine: engineVersion,
    roundId: checked.snapshot.roundId,
    snapshotHash: snapshotHash(checked, hash),
    pools: lines.pools(),
    classes: lines.classes(),
    systemBalanceChange: lines.systemBalanceChange(),
  };
  const pieces = planPieces(checked, bare, organisations, lines);
  const planHash = hashOfPieces(pieces, hash);
  return { checked, head: { ...bare, planHash }, organisations, lines };
}

/** The plan as one object, for rounds that fit into memory twice. */
export function planOf({ checked, head, organisations, lines }: Division): Plan {
  const { organisationOf } = checked.columns;
  return {
    ...head,
    organisations: [...organisations],
    requests: checked.ids.requests.map((id, number) => {
      const { tightPools, missingUnits, granted, routes, reason } = lines.request(number);
      const { entitlement, claim, balanceBefore, balanceAfter, borrowed, level } =
        organisations[organisationOf[number]!]!;
      const own = { entitlement, claim, balanceBefore, balanceAfter, borrowed, level };
      const explanation = { ...own, tightPools: [...tightPools], missingUnits };
      return { id, granted, routes: [...routes], reason, explanation };
    }),
  };
}

/** SHA-256 of the canonical JSON (RFC 8785) of a plan without its own hash (ALLOC-14). */
export function planHashOf(plan: Omit<Plan, 'planHash'> & { planHash?: string }): string {
  const { planHash: _, ...rest } = plan;
  return sha256Hex(canonicalJson(rest));
}

/** The same canonical JSON, a line at a time: the plan of a large round is never one string. */
function* planPieces(
  { ids, columns }: Checked,
  head: Omit<PlanHead, 'planHash'>,
  organisations: readonly PlanOrganisation[],
  lines: PlanLines,
): Generator<string> {
  yield `{"classes":${canonicalJson(head.classes)},"engine":${canonicalJson(head.engine)},"organisations":[`;
  for (let o = 0; o < organisations.length; o++) {
    yield (o === 0 ? '' : ',') + canonicalJson(organisations[o]);
  }
  yield `],"pools":${canonicalJson(head.pools)},"requests":[`;
  // Every request's explanation begins with the figures of its organisation.
  const own = organisations.map(explanationBegin);
  for (let r = 0; r < ids.requests.length; r++) {
    const begin = own[columns.organisationOf[r]!]!;
    yield (r === 0 ? '' : ',') + requestText(ids.requests[r]!, lines.request(r), begin);
  }
  yield `],"roundId":${canonicalJson(head.roundId)},"snapshotHash":"${head.snapshotHash}","systemBalanceChange":"${head.systemBalanceChange}"}`;
}

function explanationBegin(line: PlanOrganisation): string {
  const { balanceAfter, balanceBefore, borrowed, claim, entitlement, level } = line;
  const own = canonicalJson({ balanceAfter, balanceBefore, borrowed, claim, entitlement, level });
  return `{"explanation":${own.slice(0, -1)}`;
}

function requestText(id: string, line: RequestLine, begin: string): string {
  const tight = line.tightPools.length === 0 ? '[]' : JSON.stringify(line.tightPools);
  let routes = '';
  for (const { pool, units } of line.routes) {
    routes += `${routes === '' ? '' : ','}{"pool":${JSON.stringify(pool)},"units":"${units}"}`;
  }
  return `${begin},"missingUnits":"${line.missingUnits}","tightPools":${tight}},"granted":"${line.granted}","id":${JSON.stringify(id)},"reason":"${line.reason}","routes":[${routes}]}`;
}
