import type { EntityManager } from 'typeorm';
import { newId } from '../kernel/random.js';
import { keysetPage } from '../platform/keyset.js';
import type { NotificationsQuery, NotificationView } from './notifications.schemas.js';

/** Something that somebody should know; the sentence of the kind is in the pages' catalogues. */
export interface Notice {
  kind: string;
  details: Readonly<Record<string, string>>;
  /** Of the page that it is about, below /app. */
  path: string;
}

/** Tells people something, in the transaction of what happened. */
export async function notify(
  manager: EntityManager,
  personIds: readonly string[],
  { kind, details, path }: Notice,
): Promise<void> {
  if (personIds.length === 0) return;
  const rows = [...new Set(personIds)].map((personId) => ({ id: newId(), personId }));
  await manager.query(
    `INSERT INTO notifications (id, person_id, kind, details, path)
     SELECT n.id, n."personId", $2, $3, $4 FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, "personId" uuid)`,
    [JSON.stringify(rows), kind, JSON.stringify(details), path],
  );
}

/** One page of what a person was told. */
export async function notificationsPage(
  manager: EntityManager,
  personId: string,
  query: NotificationsQuery,
) {
  return await keysetPage<NotificationView>(
    manager,
    {
      select: `n.id, n.kind, n.details, n.path, n.read_at AS "readAt", n.version,
        n.created_at AS "createdAt", n.updated_at AS "updatedAt"`,
      from: 'FROM notifications n',
      where: ['n.person_id = $1', `($2::text IS NULL OR (n.read_at IS NULL) = ($2 = 'true'))`],
      parameters: [personId, query.unread ?? null],
      id: 'n.id',
      sorts: { createdAt: { expression: 'n.created_at', type: 'timestamptz' } },
      sortDefault: '-createdAt',
    },
    query,
  );
}
