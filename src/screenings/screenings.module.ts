import { Module } from '@nestjs/common';
import { ScreeningHits } from './hits.service.js';
import { ScreeningsController } from './screenings.controller.js';
import { ScreeningsJobs } from './screenings.jobs.js';
import { Screenings } from './screenings.service.js';

@Module({
  controllers: [ScreeningsController],
  providers: [ScreeningHits, Screenings, ScreeningsJobs],
  exports: [Screenings, ScreeningHits],
})
export class ScreeningsModule {}
