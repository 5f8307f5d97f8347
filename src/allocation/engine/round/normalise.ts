import type { Columns } from '../input/columns.js';
import {
  addUpTo,
  least,
  shareOf,
  type Arithmetic,
  type Units,
  type UnitsArray,
} from '../input/units.js';
import type { FillObserver } from '../lex/lex.js';
import { waterFill } from '../lex/water-fill.js';
import { ownOrder, tieOrder } from './order.js';
import { setsOf, type Sets } from './sets.js';
import { drop, type RoundState } from './state.js';

/** ALLOC-2 to 4b: the state from which the round begins. */
export function beginRound(columns: Columns, onFill?: FillObserver): RoundState {
  const { math, classCount, poolCount, classOf, organisationOf } = columns;
  const sets = setsOf(columns);
  const { slice, ceiling } = sharesOf(columns);
  const dropped = droppedRequests(columns, sets, ceiling);
  const byTie = tieOrder(columns);
  const rank = new Int32Array(byTie.length);
  byTie.forEach((organisation, place) => (rank[organisation] = place));
  const organisations = classOf.length;
  const amounts = () => math.array(organisations);
  const own = ownOrder(columns, (request) => dropped[request] === drop.none);
  const cap = columns.cap.slice();
  const state: RoundState = {
    columns,
    math,
    sets,
    byTie,
    rank,
    dropped,
    own,
    cap,
    slice,
    ceiling,
    onFill,
    setOf: columns.preferenceOf.map((preference) => sets.ofPreference[preference]!),
    boundTo: new Int32Array(organisationOf.length).fill(-1),
    demand: amounts(),
    entitlement: amounts(),
    claim: amounts(),
    admitted: new Uint8Array(organisationOf.length),
    minimums: amounts(),
    given: amounts(),
    classFill: amounts(),
    borrowable: new Uint8Array(classCount * sets.count),
    refusals: {
      refused: new Uint8Array(organisations),
      unit: amounts(),
      offset: amounts(),
      weight: new Float64Array(organisations),
      tied: new Uint8Array(organisations),
    },
  };
  for (let o = 0; o < organisations; o++) state.demand[o] = least(cap[o]!, asksOf(state, o));
  if (columns.groupCap.length > 0) divideGroups(state);
  if (poolCount > 0) bindFreeSinglePools(state);
  return state;
}

/** ALLOC-4 and the ceilings, in units. */
function sharesOf(columns: Columns) {
  const { math, classCount, poolCount, capacity, guaranteePpm, ceilingPpm } = columns;
  const slice = math.array(classCount * poolCount);
  const ceiling = math.array(classCount * poolCount);
  for (let at = 0; at < slice.length; at++) {
    const units = capacity[at % poolCount]!;
    slice[at] = shareOf(math, units, guaranteePpm[at]!);
    ceiling[at] = ceilingPpm[at]! < 0 ? math.none : shareOf(math, units, ceilingPpm[at]!);
  }
  return { slice, ceiling };
}

/** What a class can get from a pool at most. */
function reachOf(
  { capacity, poolCount }: Columns,
  ceiling: UnitsArray,
  ofClass: number,
  pool: number,
) {
  return least(capacity[pool]!, ceiling[ofClass * poolCount + pool]!);
}

/** ALLOC-2: the first reason that fits, or none, for every request. */
function droppedRequests(columns: Columns, sets: Sets, ceiling: UnitsArray): Uint8Array {
  const { math, organisationOf, minimum, ask, classOf, cap, groupOf, groupCap } = columns;
  const reach = reachBySet(columns, sets, ceiling);
  return Uint8Array.from(organisationOf, (organisation, r) => {
    const own = minimum[r]!;
    if (!(ask[r]! > 0) || own > ask[r]!) return drop.minimumAboveAsk;
    const set = sets.ofPreference[columns.preferenceOf[r]!]!;
    if (set < 0) return drop.noPool;
    const group = groupOf[organisation]!;
    const most = least(cap[organisation]!, group < 0 ? math.none : groupCap[group]!);
    if (own > most) return drop.minimumAboveCap;
    const at = classOf[organisation]! * sets.count + set;
    const could = columns.singlePool[r] === 1 ? reach.largest[at]! : reach.sum[at]!;
    return own > could ? drop.minimumAbovePool : drop.none;
  });
}

/** By class × set: what its pools could give the class, the largest one and all together. */
function reachBySet(columns: Columns, sets: Sets, ceiling: UnitsArray) {
  const { math, classCount } = columns;
  const largest = math.array(classCount * sets.count);
  const sum = math.array(classCount * sets.count);
  for (let at = 0; at < sum.length; at++) {
    for (const pool of sets.pools[at % sets.count]!) {
      const reach = reachOf(columns, ceiling, Math.floor(at / sets.count), pool);
      if (reach > largest[at]!) largest[at] = reach;
      sum[at] = addUpTo(math, sum[at]!, reach);
    }
  }
  return { largest, sum };
}

function asksOf({ math, own, columns }: RoundState, organisation: number): Units {
  let sum = math.zero;
  for (let at = own.start[organisation]!; at < own.start[organisation + 1]!; at++) {
    sum = addUpTo(math, sum, columns.ask[own.requests[at]!]!);
  }
  return sum;
}

/** ALLOC-3: the cap of an over-asked group is divided among its members; claims of members count. */
function divideGroups(state: RoundState): void {
  const { math, columns, demand } = state;
  const members: number[][] = Array.from({ length: columns.groupCap.length }, () => []);
  columns.groupOf.forEach((group, organisation) => {
    if (group >= 0) members[group]!.push(organisation);
  });
  members.forEach((group, at) => {
    let sum = math.zero;
    for (const organisation of group) sum = addUpTo(math, sum, demand[organisation]!);
    if (sum > columns.groupCap[at]!) divideCap(math, state, group, columns.groupCap[at]!);
  });
}

function divideCap(
  math: Arithmetic,
  state: RoundState,
  group: readonly number[],
  cap: Units,
): void {
  const { columns, demand, rank } = state;
  const offset = math.array(group.length);
  const upper = math.array(group.length);
  let most = math.zero;
  group.forEach((organisation, i) => {
    offset[i] = math.zero - columns.balance[organisation]!;
    if (columns.weight[organisation]! > 0) upper[i] = demand[organisation]!;
    most = addUpTo(math, most, upper[i]!);
  });
  const agents = {
    count: group.length,
    weight: Float64Array.from(group, (organisation) => columns.weight[organisation]!),
    offset,
    lower: math.array(group.length),
    upper,
    rank: Int32Array.from(group, (organisation) => rank[organisation]!),
  };
  const total = least(cap, most);
  const { amount } = waterFill(math, agents, total);
  state.onFill?.(agents, amount, total);
  group.forEach((organisation, i) => {
    state.cap[organisation] = least(state.cap[organisation]!, amount[i]!);
    state.demand[organisation] = least(demand[organisation]!, state.cap[organisation]!);
  });
}

/** ALLOC-4b: binds `singlePool` requests without a minimum to the pool with the most room. */
function bindFreeSinglePools(state: RoundState): void {
  const { columns, own, ceiling } = state;
  if (!columns.singlePool.includes(1)) return;
  // The asks bound to a pool may be more than it has, in sum more than a double holds: bigints.
  const bound = Array.from({ length: columns.poolCount }, () => 0n);
  for (const organisation of state.byTie) {
    for (let at = own.start[organisation]!; at < own.start[organisation + 1]!; at++) {
      const request = own.requests[at]!;
      if (columns.singlePool[request] !== 1 || columns.minimum[request]! > 0) continue;
      let best = -1;
      let bestRoom = 0n;
      for (const pool of columns.preferences[columns.preferenceOf[request]!]!) {
        const reach = reachOf(columns, ceiling, columns.classOf[organisation]!, pool);
        const room = BigInt(reach) - bound[pool]!;
        if (best < 0 || room > bestRoom) [best, bestRoom] = [pool, room];
      }
      bound[best]! += BigInt(columns.ask[request]!);
      bind(state, request, best);
    }
  }
}

/** A `singlePool` request takes from this pool only, from now on. */
export function bind(state: RoundState, request: number, pool: number): void {
  state.boundTo[request] = pool;
  state.setOf[request] = state.sets.single[pool]!;
}
