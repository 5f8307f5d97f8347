import { type Arithmetic, type Units, type UnitsArray } from '../input/units.js';

/** Stands for the sink in arcs and lanes. */
export const sink = -1;

/**
 * What stands behind the agents: entries (accepted sets) → outlets (class in a pool, where a ceiling
 * applies) → pools → sink, as arcs between nodes. Without cycles.
 */
export interface Network {
  readonly nodeCount: number;
  readonly arcCount: number;
  readonly from: Int32Array;
  /** Node or `sink`. */
  readonly to: Int32Array;
  readonly room: UnitsArray;
}

/** Collects arcs; nodes are numbered as they are asked for. */
export class NetworkBuilder {
  nodeCount = 0;
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly room: Units[] = [];

  addNode(): number {
    return this.nodeCount++;
  }

  addArc(from: number, to: number, room: Units): void {
    this.from.push(from);
    this.to.push(to);
    this.room.push(room);
  }

  build(math: Arithmetic): Network {
    const room = math.array(this.room.length);
    this.room.forEach((units, i) => (room[i] = units));
    return {
      nodeCount: this.nodeCount,
      arcCount: this.from.length,
      from: Int32Array.from(this.from),
      to: Int32Array.from(this.to),
      room,
    };
  }
}
