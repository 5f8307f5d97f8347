import { canonicalJson } from '../../../kernel/canonical-json.js';
import { normalForm } from '../input/normal-form.js';
import { engineVersion, type Snapshot } from '../input/snapshot.js';
import type { Plan } from './plan.js';

/** ALLOC-14: all that is needed to recompute a round offline. */
export interface Certificate {
  kind: 'allocation-round';
  engine: string;
  /** In normal form. */
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

export interface CertificateInput {
  snapshot: Snapshot;
  plan: Plan;
  previousPlanHash: string | null;
  /** SHA-256 of the secret, as published when collection opened. */
  commitment: string;
  secret: string;
  receiptsDigest: string;
}

/**
 * ALLOC-14: the certificate of a round before it is signed. Whoever has the key signs `certificateText` of
 * it and adds `signature` and `publicKey`.
 */
export function buildCertificate(input: CertificateInput): UnsignedCertificate {
  return {
    kind: 'allocation-round',
    engine: engineVersion,
    snapshot: normalForm(input.snapshot),
    snapshotHash: input.plan.snapshotHash,
    plan: input.plan,
    planHash: input.plan.planHash,
    previousPlanHash: input.previousPlanHash,
    commitment: input.commitment,
    secret: input.secret,
    receiptsDigest: input.receiptsDigest,
    seed: input.snapshot.seed.toLowerCase(),
  };
}

/**
 * The text that is signed: everything but snapshot and plan, which are in it by their hashes, as canonical
 * JSON (RFC 8785).
 */
export function certificateText(certificate: UnsignedCertificate): string {
  const { kind, engine, snapshotHash, planHash, previousPlanHash } = certificate;
  const { commitment, secret, receiptsDigest, seed } = certificate;
  return canonicalJson({
    kind,
    engine,
    snapshotHash,
    planHash,
    previousPlanHash,
    commitment,
    secret,
    receiptsDigest,
    seed,
  });
}
