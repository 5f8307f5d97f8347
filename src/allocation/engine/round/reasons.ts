import { least, most, type Units, type UnitsArray } from '../input/units.js';
import type { Reason } from '../output/plan.js';
import type { RoundResult } from './round.js';
import { drop, type RoundState } from './state.js';
import { Tightness } from './tightness.js';

const dropReasons: Readonly<Record<number, Reason>> = {
  [drop.minimumAboveAsk]: 'MINIMUM_ABOVE_ASK',
  [drop.noPool]: 'NO_POOL',
  [drop.minimumAboveCap]: 'MINIMUM_ABOVE_CAP',
  [drop.minimumAbovePool]: 'MINIMUM_ABOVE_POOL',
};

/** ALLOC-13 for single requests: why each got what it got. */
export class Reasons {
  private readonly state: RoundState;
  private readonly granted: UnitsArray;
  private readonly tightness: Tightness;
  /** class × set → tight pools: there are few of them among many requests. */
  private readonly tight: (readonly number[])[] = [];

  constructor({ state, granted, whole }: RoundResult) {
    this.state = state;
    this.granted = granted;
    this.tightness = new Tightness(state, whole);
  }

  /** The reason of a request; for nothing, the first that holds. */
  of(request: number): Reason {
    const { columns, dropped, cap, given, math } = this.state;
    if (dropped[request] !== drop.none) return dropReasons[dropped[request]!]!;
    const granted = this.granted[request]!;
    if (granted > 0) return granted < columns.ask[request]! ? 'GRANTED_PARTIAL' : 'GRANTED_FULL';
    const organisation = columns.organisationOf[request]!;
    const needed = most(columns.minimum[request]!, math.one);
    if (cap[organisation]! - given[organisation]! < needed) return 'CAP_REACHED';
    if (this.minimumAboveClaim(request, organisation)) return 'MINIMUM_ABOVE_CLAIM';
    if (this.ceilingReached(request, organisation)) return 'CEILING_REACHED';
    if (this.classExhausted(request, organisation)) return 'CLASS_EXHAUSTED';
    return this.state.refusals.tied[organisation] === 1 ? 'TIE_LOST' : 'POOL_EXHAUSTED';
  }

  /** Accepted pools in which nothing is left for the request's class, as numbers, ascending. */
  tightPools(request: number): readonly number[] {
    const { columns, sets } = this.state;
    const ofClass = columns.classOf[columns.organisationOf[request]!]!;
    const set = sets.ofPreference[columns.preferenceOf[request]!]!;
    if (set < 0) return [];
    return (this.tight[ofClass * sets.count + set] ??= [...sets.pools[set]!].filter(
      (pool) => this.tightness.of(ofClass, pool) !== 'no',
    ));
  }

  /** How many units more would have made the request's minimum possible; 0 once it is granted. */
  missingUnits(request: number): Units {
    const { columns, math } = this.state;
    const minimum = columns.minimum[request]!;
    if (!(minimum > 0) || this.granted[request]! > 0) return math.zero;
    return most(math.zero, minimum - this.couldHave(request));
  }

  private couldHave(request: number): Units {
    const { columns, dropped, cap, given, math } = this.state;
    const organisation = columns.organisationOf[request]!;
    const group = columns.groupOf[organisation]!;
    switch (dropped[request]!) {
      case drop.minimumAboveAsk:
        return columns.ask[request]!;
      case drop.noPool:
        return math.zero;
      case drop.minimumAboveCap:
        return least(columns.cap[organisation]!, group < 0 ? math.none : columns.groupCap[group]!);
      case drop.minimumAbovePool:
        return this.reach(request);
      default:
        return least(cap[organisation]! - given[organisation]!, this.tightness.roomFor(request));
    }
  }

  /** What the accepted pools could give the class at most, before anybody is served. */
  private reach(request: number): Units {
    const { columns, ceiling, math } = this.state;
    const ofClass = columns.classOf[columns.organisationOf[request]!]!;
    let sum = math.zero;
    let largest = math.zero;
    for (const pool of columns.preferences[columns.preferenceOf[request]!]!) {
      const units = least(columns.capacity[pool]!, ceiling[ofClass * columns.poolCount + pool]!);
      sum += units;
      largest = most(largest, units);
    }
    return columns.singlePool[request] === 1 ? largest : sum;
  }

  /** Its own minimum alone exceeds the claim and what was borrowed. */
  private minimumAboveClaim(request: number, organisation: number): boolean {
    const { columns, claim, given, classFill } = this.state;
    const borrowed = given[organisation]! - classFill[organisation]!;
    return columns.minimum[request]! > claim[organisation]! + borrowed;
  }

  private ceilingReached(request: number, organisation: number): boolean {
    const { columns, sets, setOf } = this.state;
    const ofClass = columns.classOf[organisation]!;
    return sets.pools[setOf[request]!]!.some(
      (pool) => this.tightness.of(ofClass, pool) === 'ceiling',
    );
  }

  /** Its slice was used up, and nothing was left to borrow. */
  private classExhausted(request: number, organisation: number): boolean {
    const { columns, sets, setOf, borrowable } = this.state;
    return borrowable[columns.classOf[organisation]! * sets.count + setOf[request]!] === 0;
  }
}
