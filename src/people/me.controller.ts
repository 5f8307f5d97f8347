import { Body, Controller, Get, Patch } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, Returns } from '../platform/route.decorator.js';
import { changeMeSchema, personSchema, type ChangeMe } from './people.schemas.js';
import { People } from './people.service.js';

@Controller('me')
export class MeController {
  constructor(private readonly people: People) {}

  @Get()
  @Allow('signed-in')
  @Returns(personSchema, 'Your own account.')
  read(@Who() who: Principal) {
    return this.people.me(who);
  }

  @Patch()
  @Allow('own-session')
  @Returns(personSchema, 'Changes your name or language.')
  change(
    @Who() who: Principal,
    @IfMatch() version: number,
    @Body({ schema: changeMeSchema }) body: ChangeMe,
  ) {
    return this.people.changeMe(who, version, body);
  }
}
