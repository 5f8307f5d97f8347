/*
 * The snapshot: all that decides a round, as JSON. Amounts are decimal strings of integer units
 * (1 unit = quantumGpuSeconds); shares are parts per million.
 */

/** The rules by which a plan was made; a plan is replayed by the engine of the same version. */
export const engineVersion = 'gbc/1';

export interface SnapshotClass {
  id: string;
  /** Weight of the class when unused time is borrowed, 0…10^6. */
  borrowWeight: number;
}

export interface SnapshotPool {
  id: string;
  /** Units, 0…10^15. */
  capacity: string;
  /** Class → guaranteed share of this pool, ppm; at most 1,000,000 in all. */
  guarantees: Readonly<Partial<Record<string, number>>>;
  /** Class → largest share of this pool, ppm; absent = none. */
  ceilings?: Readonly<Partial<Record<string, number>>>;
}

/** A single undertaking: its cap counts for all its organisations together. */
export interface SnapshotGroup {
  id: string;
  cap?: string | null;
}

export interface SnapshotOrganisation {
  id: string;
  class: string;
  /** From the panel's score by the policy's bands (ALLOC-0), 0…10^6; 1 when absent. */
  weight?: number;
  /** Largest amount in this round, units; absent = no limit. */
  cap?: string | null;
  group?: string | null;
  /** Claims carried from earlier rounds, units, ±10^15; 0 when absent. */
  balance?: string;
  /** First 64 bits of HMAC-SHA256(seed, id), 16 hex digits. */
  tieKey: string;
}

export interface SnapshotRequest {
  id: string;
  organisation: string;
  /** Less than this is of no use; 0 when absent. */
  minimum?: string;
  ask: string;
  /** Accepted pools, the preferred first. */
  pools: readonly string[];
  score?: number | null;
  deadline?: string | null;
  submittedAt: string;
  /** All of it has to come from one pool. */
  singlePool?: boolean;
}

export interface Snapshot {
  engine: string;
  roundId: string;
  /** 64 hex digits: SHA-256(secret ‖ receipts digest). */
  seed: string;
  quantumGpuSeconds: string;
  classes: readonly SnapshotClass[];
  pools: readonly SnapshotPool[];
  groups?: readonly SnapshotGroup[];
  organisations: readonly SnapshotOrganisation[];
  requests: readonly SnapshotRequest[];
}

/** All of a snapshot that comes once; its organisations and requests are rows. */
export type SnapshotHead = Omit<Snapshot, 'organisations' | 'requests'>;

/** ALLOC-1: why a snapshot cannot be allocated; `field` is its path, `sentence` is for people. */
export class SnapshotRefused extends Error {
  constructor(
    readonly field: string,
    readonly sentence: string,
  ) {
    super(sentence);
    this.name = 'SnapshotRefused';
  }
}
