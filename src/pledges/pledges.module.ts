import { Module } from '@nestjs/common';
import { PledgesController } from './pledges.controller.js';
import { Pledges } from './pledges.service.js';
import { PublicMembersController } from './public-members.controller.js';
import { PublicMembers } from './public-members.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { pledgesData } from './pledges-data.queries.js';

@Module({
  controllers: [PledgesController, PublicMembersController],
  providers: [Pledges, PublicMembers, { provide: PERSON_DATA, useValue: pledgesData }],
  exports: [Pledges],
})
export class PledgesModule {}
