import { Module } from '@nestjs/common';
import { LettersController } from './letters.controller.js';
import { Letters } from './letters.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { lettersData } from './letters-data.queries.js';

@Module({
  controllers: [LettersController],
  providers: [Letters, { provide: PERSON_DATA, useValue: lettersData }],
  exports: [Letters],
})
export class LettersModule {}
