import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, Returns } from '../platform/route.decorator.js';
import { PoolGroups } from './pool-groups.service.js';
import {
  changePoolGroupSchema,
  createPoolGroupSchema,
  poolGroupListSchema,
  poolGroupSchema,
  poolGroupsQuery,
  poolIdParam,
  type ChangePoolGroup,
  type CreatePoolGroup,
  type PoolGroupsQuery,
} from './pools.schemas.js';

@Controller('pool-groups')
export class PoolGroupsController {
  constructor(private readonly groups: PoolGroups) {}

  @Get()
  @Allow('pool.read')
  @Returns(poolGroupListSchema, 'Groups of pools that are allocated together.')
  list(@Query({ schema: poolGroupsQuery }) query: PoolGroupsQuery) {
    return this.groups.list(query);
  }

  @Post()
  @Allow('pool.manage')
  @Returns(poolGroupSchema, 'Creates a pool group.', { status: 201, location: '/pool-groups/:id' })
  create(@Who() who: Principal, @Body({ schema: createPoolGroupSchema }) body: CreatePoolGroup) {
    return this.groups.create(who, body);
  }

  @Get(':id')
  @Allow('pool.read')
  @Returns(poolGroupSchema, 'One pool group.')
  read(@Param('id', { schema: poolIdParam }) id: string) {
    return this.groups.read(id);
  }

  @Patch(':id')
  @Allow('pool.manage')
  @Returns(poolGroupSchema, 'Renames a pool group.')
  change(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changePoolGroupSchema }) body: ChangePoolGroup,
  ) {
    return this.groups.change(who, id, version, body);
  }
}
