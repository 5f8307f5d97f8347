import { Module } from '@nestjs/common';
import { MandatesController } from './mandates.controller.js';
import { Mandates } from './mandates.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { mandatesData } from './mandates-data.queries.js';

@Module({
  controllers: [MandatesController],
  providers: [Mandates, { provide: PERSON_DATA, useValue: mandatesData }],
  exports: [Mandates],
})
export class MandatesModule {}
