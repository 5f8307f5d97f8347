import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { newId } from '../kernel/random.js';

/** One change of state, as the auditor reads it. */
export interface AuditEntry {
  /** Noun and verb: `request.submit`. */
  act: string;
  object: { kind: string; id: string };
  before?: unknown;
  after?: unknown;
  /** Why, in the actor's words; shown to whom the decision concerns. */
  reason?: string | null;
  /** The rule that the change rests on, for the timeline: `REQ-2`. */
  rule?: string | null;
}

/** AUD-1: writes the audit row of a change in the change's own transaction. */
export async function audit(
  manager: EntityManager,
  principal: Principal,
  entry: AuditEntry,
): Promise<void> {
  await manager.query(
    `INSERT INTO audit_event (id, actor_kind, actor_id, actor_name, act, object_kind, object_id,
                              before, after, reason, rule, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      newId(),
      principal.kind,
      principal.personId,
      principal.name,
      entry.act,
      entry.object.kind,
      entry.object.id,
      json(entry.before),
      json(entry.after),
      entry.reason ?? null,
      entry.rule ?? null,
      principal.requestId,
    ],
  );
}

function json(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'bigint' ? field.toString() : field,
  );
}
