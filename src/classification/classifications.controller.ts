import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, Returns } from '../platform/route.decorator.js';
import {
  classificationSchema,
  idParam,
  checkOwnershipSchema,
  nothingSchema,
  ownershipCheckSchema,
  ownershipVersionsSchema,
  ownershipViewSchema,
  putOwnershipSchema,
  type CheckOwnership,
  type PutOwnership,
} from './classifications.schemas.js';
import { Classifications } from './classifications.service.js';

@Controller('organisations/:id')
export class ClassificationsController {
  constructor(private readonly classifications: Classifications) {}

  @Get('ownership')
  @Allow('organisation.read')
  @Returns(ownershipViewSchema, 'Who holds the organisation and what it holds; a draft at first.')
  ownership(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.classifications.ownership(who, id);
  }

  @Put('ownership')
  @Allow('organisation.edit')
  @Returns(ownershipViewSchema, 'Stores the ownership graph; earlier versions stay.')
  storeOwnership(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: putOwnershipSchema }) body: PutOwnership,
  ) {
    return this.classifications.storeOwnership(who, id, version, body);
  }

  @Get('ownership/versions')
  @Allow('organisation.read')
  @Returns(ownershipVersionsSchema, 'The versions of the ownership graph, and who stored them.')
  versions(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.classifications.versions(who, id);
  }

  @Post('ownership/check')
  @Allow('organisation.read')
  @Returns(ownershipCheckSchema, 'Judges a graph that is being written; nothing is stored.')
  checkOwnership(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Body({ schema: checkOwnershipSchema }) body: CheckOwnership,
  ) {
    return this.classifications.check(who, id, body.graph);
  }

  @Get('classification')
  @Allow('organisation.read')
  @Returns(classificationSchema, 'The class by the ownership graph, with the whole computation.')
  one(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.classifications.one(who, id);
  }

  @Post('classification')
  @Allow('organisation.edit')
  @Returns(classificationSchema, 'Computes the class from the ownership graph and keeps it.', {
    status: 201,
    location: '/organisations/:organisationId/classification',
  })
  compute(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.classifications.compute(who, id);
  }
}
