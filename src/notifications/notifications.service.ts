import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { notFound } from '../kernel/domain-error.js';
import { Database } from '../platform/database.service.js';
import { notificationsPage } from './notifications.queries.js';
import type { NotificationsQuery, ReadNotifications } from './notifications.schemas.js';

/** What somebody was told. */
@Injectable()
export class Notifications {
  constructor(private readonly database: Database) {}

  /** One's own, the newest first. */
  async list(who: Principal, query: NotificationsQuery) {
    return await notificationsPage(this.database.manager, personOf(who), query);
  }

  /** Marks one's own as read; those of others are left alone. */
  async read(who: Principal, { ids }: ReadNotifications): Promise<{ read: number }> {
    return await this.database.inTransaction(who, async (manager) => {
      const [, read] = await manager.query<[unknown, number]>(
        `UPDATE notifications SET read_at = portal_now(), version = version + 1,
                updated_at = portal_now()
          WHERE person_id = $1 AND read_at IS NULL AND ($2::uuid[] IS NULL OR id = ANY($2))`,
        [personOf(who), ids ?? null],
      );
      return { read };
    });
  }
}

function personOf({ personId }: Principal): string {
  if (personId === null) throw notFound('person');
  return personId;
}
