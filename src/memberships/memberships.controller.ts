import { Controller, Get, Param, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { idParam } from '../organisations/organisations.schemas.js';
import { Returns } from '../platform/route.decorator.js';
import {
  membershipListSchema,
  membershipSchema,
  membershipsQuery,
  type MembershipsQuery,
} from './memberships.schemas.js';
import { Memberships } from './memberships.service.js';

@Controller('memberships')
export class MembershipsController {
  constructor(private readonly memberships: Memberships) {}

  @Get()
  @Allow('membership.read')
  @Returns(membershipListSchema, 'The memberships of one’s own organisations; all for officers.')
  list(@Who() who: Principal, @Query({ schema: membershipsQuery }) query: MembershipsQuery) {
    return this.memberships.list(who, query);
  }

  @Get(':id')
  @Allow('membership.read')
  @Returns(membershipSchema, 'A membership: until when, and what was decided on it.')
  one(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.memberships.one(who, id);
  }
}
