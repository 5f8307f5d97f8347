import { Module } from '@nestjs/common';
import { NotificationsController } from './notifications.controller.js';
import { Notifications } from './notifications.service.js';
import { PERSON_DATA, RETAINED_DATA } from '../people/person-data.rules.js';
import { notificationsData, notificationsRetained } from './notifications-data.queries.js';

@Module({
  controllers: [NotificationsController],
  providers: [
    Notifications,
    { provide: PERSON_DATA, useValue: notificationsData },
    { provide: RETAINED_DATA, useValue: notificationsRetained },
  ],
})
export class NotificationsModule {}
