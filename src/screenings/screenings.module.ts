import { Module } from '@nestjs/common';
import { ScreeningHits } from './hits.service.js';
import { ScreeningsController } from './screenings.controller.js';
import { ScreeningsJobs } from './screenings.jobs.js';
import { Screenings } from './screenings.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { screeningsData } from './screenings-data.queries.js';

@Module({
  controllers: [ScreeningsController],
  providers: [
    ScreeningHits,
    Screenings,
    ScreeningsJobs,
    { provide: PERSON_DATA, useValue: screeningsData },
  ],
  exports: [Screenings, ScreeningHits],
})
export class ScreeningsModule {}
