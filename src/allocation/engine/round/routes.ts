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
  readonly requests: number[];
  units: Units;
}

/**
 * ALLOC-11: the routing that keeps everybody as near to the preferred pools as possible in all: each unit
 * costs its pool's place in the request's list. Within a bundle the pools are handed out in order of
 * preference to requests in order of id.
 */
export function route(state: RoundState, granted: UnitsArray): Routes {
  const bundles = bundlesOf(state, granted);
  const perBundle = cheapestFlow(state.math, {
    supplies: bundles.map(({ ofClass, pools, units }) => ({ ofClass, pools, units })),
    capacity: state.columns.capacity,
    ceiling: state.ceiling,
    poolCount: state.columns.poolCount,
  });
  const parts = new Map<number, { pool: number; units: Units }[]>();
  bundles.forEach((bundle, i) => handOut(state, bundle, perBundle[i]!, granted, parts));
  return inColumns(state, parts);
}

function bundlesOf(state: RoundState, granted: UnitsArray): Bundle[] {
  const { columns, boundTo, math } = state;
  const lists = columns.preferences.length + columns.poolCount;
  const bundles: Bundle[] = [];
  const numberOf = new Int32Array(columns.classCount * lists).fill(-1);
  for (let request = 0; request < granted.length; request++) {
    if (!(granted[request]! > 0)) continue;
    const ofClass = columns.classOf[columns.organisationOf[request]!]!;
    const bound = boundTo[request]!;
    const list = bound < 0 ? columns.preferenceOf[request]! : columns.preferences.length + bound;
    const key = ofClass * lists + list;
    if (numberOf[key]! < 0) {
      const pools = bound < 0 ? columns.preferences[list]! : Int32Array.of(bound);
      numberOf[key] = bundles.push({ ofClass, pools, requests: [], units: math.zero }) - 1;
    }
    const bundle = bundles[numberOf[key]!]!;
    bundle.requests.push(request);
    bundle.units += granted[request]!;
  }
  return bundles;
}

function handOut(
  { math }: RoundState,
  { pools, requests }: Bundle,
  fromPool: UnitsArray,
  granted: UnitsArray,
  parts: Map<number, { pool: number; units: Units }[]>,
): void {
  let place = 0;
  let left = fromPool[0] ?? math.zero;
  for (const request of requests) {
    const own: { pool: number; units: Units }[] = [];
    let missing = granted[request]!;
    while (missing > 0) {
      while (!(left > 0)) left = fromPool[++place]!;
      const units = least(missing, left);
      own.push({ pool: pools[place]!, units });
      missing -= units;
      left -= units;
    }
    parts.set(
      request,
      own.sort((a, b) => a.pool - b.pool),
    );
  }
}

function inColumns(
  { math, columns }: RoundState,
  parts: Map<number, { pool: number; units: Units }[]>,
): Routes {
  const start = new Int32Array(columns.ask.length + 1);
  for (let request = 0; request < columns.ask.length; request++) {
    start[request + 1] = start[request]! + (parts.get(request)?.length ?? 0);
  }
  const pool = new Int32Array(start[columns.ask.length]!);
  const units = math.array(pool.length);
  for (const [request, own] of parts) {
    own.forEach((part, i) => {
      pool[start[request]! + i] = part.pool;
      units[start[request]! + i] = part.units;
    });
  }
  return { start, pool, units };
}
