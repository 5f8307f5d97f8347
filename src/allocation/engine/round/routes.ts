import { least, type Units, type UnitsArray } from '../input/units.js';
import { cheapestFlow } from '../lex/cheapest-flow.js';
import type { RoundState } from './state.js';

/** ALLOC-11: from which pools each request gets its units, in columns sorted by request and pool. */
export interface Routes {
  /** Routes of request r: start[r] … start[r + 1]. */
  readonly start: Int32Array;
  readonly pool: Int32Array;
  readonly units: UnitsArray;
}

/** Requests of one class with the same order of preference share their routes. */
interface Bundle {
  readonly ofClass: number;
  readonly pools: Int32Array;
  /** What its requests are granted together. */
  units: Units;
}

/**
 * ALLOC-11: the routing that keeps everybody as near to the preferred pools as possible in all: each unit
 * costs its pool's place in the request's list. Within a bundle the pools are handed out in order of
 * preference to requests in order of id.
 */
export function route(state: RoundState, granted: UnitsArray): Routes {
  const { bundles, bundleOf } = bundlesOf(state, granted);
  const perBundle = cheapestFlow(state.math, {
    supplies: bundles,
    capacity: state.columns.capacity,
    ceiling: state.ceiling,
    poolCount: state.columns.poolCount,
  });
  return handOut(state, granted, bundles, bundleOf, perBundle);
}

/** The bundles, and r → number of its bundle. */
function bundlesOf(state: RoundState, granted: UnitsArray) {
  const { columns, boundTo, math } = state;
  const { preferences, preferenceOf, classOf, organisationOf } = columns;
  const lists = preferences.length + columns.poolCount;
  const numberOf = new Int32Array(columns.classCount * lists).fill(-1);
  const bundleOf = new Int32Array(granted.length).fill(-1);
  const bundles: Bundle[] = [];
  for (let request = 0; request < granted.length; request++) {
    if (!(granted[request]! > 0)) continue;
    const ofClass = classOf[organisationOf[request]!]!;
    const bound = boundTo[request]!;
    const list = bound < 0 ? preferenceOf[request]! : preferences.length + bound;
    const key = ofClass * lists + list;
    if (numberOf[key]! < 0) {
      const pools = bound < 0 ? preferences[list]! : Int32Array.of(bound);
      numberOf[key] = bundles.push({ ofClass, pools, units: math.zero }) - 1;
    }
    const bundle = numberOf[key]!;
    bundleOf[request] = bundle;
    bundles[bundle]!.units += granted[request]!;
  }
  return { bundles, bundleOf };
}

function handOut(
  { math }: RoundState,
  granted: UnitsArray,
  bundles: readonly Bundle[],
  bundleOf: Int32Array,
  perBundle: readonly UnitsArray[],
): Routes {
  const start = new Int32Array(granted.length + 1);
  const most = bundles.reduce((sum, { pools }) => sum + pools.length, granted.length);
  const pool = new Int32Array(most);
  const units = math.array(most);
  /** By bundle: the place in its list from which it takes now. */
  const place = new Int32Array(bundles.length);
  let count = 0;
  for (let request = 0; request < granted.length; request++) {
    const bundle = bundleOf[request]!;
    for (let missing = granted[request]!; missing > 0;) {
      const left = perBundle[bundle]!;
      while (!(left[place[bundle]!]! > 0)) place[bundle]!++;
      const at = place[bundle]!;
      const part = least(missing, left[at]!);
      left[at] = left[at]! - part;
      missing -= part;
      insert(pool, units, start[request]!, count++, bundles[bundle]!.pools[at]!, part);
    }
    start[request + 1] = count;
  }
  return { start, pool: pool.subarray(0, count), units };
}

/** Puts a route behind those of its request with smaller pools. */
function insert(
  pool: Int32Array,
  units: UnitsArray,
  from: number,
  to: number,
  newPool: number,
  newUnits: Units,
): void {
  let at = to;
  for (; at > from && pool[at - 1]! > newPool; at--) {
    pool[at] = pool[at - 1]!;
    units[at] = units[at - 1]!;
  }
  pool[at] = newPool;
  units[at] = newUnits;
}
