import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { Allow } from '../access/allow.decorator.js';
import { DomainError } from '../kernel/domain-error.js';
import { Database } from './database.service.js';
import { Lifecycle } from './lifecycle.service.js';
import { Returns } from './route.decorator.js';

const healthSchema = z.object({ status: z.literal('ok') });

@Controller()
export class HealthController {
  constructor(
    @Inject(Database) private readonly database: Database,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Get('healthz')
  @Allow('public')
  @Returns(healthSchema, 'The process is alive.')
  live() {
    return { status: 'ok' as const };
  }

  @Get('readyz')
  @Allow('public')
  @Returns(
    healthSchema,
    'The process takes work: the database answers and no shutdown is under way.',
  )
  async ready() {
    if (this.lifecycle.stopping) {
      throw new DomainError(
        'unavailable',
        'SHUTTING_DOWN',
        'This server is going down. Ask another one.',
        { retryAfterSeconds: 5 },
      );
    }
    await this.database.now();
    return { status: 'ok' as const };
  }
}
