import type { Snapshot } from '../input/snapshot.js';
import type { Plan } from './plan.js';

/** ALLOC-14: all that is needed to recompute a round offline. */
export interface Certificate {
  kind: 'allocation-round';
  engine: string;
  snapshot: Snapshot;
  snapshotHash: string;
  plan: Plan;
  planHash: string;
  /** Hash of the plan of the pool group's previous round; null for the first. */
  previousPlanHash: string | null;
  /** SHA-256 of the secret, published when collection opened. */
  commitment: string;
  secret: string;
  receiptsDigest: string;
  seed: string;
  /** Ed25519 over `certificateText`, 128 hex digits. */
  signature: string;
  publicKey: string;
}

export type UnsignedCertificate = Omit<Certificate, 'signature' | 'publicKey'>;
