import type { Units } from '../input/units.js';
import { Carrier } from './carrier.js';
import type { RoundNetwork } from './networks.js';
import type { RoundState } from './state.js';

/** Nothing is left for a class in a pool: because the pool is full, or because of the class's ceiling. */
export type Tight = 'no' | 'pool' | 'ceiling';

/** What is left in the pools at one point of a round, with everything given rerouted where that helps. */
export class Tightness {
  private readonly carrier: Carrier;
  private readonly byClassAndPool: Tight[] = [];
  private readonly rooms = new Map<number, Units>();

  constructor(
    private readonly state: RoundState,
    private readonly whole: RoundNetwork,
  ) {
    this.carrier = new Carrier(state, whole);
    const open = this.carrier.openNodes();
    const { classCount, poolCount } = state.columns;
    for (let ofClass = 0; ofClass < classCount; ofClass++) {
      for (let pool = 0; pool < poolCount; pool++) {
        const node = whole.poolEntryOf(ofClass, pool);
        if (open[node] === 1) this.byClassAndPool.push('no');
        else {
          const isCut = this.carrier.isCutBetween(node, whole.poolNodeOf(pool));
          this.byClassAndPool.push(isCut ? 'ceiling' : 'pool');
        }
      }
    }
  }

  of(ofClass: number, pool: number): Tight {
    return this.byClassAndPool[ofClass * this.state.columns.poolCount + pool]!;
  }

  /** Whether anything could still reach a class through an accepted set. */
  isOpen(ofClass: number, set: number): boolean {
    return this.state.sets.pools[set]!.some((pool) => this.of(ofClass, pool) === 'no');
  }

  /** How much could still flow to a request: through its set, or into its best pool. */
  roomFor(request: number): Units {
    const { columns, setOf, boundTo, sets, math } = this.state;
    const ofClass = columns.classOf[columns.organisationOf[request]!]!;
    const set = setOf[request]!;
    const single = columns.singlePool[request] === 1 && boundTo[request]! < 0;
    if (!single) return this.roomAt(this.whole.entryOf(ofClass, set));
    let most = math.zero;
    for (const pool of sets.pools[set]!) {
      const room = this.roomAt(this.whole.poolEntryOf(ofClass, pool));
      if (room > most) most = room;
    }
    return most;
  }

  private roomAt(node: number): Units {
    const known = this.rooms.get(node);
    if (known !== undefined) return known;
    const room = this.carrier.roomAt(node);
    this.rooms.set(node, room);
    return room;
  }
}
