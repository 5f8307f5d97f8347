import { Module } from '@nestjs/common';
import { PledgesController } from './pledges.controller.js';
import { Pledges } from './pledges.service.js';
import { PublicMembersController } from './public-members.controller.js';
import { PublicMembers } from './public-members.service.js';

@Module({
  controllers: [PledgesController, PublicMembersController],
  providers: [Pledges, PublicMembers],
  exports: [Pledges],
})
export class PledgesModule {}
