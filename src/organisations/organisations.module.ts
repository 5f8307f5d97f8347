import { Module } from '@nestjs/common';
import { OrganisationPeople } from './organisation-people.service.js';
import { OrganisationsController } from './organisations.controller.js';
import { Organisations } from './organisations.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { organisationsData } from './organisations-data.queries.js';

@Module({
  controllers: [OrganisationsController],
  providers: [
    Organisations,
    OrganisationPeople,
    { provide: PERSON_DATA, useValue: organisationsData },
  ],
  exports: [Organisations],
})
export class OrganisationsModule {}
