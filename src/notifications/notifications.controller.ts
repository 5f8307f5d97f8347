import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import {
  notificationListSchema,
  notificationsQuery,
  readAnswerSchema,
  readNotificationsSchema,
  type NotificationsQuery,
  type ReadNotifications,
} from './notifications.schemas.js';
import { Notifications } from './notifications.service.js';

@Controller('me/notifications')
export class NotificationsController {
  constructor(private readonly notifications: Notifications) {}

  @Get()
  @Allow('signed-in')
  @Returns(notificationListSchema, 'What one was told, the newest first.')
  list(@Who() who: Principal, @Query({ schema: notificationsQuery }) query: NotificationsQuery) {
    return this.notifications.list(who, query);
  }

  @Post('read')
  @Allow('signed-in')
  @Returns(readAnswerSchema, 'Marks what one was told as read.')
  read(@Who() who: Principal, @Body({ schema: readNotificationsSchema }) body: ReadNotifications) {
    return this.notifications.read(who, body);
  }
}
