import { Module } from '@nestjs/common';
import { OrganisationPeople } from './organisation-people.service.js';
import { OrganisationsController } from './organisations.controller.js';
import { Organisations } from './organisations.service.js';

@Module({
  controllers: [OrganisationsController],
  providers: [Organisations, OrganisationPeople],
  exports: [Organisations],
})
export class OrganisationsModule {}
