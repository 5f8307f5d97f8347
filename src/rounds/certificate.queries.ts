import type { EntityManager } from 'typeorm';
import {
  certificateText,
  engineVersion,
  normalForm,
  type PlanOrganisation,
  type UnsignedCertificate,
} from '../allocation/engine/index.js';
import {
  organisationPages,
  requestPages,
  storedHeads,
} from '../allocation/stored-rounds.queries.js';
import { notFound } from '../kernel/domain-error.js';

/** What the certificate of a round is made of, besides its snapshot and plan. */
export interface CertificateRow {
  state: string;
  snapshotHash: string | null;
  planHash: string | null;
  previousPlanHash: string | null;
  commitment: string;
  secret: string | null;
  receiptsDigest: string | null;
  seed: string | null;
  signature: { signature: string; publicKey: string } | null;
}

/** @throws DomainError not-found. */
export async function certificateSource(
  manager: EntityManager,
  roundId: string,
): Promise<CertificateRow> {
  const [row] = await manager.query<CertificateRow[]>(
    `SELECT state, snapshot_hash AS "snapshotHash", plan_hash AS "planHash",
            previous_plan_hash AS "previousPlanHash", commitment, secret,
            receipts_digest AS "receiptsDigest", seed, signature
       FROM rounds WHERE id = $1`,
    [roundId],
  );
  if (!row) throw notFound('round');
  return row;
}

/** The members of a certificate in their order, without snapshot and plan, which stand in it by their hashes. */
function membersOf(row: CertificateRow) {
  return {
    kind: 'allocation-round' as const,
    engine: engineVersion,
    snapshotHash: row.snapshotHash ?? '',
    planHash: row.planHash ?? '',
    previousPlanHash: row.previousPlanHash,
    commitment: row.commitment,
    secret: row.secret ?? '',
    receiptsDigest: row.receiptsDigest ?? '',
    seed: row.seed ?? '',
  };
}

/** ALLOC-14: what is signed. */
export const signedText = (row: CertificateRow): string =>
  certificateText(membersOf(row) as UnsignedCertificate);

/**
 * ALLOC-14: the certificate of a published round as JSON text, piece by piece: of a large round it is
 * hundreds of megabytes, which nobody holds in memory.
 */
export async function* certificatePieces(
  manager: EntityManager,
  roundId: string,
  row: CertificateRow,
): AsyncGenerator<string> {
  const heads = await storedHeads(manager, roundId);
  const snapshot = normalForm({ ...heads.snapshot, organisations: [], requests: [] });
  const { organisations: _, requests: __, ...head } = snapshot;
  const lines = new Map<string, PlanOrganisation>();
  yield `${opened({ ...membersOf(row), ...row.signature })},"snapshot":${opened(head)},"organisations":[`;
  yield* listed(organisationPages(manager, roundId), ({ input, line }) => {
    lines.set(line.id, line);
    return input;
  });
  yield '],"requests":[';
  yield* listed(requestPages(manager, roundId, lines), ({ input }) => input);
  yield `]},"plan":${opened(heads.plan)},"organisations":${JSON.stringify([...lines.values()])},"requests":[`;
  yield* listed(requestPages(manager, roundId, lines), ({ line }) => line);
  yield ']}}';
}

/** An object's JSON without its closing brace: more members follow. */
const opened = (value: object) => JSON.stringify(value).slice(0, -1);

/** The members of a JSON list, a piece for each page. */
async function* listed<Row>(
  pages: AsyncGenerator<Row[]>,
  memberOf: (row: Row) => object,
): AsyncGenerator<string> {
  let comma = '';
  for await (const rows of pages) {
    yield comma + rows.map((row) => JSON.stringify(memberOf(row))).join(',');
    comma = ',';
  }
}
