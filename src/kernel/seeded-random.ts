import { sha256Hex } from './hash.js';

/**
 * Repeatable chance for made-up data and tests: the same seed gives the same sequence on every machine
 * and in every run. Never for secrets, ids or anything that decides (kernel/random.ts).
 * xoshiro128** by Blackman and Vigna (https://prng.di.unimi.it, public domain), state from SHA-256.
 */
export class SeededRandom {
  private readonly state: [number, number, number, number];

  constructor(private readonly seed: string) {
    const hex = sha256Hex(seed);
    const word = (index: number) => Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16) | 0;
    // An all-zero state would stay zero; SHA-256 does not give it, and this makes sure.
    this.state = [word(0), word(1), word(2), word(3) || 1];
  }

  /** An independent sequence for one purpose, so that more draws there change nothing elsewhere. */
  fork(purpose: string): SeededRandom {
    return new SeededRandom(`${this.seed}/${purpose}`);
  }

  /** 32 random bits as an integer in [0, 2^32). */
  next(): number {
    const s = this.state;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 11);
    return result;
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.next() / 4_294_967_296;
  }

  /** A whole number in [least, most], both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.unit() * (most - least + 1));
  }

  /** True with the given chance in [0, 1]. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /**
   * One element.
   * @throws RangeError for an empty list.
   */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('Nothing to pick from.');
    return list[Math.floor(this.unit() * list.length)]!;
  }

  /** A new list in another order (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const result = [...list];
    for (let last = result.length - 1; last > 0; last -= 1) {
      const other = this.integer(0, last);
      [result[last], result[other]] = [result[other]!, result[last]!];
    }
    return result;
  }

  /** Normally distributed around 0 with standard deviation 1 (Box and Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    return radius * Math.cos(2 * Math.PI * this.unit());
  }

  /** Log-normal: half of the values lie below `median`; `sigma` is the spread of the logarithm. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));
