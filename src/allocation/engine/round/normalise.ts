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
import { bind, drop, onlySetOf, type RoundState } from './state.js';

/** ALLOC-2 to 4b: the state from which the round begins. */
export function beginRound(input: Columns, onFill?: FillObserver): RoundState {
  const { math, classCount, poolCount } = input;
  const sets = setsOf(input);
  const { slice, ceiling } = sharesOf(input);
  const byTie = tieOrder(input);
  const rank = new Int32Array(byTie.length);
  byTie.forEach((organisation, place) => (rank[organisation] = place));
  const organisations = byTie.length;
  const amounts = () => math.array(organisations);
  const requests = serveInOrder(input, sets, droppedRequests(input, sets, ceiling));
  const { setOf, start } = requests;
  const state: RoundState = {
    ...requests,
    math,
    sets,
    byTie,
    rank,
    slice,
    ceiling,
    onFill,
    boundTo: new Int32Array(setOf.length).fill(-1),
    onlySet: rank.map((_, o) => onlySetOf({ start, setOf }, o)),
    cap: input.cap.slice(),
    demand: amounts(),
    entitlement: amounts(),
    claim: amounts(),
    admitted: new Uint8Array(setOf.length),
    minimums: amounts(),
    admittedAsk: amounts(),
    waiting: new Int32Array(organisations),
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
  countAsks(state);
  if (input.groupCap.length > 0) divideGroups(state);
  if (poolCount > 0) bindFreeSinglePools(state);
  return state;
}

/** Numbers the requests in the order in which they are served, and copies their columns in that order. */
function serveInOrder(input: Columns, sets: Sets, droppedBefore: Uint8Array) {
  const { math } = input;
  const { start, requests } = ownOrder(input, droppedBefore);
  const count = requests.length;
  const liveCount = start[start.length - 1]!;
  const placeOf = new Int32Array(count);
  const preferenceOf = new Int32Array(count);
  const minimum = math.array(count);
  const ask = math.array(count);
  const setOf = new Int32Array(count);
  for (let place = 0; place < count; place++) {
    const request = requests[place]!;
    placeOf[request] = place;
    preferenceOf[place] = input.preferenceOf[request]!;
    minimum[place] = input.minimum[request]!;
    ask[place] = input.ask[request]!;
    setOf[place] = sets.ofPreference[preferenceOf[place]!]!;
  }
  const columns = { ...input, ...rareColumns(input, requests, start), preferenceOf, minimum, ask };
  const dropped = new Uint8Array(count);
  for (let place = liveCount; place < count; place++)
    dropped[place] = droppedBefore[requests[place]!]!;
  return { columns, placeOf, start, liveCount, dropped, setOf };
}

/** The other columns in the new order; read only where they say something. */
function rareColumns(input: Columns, requests: Int32Array, start: Int32Array) {
  const organisationOf = new Int32Array(requests.length);
  const singlePool = new Uint8Array(requests.length);
  for (let o = 0; o + 1 < start.length; o++) organisationOf.fill(o, start[o]!, start[o + 1]!);
  for (let place = start[start.length - 1]!; place < requests.length; place++) {
    organisationOf[place] = input.organisationOf[requests[place]!]!;
  }
  if (input.singlePool.includes(1)) {
    for (let place = 0; place < requests.length; place++) {
      singlePool[place] = input.singlePool[requests[place]!]!;
    }
  }
  return { organisationOf, singlePool };
}

/** D = min(cap, Σ ask), and how many minimums wait. */
function countAsks({ math, columns, start, cap, demand, waiting }: RoundState): void {
  for (let o = 0; o < demand.length; o++) {
    let sum = math.zero;
    for (let request = start[o]!; request < start[o + 1]!; request++) {
      sum = addUpTo(math, sum, columns.ask[request]!);
      if (columns.minimum[request]! > 0) waiting[o]!++;
    }
    demand[o] = least(cap[o]!, sum);
  }
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
  const { organisationOf, minimum, ask, classOf, preferenceOf, singlePool } = columns;
  const most = mostByCaps(columns);
  const reach = reachBySet(columns, sets, ceiling);
  const dropped = new Uint8Array(organisationOf.length);
  for (let r = 0; r < dropped.length; r++) {
    const organisation = organisationOf[r]!;
    const own = minimum[r]!;
    const set = sets.ofPreference[preferenceOf[r]!]!;
    const at = classOf[organisation]! * sets.count + set;
    if (!(ask[r]! > 0) || own > ask[r]!) dropped[r] = drop.minimumAboveAsk;
    else if (set < 0) dropped[r] = drop.noPool;
    else if (own > most[organisation]!) dropped[r] = drop.minimumAboveCap;
    else if (own > (singlePool[r] === 1 ? reach.largest[at]! : reach.sum[at]!)) {
      dropped[r] = drop.minimumAbovePool;
    }
  }
  return dropped;
}

/** By organisation: its cap or that of its group before it is divided, whichever is smaller. */
function mostByCaps({ cap, groupOf, groupCap }: Columns): UnitsArray {
  const most = cap.slice();
  for (let o = 0; o < most.length; o++) {
    if (groupOf[o]! >= 0) most[o] = least(most[o]!, groupCap[groupOf[o]!]!);
  }
  return most;
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
  const { columns, start, ceiling } = state;
  if (!columns.singlePool.includes(1)) return;
  // The asks bound to a pool may be more than it has, in sum more than a double holds: bigints.
  const bound = Array.from({ length: columns.poolCount }, () => 0n);
  for (const organisation of state.byTie) {
    for (let request = start[organisation]!; request < start[organisation + 1]!; request++) {
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
