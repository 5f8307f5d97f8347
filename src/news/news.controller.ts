import { Controller, Get, Req } from '@nestjs/common';
import { Allow, Who, type PortalRequest } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { NewsStreams } from './news-streams.service.js';

@Controller('events')
export class NewsController {
  constructor(private readonly streams: NewsStreams) {}

  @Get()
  @Allow('signed-in')
  @Returns(
    null,
    'Server-sent events of what changes and may be seen: `changed` { kind, id, version }, `progress` { kind, id, step, count }, and `ready` when from here on all of it is heard.',
    {
      status: 200,
      contentType: 'text/event-stream; charset=utf-8',
      // nginx would hold events back.
      headers: { 'X-Accel-Buffering': 'no' },
    },
  )
  open(@Who() who: Principal, @Req() request: PortalRequest) {
    return this.streams.open(who, request);
  }
}
