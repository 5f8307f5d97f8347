import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  changeRolesSchema,
  idParam,
  peopleListSchema,
  peopleQuery,
  personSchema,
  suspendSchema,
  type ChangeRoles,
  type PeopleQuery,
  type Suspend,
} from './people.schemas.js';
import { People } from './people.service.js';

@Controller('people')
export class PeopleController {
  constructor(private readonly people: People) {}

  @Get()
  @Allow('people.read')
  @Returns(peopleListSchema, 'Everybody with an account, by name, address, role or state.')
  list(@Who() who: Principal, @Query({ schema: peopleQuery }) query: PeopleQuery) {
    return this.people.list(who, query);
  }

  @Patch(':id/roles')
  @Allow('people.manage')
  @Returns(personSchema, 'Sets the platform roles of a person and ends their sessions.')
  changeRoles(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changeRolesSchema }) body: ChangeRoles,
  ) {
    return this.people.changeRoles(who, id, version, body);
  }

  @Post(':id/suspend')
  @Allow('people.manage')
  @Returns(personSchema, 'Ends all sessions of a person and closes their account.')
  suspend(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: suspendSchema }) body: Suspend,
  ) {
    return this.people.suspend(who, id, version, body);
  }

  @Post(':id/reinstate')
  @Allow('people.manage')
  @Returns(personSchema, 'Opens the account of a suspended person again.')
  reinstate(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
  ) {
    return this.people.reinstate(who, id, version);
  }
}
