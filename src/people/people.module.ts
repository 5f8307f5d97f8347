import { Module } from '@nestjs/common';
import { MeController } from './me.controller.js';
import { PeopleController } from './people.controller.js';
import { People } from './people.service.js';
import { PERSON_DATA } from './person-data.rules.js';
import { peopleData } from './people-data.queries.js';

@Module({
  controllers: [MeController, PeopleController],
  providers: [People, { provide: PERSON_DATA, useValue: peopleData }],
  exports: [People],
})
export class PeopleModule {}
