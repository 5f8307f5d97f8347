import { Controller, Get, Param, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import {
  letterListSchema,
  letterParam,
  letterSchema,
  lettersQuery,
  type LettersQuery,
} from './letters.schemas.js';
import { Letters } from './letters.service.js';

@Controller('letters')
export class LettersController {
  constructor(private readonly letters: Letters) {}

  @Get()
  @Allow('letter.read')
  @Returns(letterListSchema, 'Letters to one’s own organisations; all of them for officers.')
  list(@Who() who: Principal, @Query({ schema: lettersQuery }) query: LettersQuery) {
    return this.letters.list(who, query);
  }

  @Get(':id')
  @Allow('letter.read')
  @Returns(letterSchema, 'A letter as it was sent.')
  one(@Who() who: Principal, @Param('id', { schema: letterParam }) id: string) {
    return this.letters.one(who, id);
  }
}
