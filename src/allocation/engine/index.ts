import type { Snapshot } from './input/snapshot.js';
import type { Plan } from './output/plan.js';
import type { UnsignedCertificate } from './output/certificate.js';

export { engineVersion, SnapshotRefused } from './input/snapshot.js';
export type {
  Snapshot,
  SnapshotClass,
  SnapshotGroup,
  SnapshotOrganisation,
  SnapshotPool,
  SnapshotRequest,
} from './input/snapshot.js';
export { reasons } from './output/plan.js';
export type * from './output/plan.js';
export type { Certificate, UnsignedCertificate } from './output/certificate.js';

export interface Verification {
  valid: boolean;
  checks: { id: string; holds: boolean }[];
  signature: boolean;
  chain: boolean;
}

export declare function allocate(snapshot: Snapshot): Plan;
export declare function roundSeed(secret: string, receiptsDigest: string): string;
export declare function tieKeyOf(seed: string, organisationId: string): string;
export declare function decayBalance(balance: bigint, days: number, halfLifeDays: number): bigint;
export declare function buildCertificate(input: {
  snapshot: Snapshot;
  plan: Plan;
  previousPlanHash: string | null;
  commitment: string;
  secret: string;
  receiptsDigest: string;
}): UnsignedCertificate;
export declare function certificateText(certificate: UnsignedCertificate): string;
export declare function verifyCertificate(certificate: unknown): Verification;
