import { Controller, Get, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import {
  membershipListSchema,
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
}
