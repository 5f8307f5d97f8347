import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, Returns } from '../platform/route.decorator.js';
import {
  changePartitionSchema,
  changeSiteSchema,
  createPartitionSchema,
  createSiteSchema,
  partitionListSchema,
  partitionSchema,
  partitionsQuery,
  siteIdParam,
  siteListSchema,
  siteSchema,
  sitesQuery,
  type ChangePartition,
  type ChangeSite,
  type CreatePartition,
  type CreateSite,
  type PartitionsQuery,
  type SitesQuery,
} from './sites.schemas.js';
import { Sites } from './sites.service.js';

@Controller('sites')
export class SitesController {
  constructor(private readonly sites: Sites) {}

  @Get()
  @Allow('pool.read')
  @Returns(siteListSchema, 'Sites: gigafactories and AI factories.')
  list(@Query({ schema: sitesQuery }) query: SitesQuery) {
    return this.sites.list(query);
  }

  @Post()
  @Allow('pool.manage')
  @Returns(siteSchema, 'Creates a site.', { status: 201, location: '/sites/:id' })
  create(@Who() who: Principal, @Body({ schema: createSiteSchema }) body: CreateSite) {
    return this.sites.create(who, body);
  }

  @Get(':id')
  @Allow('pool.read')
  @Returns(siteSchema, 'One site.')
  read(@Param('id', { schema: siteIdParam }) id: string) {
    return this.sites.read(id);
  }

  @Patch(':id')
  @Allow('pool.manage')
  @Returns(siteSchema, 'Changes a site.')
  change(
    @Who() who: Principal,
    @Param('id', { schema: siteIdParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changeSiteSchema }) body: ChangeSite,
  ) {
    return this.sites.change(who, id, version, body);
  }

  @Delete(':id')
  @Allow('pool.manage')
  @Returns(null, 'Removes a site that has no partitions.')
  remove(
    @Who() who: Principal,
    @Param('id', { schema: siteIdParam }) id: string,
    @IfMatch() version: number,
  ) {
    return this.sites.remove(who, id, version);
  }

  @Get(':id/partitions')
  @Allow('pool.read')
  @Returns(partitionListSchema, 'Partitions of a site.')
  listPartitions(
    @Param('id', { schema: siteIdParam }) id: string,
    @Query({ schema: partitionsQuery }) query: PartitionsQuery,
  ) {
    return this.sites.listPartitions(id, query);
  }

  @Post(':id/partitions')
  @Allow('pool.manage')
  @Returns(partitionSchema, 'Adds a partition to a site.', {
    status: 201,
    location: '/sites/:siteId/partitions/:id',
  })
  createPartition(
    @Who() who: Principal,
    @Param('id', { schema: siteIdParam }) id: string,
    @Body({ schema: createPartitionSchema }) body: CreatePartition,
  ) {
    return this.sites.createPartition(who, id, body);
  }

  @Get(':id/partitions/:partitionId')
  @Allow('pool.read')
  @Returns(partitionSchema, 'One partition.')
  readPartition(
    @Param('id', { schema: siteIdParam }) siteId: string,
    @Param('partitionId', { schema: siteIdParam }) id: string,
  ) {
    return this.sites.readPartition(siteId, id);
  }

  @Patch(':id/partitions/:partitionId')
  @Allow('pool.manage')
  @Returns(partitionSchema, 'Changes a partition.')
  changePartition(
    @Who() who: Principal,
    @Param('id', { schema: siteIdParam }) siteId: string,
    @Param('partitionId', { schema: siteIdParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changePartitionSchema }) body: ChangePartition,
  ) {
    return this.sites.changePartition(who, { siteId, id }, version, body);
  }

  @Delete(':id/partitions/:partitionId')
  @Allow('pool.manage')
  @Returns(null, 'Removes a partition from which no pool was made.')
  removePartition(
    @Who() who: Principal,
    @Param('id', { schema: siteIdParam }) siteId: string,
    @Param('partitionId', { schema: siteIdParam }) id: string,
    @IfMatch() version: number,
  ) {
    return this.sites.removePartition(who, { siteId, id }, version);
  }
}
