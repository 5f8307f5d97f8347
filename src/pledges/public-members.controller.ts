import { Controller, Get, Query } from '@nestjs/common';
import { Allow } from '../access/allow.decorator.js';
import { Returns } from '../platform/route.decorator.js';
import {
  publicMemberListSchema,
  publicMembersQuery,
  type PublicMembersQuery,
} from './public-members.schemas.js';
import { PublicMembers } from './public-members.service.js';

@Controller('public/members')
export class PublicMembersController {
  constructor(private readonly members: PublicMembers) {}

  @Get()
  @Allow('public')
  @Returns(publicMemberListSchema, 'The public register: active members that agreed to be listed.')
  list(@Query({ schema: publicMembersQuery }) query: PublicMembersQuery) {
    return this.members.list(query);
  }
}
