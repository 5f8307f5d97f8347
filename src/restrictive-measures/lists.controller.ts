import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { listBytesMax, RestrictiveMeasureLists } from './lists.service.js';
import {
  idParam,
  restrictiveMeasureListSchema,
  restrictiveMeasureListsQuery,
  restrictiveMeasureListsSchema,
  type RestrictiveMeasureListsQuery,
} from './restrictive-measures.schemas.js';

@Controller('restrictive-measures/lists')
export class RestrictiveMeasureListsController {
  constructor(private readonly lists: RestrictiveMeasureLists) {}

  @Get()
  @Allow('screening.read')
  @Returns(restrictiveMeasureListsSchema, 'The lists of restrictive measures, the newest first.')
  list(
    @Who() who: Principal,
    @Query({ schema: restrictiveMeasureListsQuery }) query: RestrictiveMeasureListsQuery,
  ) {
    return this.lists.list(who, query);
  }

  @Get(':id')
  @Allow('screening.read')
  @Returns(restrictiveMeasureListSchema, 'A list of restrictive measures.')
  one(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.lists.one(who, id);
  }

  @Post()
  @Allow('screening.run')
  @Returns(
    restrictiveMeasureListSchema,
    'Imports the consolidated list of the EU (XML) and screens everybody; a file that was imported before changes nothing.',
    {
      status: 201,
      location: '/restrictive-measures/lists/:id',
      takes: { type: 'application/xml', bytesMax: listBytesMax },
    },
  )
  upload(@Who() who: Principal, @Body() body: unknown) {
    return this.lists.upload(who, body);
  }
}
