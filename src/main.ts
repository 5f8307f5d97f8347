import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { readConfig } from './config/config.js';
import { createHttp } from './platform/http.js';
import { LOGGER } from './platform/logger.js';
import type { Logger } from 'pino';

const config = readConfig();
const app = await createHttp(AppModule.with(config), config);
await app.listen({ port: config.PORT, host: config.HOST });
app.get<Logger>(LOGGER).info({ url: await app.getUrl() }, 'listening');
