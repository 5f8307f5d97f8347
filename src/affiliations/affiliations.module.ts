import { Module } from '@nestjs/common';
import { AffiliationsController } from './affiliations.controller.js';
import { HandOvers } from './hand-overs.service.js';
import { Joining } from './joining.service.js';
import { PERSON_DATA, RETAINED_DATA } from '../people/person-data.rules.js';
import { affiliationsData, affiliationsRetained } from './affiliations-data.queries.js';

@Module({
  controllers: [AffiliationsController],
  providers: [
    HandOvers,
    Joining,
    { provide: PERSON_DATA, useValue: affiliationsData },
    { provide: RETAINED_DATA, useValue: affiliationsRetained },
  ],
})
export class AffiliationsModule {}
