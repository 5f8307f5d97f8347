import { Module } from '@nestjs/common';
import { MembershipCredentialsController } from './credentials.controller.js';
import { MembershipCredentials } from './credentials.service.js';

@Module({
  controllers: [MembershipCredentialsController],
  providers: [MembershipCredentials],
  exports: [MembershipCredentials],
})
export class MembershipCredentialsModule {}
