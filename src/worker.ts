import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { readConfig } from './config/config.js';
import { LOGGER, nestLogger } from './platform/logger.js';

const config = { ...readConfig(), ROLE: 'worker' as const };
const app = await NestFactory.createApplicationContext(AppModule.with(config), {
  logger: ['error', 'warn'],
});
const logger = app.get<Logger>(LOGGER);
app.useLogger(nestLogger(logger));
app.enableShutdownHooks();
logger.info('worker ready');
