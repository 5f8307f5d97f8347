import { Module } from '@nestjs/common';
import { InvitationsController } from './invitations.controller.js';
import { Invitations } from './invitations.service.js';
import { PERSON_DATA, RETAINED_DATA } from '../people/person-data.rules.js';
import { invitationsData, invitationsRetained } from './invitations-data.queries.js';

@Module({
  controllers: [InvitationsController],
  providers: [
    Invitations,
    { provide: PERSON_DATA, useValue: invitationsData },
    { provide: RETAINED_DATA, useValue: invitationsRetained },
  ],
})
export class InvitationsModule {}
