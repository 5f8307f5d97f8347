import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { AuditChain } from './audit-chain.service.js';
import { AuditController } from './audit.controller.js';
import { AuditJobs } from './audit.jobs.js';
import { Database } from './database.service.js';
import { DocumentController } from './document.controller.js';
import { HealthController } from './health.controller.js';
import { JobRunner } from './job-runner.service.js';
import { Lifecycle } from './lifecycle.service.js';
import { createLogger, LOGGER } from './logger.js';
import { News } from './news.service.js';
import { OutboxRelay } from './outbox-relay.service.js';
import { PagesController } from './pages.controller.js';
import { SigningKeysController } from './signing-keys.controller.js';
import { SigningKeys } from './signing-keys.service.js';
import { Throttles } from './throttles.service.js';
import type { DataSourceOptions } from 'typeorm';

const services = [
  AuditChain,
  Database,
  JobRunner,
  Lifecycle,
  News,
  OutboxRelay,
  SigningKeys,
  Throttles,
];

/** What every noun stands on: database, jobs, audit, health. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, dataSource: DataSourceOptions): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        TypeOrmModule.forRoot({ ...dataSource, retryAttempts: 3, retryDelay: 500 }),
      ],
      controllers: [
        AuditController,
        HealthController,
        DocumentController,
        PagesController,
        SigningKeysController,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useFactory: () => createLogger(config) },
        ...services,
        AuditJobs,
      ],
      exports: [CONFIG, LOGGER, ...services],
    };
  }
}
