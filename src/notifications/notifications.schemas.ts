import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';

export const notificationSchema = z
  .object({
    id: z.uuid(),
    kind: z.string().describe('What happened; the pages have a sentence for each kind.'),
    details: z.record(z.string(), z.string()).describe('What the sentence names.'),
    path: z.string().describe('Of the page that it is about, below /app.'),
    readAt: instant.nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Notification' });
export type NotificationView = z.input<typeof notificationSchema>;

export const notificationListSchema = listOf(notificationSchema);
export const notificationsQuery = listQuery(['createdAt'], {
  unread: z.enum(['true', 'false']).optional(),
});
export type NotificationsQuery = z.infer<typeof notificationsQuery>;

export const readNotificationsSchema = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(200).optional().describe('Left out: all of them.'),
});
export type ReadNotifications = z.infer<typeof readNotificationsSchema>;
export const readAnswerSchema = z.object({
  read: z.int().describe('How many were not read before.'),
});
