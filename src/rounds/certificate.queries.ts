import type { EntityManager } from 'typeorm';
import { notFound } from '../kernel/domain-error.js';

/** What the certificate of a round is made of. */
export interface CertificateRow {
  state: string;
  snapshot: unknown;
  plan: unknown;
  previousPlanHash: string | null;
  commitment: string;
  secret: string | null;
  receiptsDigest: string | null;
  signature: { signature: string; publicKey: string } | null;
}

/** @throws DomainError not-found. */
export async function certificateSource(
  manager: EntityManager,
  roundId: string,
): Promise<CertificateRow> {
  const [row] = await manager.query<CertificateRow[]>(
    `SELECT state, snapshot, plan, previous_plan_hash AS "previousPlanHash", commitment, secret,
            receipts_digest AS "receiptsDigest", signature
       FROM rounds WHERE id = $1`,
    [roundId],
  );
  if (!row) throw notFound('round');
  return row;
}
