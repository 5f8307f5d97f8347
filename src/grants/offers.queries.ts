import type { EntityManager } from 'typeorm';

/** An awarded line of a published round that has no grant yet. */
export interface AwardedLine {
  requestId: string;
  organisationId: string;
  gpuSeconds: bigint;
  routes: { poolId: string; gpuSeconds: bigint }[];
}

/** Awarded lines without a grant, at most `limit`, in the order of their requests; those that follow `after`. */
export async function linesToOffer(
  manager: EntityManager,
  roundId: string,
  after: string | null,
  limit: number,
): Promise<AwardedLine[]> {
  const rows = await manager.query<
    {
      requestId: string;
      organisationId: string;
      quantum: string;
      routes: { pool: string; units: string }[];
    }[]
  >(
    `SELECT l.request_id AS "requestId", l.organisation_id AS "organisationId", l.routes,
            r.quantum_gpu_seconds::text AS quantum
       FROM rounds r JOIN round_lines l ON l.round_id = r.id
      WHERE r.id = $1 AND r.state = 'published' AND l.granted_units > 0
        AND ($3::uuid IS NULL OR l.request_id > $3)
        AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.round_id = r.id AND g.request_id = l.request_id)
      ORDER BY l.request_id LIMIT $2`,
    [roundId, limit, after],
  );
  return rows.map(({ requestId, organisationId, quantum, routes }) => {
    const parts = routes.map(({ pool, units }) => ({
      poolId: pool,
      gpuSeconds: BigInt(units) * BigInt(quantum),
    }));
    const gpuSeconds = parts.reduce((sum, part) => sum + part.gpuSeconds, 0n);
    return { requestId, organisationId, gpuSeconds, routes: parts };
  });
}

export interface NewGrant {
  id: string;
  requestId: string;
  organisationId: string;
  gpuSeconds: bigint;
}

/** Writes offers; the ids of those that were new. The window opens when the offer is made (GRA-1). */
export async function insertOffers(
  manager: EntityManager,
  roundId: string,
  grants: readonly NewGrant[],
): Promise<Set<string>> {
  const rows = await manager.query<{ id: string }[]>(
    `INSERT INTO grants (id, request_id, round_id, organisation_id, gpu_seconds, offered_at, acceptance_due_at)
     SELECT n.id, n."requestId", r.id, n."organisationId", n."gpuSeconds", portal_now(),
            portal_now() + make_interval(days => c.acceptance_days)
       FROM jsonb_to_recordset($2::jsonb)
              AS n(id uuid, "requestId" uuid, "organisationId" uuid, "gpuSeconds" bigint),
            rounds r JOIN calls c ON c.id = r.call_id
      WHERE r.id = $1
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      roundId,
      JSON.stringify(
        grants.map(({ id, requestId, organisationId, gpuSeconds }) => ({
          id,
          requestId,
          organisationId,
          gpuSeconds: gpuSeconds.toString(),
        })),
      ),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Notes that every award of the round has its offer. */
export async function markOffered(manager: EntityManager, roundId: string): Promise<void> {
  await manager.query(
    `UPDATE rounds SET offered_at = portal_now()
      WHERE id = $1 AND state = 'published' AND offered_at IS NULL`,
    [roundId],
  );
}

/** Published rounds whose offers are not out: the job was lost, or is on its way. */
export async function roundsToOffer(manager: EntityManager): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM rounds WHERE state = 'published' AND offered_at IS NULL ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

/** Offers whose window is over, locked; what another worker has is left to it. */
export async function claimOverdueOffers(
  manager: EntityManager,
  limit: number,
): Promise<{ id: string; state: 'offered' }[]> {
  return await manager.query<{ id: string; state: 'offered' }[]>(
    `SELECT id, state FROM grants WHERE state = 'offered' AND acceptance_due_at <= portal_now()
      ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
}

const begun = `EXISTS (SELECT 1 FROM ledger_accounts a JOIN pools p ON p.id = a.pool_id
  WHERE a.grant_id = g.id AND a.kind = 'grant_available' AND p.starts_at <= portal_now())`;

/** MEM-9: while the membership is suspended and the notice is over, nothing begins. */
const halted = `EXISTS (SELECT 1 FROM memberships m WHERE m.organisation_id = g.organisation_id
  AND m.state = 'suspended' AND m.grants_suspend_at <= portal_now())`;

/** Accepted grants whose first pool has begun, locked. */
export async function claimBegunGrants(
  manager: EntityManager,
  limit: number,
): Promise<{ id: string; state: 'accepted' }[]> {
  return await manager.query<{ id: string; state: 'accepted' }[]>(
    `SELECT g.id, g.state FROM grants g WHERE g.state = 'accepted' AND ${begun} AND NOT ${halted}
      ORDER BY g.id LIMIT $1 FOR UPDATE OF g SKIP LOCKED`,
    [limit],
  );
}

/** Whether the time of one of the grant's pools has begun. */
export async function hasBegun(manager: EntityManager, grantId: string): Promise<boolean> {
  const [row] = await manager.query<[{ begun: boolean }]>(
    `SELECT ${begun} AS begun FROM grants g WHERE g.id = $1`,
    [grantId],
  );
  return row.begun;
}

/** MEM-7: whether the call of the request is for members only. */
export async function needsMembership(manager: EntityManager, requestId: string): Promise<boolean> {
  const [row] = await manager.query<[{ membersOnly: boolean }]>(
    `SELECT c.members_only AS "membersOnly" FROM requests q JOIN calls c ON c.id = q.call_id
      WHERE q.id = $1`,
    [requestId],
  );
  return row.membersOnly;
}
