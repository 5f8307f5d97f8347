import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { newId } from '../kernel/random.js';
import { noteNews } from './news.service.js';

/** One change of state, as the auditor reads it. */
export interface AuditEntry {
  /** Noun and verb: `request.submit`. */
  act: string;
  object: { kind: string; id: string };
  /** Ids and states, never names or addresses of people: what is written here stays (AUD-4). */
  before?: unknown;
  after?: unknown;
  /** Why, in the actor's words; shown to whom the decision concerns. */
  reason?: string | null;
  /** The rule that the change rests on, for the timeline: `REQ-2`. */
  rule?: string | null;
}

/**
 * AUD-4: a row never changes, so it names people by their id alone; readers put the name to it that the
 * person has now. Only the portal itself and visitors, who have no id, are called something here.
 */
const actorName = ({ kind, name }: Principal): string => (kind === 'person' ? 'person' : name);

/** The name of the actor of an audit row `e`, for readers. */
export const actorNameNow = `coalesce((SELECT a.name FROM people a WHERE a.id = e.actor_id), e.actor_name)`;

/**
 * AUD-1: writes the audit row of a change in the change's own transaction. Once that has committed, those
 * who may see the object hear that it changed.
 */
export async function audit(
  manager: EntityManager,
  principal: Principal,
  entry: AuditEntry,
): Promise<void> {
  noteNews(manager, [entry.object]);
  await manager.query(
    `INSERT INTO audit_event (id, actor_kind, actor_id, actor_name, act, object_kind, object_id,
                              before, after, reason, rule, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      newId(),
      principal.kind,
      principal.personId,
      actorName(principal),
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

/** AUD-1 for many objects that one act changes: the same rows as `audit` writes, in one statement. */
export async function auditAll(
  manager: EntityManager,
  principal: Principal,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  noteNews(
    manager,
    entries.map(({ object }) => object),
  );
  const rows = entries.map(({ object, before, after, ...entry }) => ({
    ...entry,
    id: newId(),
    object_kind: object.kind,
    object_id: object.id,
    before: before ?? null,
    after: after ?? null,
  }));
  await manager.query(
    `INSERT INTO audit_event (id, actor_kind, actor_id, actor_name, act, object_kind, object_id,
                              before, after, reason, rule, request_id)
     SELECT e.id, $1, $2, $3, e.act, e.object_kind, e.object_id,
            nullif(e.before, 'null'), nullif(e.after, 'null'), e.reason, e.rule, $4
       FROM jsonb_to_recordset($5::jsonb) AS e(id uuid, act text, object_kind text, object_id text,
            before jsonb, after jsonb, reason text, rule text)`,
    [principal.kind, principal.personId, actorName(principal), principal.requestId, json(rows)],
  );
}

function json(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'bigint' ? field.toString() : field,
  );
}
