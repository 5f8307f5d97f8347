import type { EntityManager } from 'typeorm';
import { notFound } from '../kernel/domain-error.js';
import type { Plan, Snapshot } from './engine/index.js';

/**
 * The snapshot and the plan of a computed round.
 * @throws DomainError not-found for a round that was not computed.
 */
export async function storedRound(
  manager: EntityManager,
  roundId: string,
): Promise<{ snapshot: Snapshot; plan: Plan }> {
  const [row] = await manager.query<{ snapshot: Snapshot | null; plan: Plan | null }[]>(
    `SELECT snapshot, plan FROM rounds WHERE id = $1`,
    [roundId],
  );
  const { snapshot, plan } = row ?? {};
  if (!snapshot || !plan) throw notFound('computed round');
  return { snapshot, plan };
}

/** True ids of the organisations of a computed round by their pseudonyms. */
export async function storedOrganisations(
  manager: EntityManager,
  roundId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await manager.query<{ publicId: string; id: string }[]>(
    `SELECT public_id AS "publicId", organisation_id AS id FROM round_organisations WHERE round_id = $1`,
    [roundId],
  );
  return new Map(rows.map(({ publicId, id }) => [publicId, id]));
}

/**
 * Each request's own minimum in GPU-seconds, as it was sent: the snapshot has the larger of it and
 * the policy's minimum grant.
 */
export async function ownMinimums(
  manager: EntityManager,
  roundId: string,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await manager.query<{ publicId: string; minimum: string }[]>(
    `SELECT l.public_id AS "publicId", v.content->>'gpuSecondsMinimum' AS minimum
       FROM round_lines l JOIN requests q ON q.id = l.request_id
       JOIN request_revisions v ON v.request_id = q.id AND v.number = q.revision
      WHERE l.round_id = $1`,
    [roundId],
  );
  return new Map(rows.map(({ publicId, minimum }) => [publicId, BigInt(minimum)]));
}
