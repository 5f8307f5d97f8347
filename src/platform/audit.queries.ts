import type { EntityManager } from 'typeorm';
import type { AuditEventsQuery, AuditHeadsQuery } from './audit.schemas.js';
import { actorNameNow } from './audit.service.js';
import { keysetPage } from './keyset.js';

/** Audit rows, newest first unless asked otherwise, with their place in the chain. */
export async function auditEventsPage(manager: EntityManager, query: AuditEventsQuery) {
  return await keysetPage(
    manager,
    {
      select: `e.id, e.at, jsonb_build_object('kind', e.actor_kind, 'id', e.actor_id, 'name', ${actorNameNow}) AS actor,
        e.act, jsonb_build_object('kind', e.object_kind, 'id', e.object_id) AS object, e.before, e.after,
        e.reason, e.rule, e.request_id AS "requestId", l.position::integer AS position, l.hash,
        1 AS version, e.at AS "createdAt", e.at AS "updatedAt"`,
      from: `FROM audit_event e LEFT JOIN audit_link l ON l.event_id = e.id`,
      where: [
        `($1::text IS NULL OR e.act = $1)`,
        `($2::text IS NULL OR e.object_kind = $2)`,
        `($3::text IS NULL OR e.object_id = $3)`,
        `($4::uuid IS NULL OR e.actor_id = $4)`,
        `($5::timestamptz IS NULL OR e.at >= $5)`,
        `($6::timestamptz IS NULL OR e.at < $6)`,
      ],
      parameters: [
        query.act ?? null,
        query.objectKind ?? null,
        query.objectId ?? null,
        query.actorId ?? null,
        query.from ?? null,
        query.to ?? null,
      ],
      id: 'e.id',
      sorts: { at: { expression: 'e.at', type: 'timestamptz' } },
      sortDefault: '-at',
    },
    query,
  );
}

/** Published heads of the chain, newest first. */
export async function auditHeadsPage(manager: EntityManager, query: AuditHeadsQuery) {
  return await keysetPage(
    manager,
    {
      select: `h.position::integer AS position, h.hash, h.signature, h.public_key AS "publicKey",
        h.published_at AS "publishedAt"`,
      from: `FROM audit_head h JOIN audit_link l ON l.position = h.position`,
      where: [],
      parameters: [],
      id: 'l.event_id',
      sorts: { position: { expression: 'h.position', type: 'bigint' } },
      sortDefault: '-position',
    },
    query,
  );
}
