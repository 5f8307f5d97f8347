import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  changePoolSchema,
  createPoolSchema,
  createReleaseSchema,
  createSetAsideSchema,
  poolIdParam,
  poolListSchema,
  poolSchema,
  poolsQuery,
  publicPoolListSchema,
  publicPoolsQuery,
  type ChangePool,
  type CreatePool,
  type CreateRelease,
  type CreateSetAside,
  type PoolsQuery,
  type PublicPoolsQuery,
} from './pools.schemas.js';
import { Pools } from './pools.service.js';

@Controller('pools')
export class PoolsController {
  constructor(private readonly pools: Pools) {}

  @Get()
  @Allow('pool.read')
  @Returns(poolListSchema, 'Pools and what is left in them.')
  list(@Query({ schema: poolsQuery }) query: PoolsQuery) {
    return this.pools.list(query);
  }

  @Post()
  @Allow('pool.manage')
  @Returns(poolSchema, 'Creates a pool and books its capacity.', {
    status: 201,
    location: '/pools/:id',
  })
  create(@Who() who: Principal, @Body({ schema: createPoolSchema }) body: CreatePool) {
    return this.pools.create(who, body);
  }

  @Get(':id')
  @Allow('pool.read')
  @Returns(poolSchema, 'One pool with what is set aside and its release schedule.')
  read(@Param('id', { schema: poolIdParam }) id: string) {
    return this.pools.read(id);
  }

  @Patch(':id')
  @Allow('pool.manage')
  @Returns(poolSchema, 'Changes a pool; its capacity only until something was released.')
  change(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changePoolSchema }) body: ChangePool,
  ) {
    return this.pools.change(who, id, version, body);
  }

  @Delete(':id')
  @Allow('pool.manage')
  @Returns(null, 'Withdraws a pool of which nothing was released.')
  remove(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) id: string,
    @IfMatch() version: number,
  ) {
    return this.pools.remove(who, id, version);
  }

  @Post(':id/set-asides')
  @Allow('pool.manage')
  @Returns(poolSchema, 'Sets time of a pool aside; answers the pool.', {
    status: 201,
    location: '/pools/:id',
  })
  setAside(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: createSetAsideSchema }) body: CreateSetAside,
  ) {
    return this.pools.setAside(who, id, version, body);
  }

  @Post(':id/releases')
  @Allow('pool.manage')
  @Returns(poolSchema, 'Adds a part to the release schedule; answers the pool.', {
    status: 201,
    location: '/pools/:id',
  })
  scheduleRelease(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: createReleaseSchema }) body: CreateRelease,
  ) {
    return this.pools.scheduleRelease(who, id, version, body);
  }

  @Delete(':id/releases/:releaseId')
  @Allow('pool.manage')
  @Returns(null, 'Takes a part off the release schedule; If-Match names the version of the pool.')
  removeRelease(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) poolId: string,
    @Param('releaseId', { schema: poolIdParam }) id: string,
    @IfMatch() version: number,
  ) {
    return this.pools.removeRelease(who, { poolId, id }, version);
  }
}

@Controller('public/pools')
export class PublicPoolsController {
  constructor(private readonly pools: Pools) {}

  @Get()
  @Allow('public')
  @Returns(publicPoolListSchema, 'Pools for everybody: capacity, released and granted.')
  list(@Query({ schema: publicPoolsQuery }) query: PublicPoolsQuery) {
    return this.pools.listPublic(query);
  }
}
