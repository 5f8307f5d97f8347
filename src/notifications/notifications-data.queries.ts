import { erasedName, type PersonData, type RetainedData } from '../people/person-data.rules.js';

export const notificationsData: readonly PersonData[] = [
  {
    section: 'notifications',
    sql: `SELECT * FROM notifications WHERE person_id = $1 ORDER BY created_at`,
    erase: [
      `DELETE FROM notifications WHERE person_id = $1`,
      // Others were told by whom; whoever has the same name loses it there too.
      `UPDATE notifications n SET details = n.details || '{"by":"${erasedName}"}' FROM people p
        WHERE p.id = $1 AND n.details->>'by' = p.name`,
    ],
  },
];

export const notificationsRetained: readonly RetainedData[] = [
  {
    subject: 'notifications',
    what: 'Notifications.',
    due: `SELECT id::text, created_at AS since FROM notifications WHERE created_at < $1`,
    remove: [`DELETE FROM notifications WHERE created_at < $1`],
  },
];
