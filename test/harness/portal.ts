import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EntityManager } from 'typeorm';
import supertest from 'supertest';
import { AppModule } from '../../src/app.module.js';
import { readConfig } from '../../src/config/config.js';
import { Database } from '../../src/platform/database.service.js';
import { createHttp } from '../../src/platform/http.js';
import type { JobName, JobPayload } from '../../src/platform/job-registry.js';
import { JobRunner } from '../../src/platform/job-runner.service.js';
import { createDatabase } from './database.js';
import { secretOfTests } from './processes.js';

export type Verb = 'get' | 'post' | 'patch' | 'put' | 'delete' | 'head' | 'options';
export type Client = Record<Verb, (path: string) => supertest.Test>;

/** Whoever carries a live session: what `aPerson` gives. */
export interface SignedIn {
  cookie: string;
}

/** The whole portal over HTTP on a database of its own, without a worker: tests run jobs themselves. */
export interface Portal {
  app: NestFastifyApplication;
  url: string;
  /** Of the database of this portal alone. */
  databaseUrl: string;
  database: Database;
  manager: EntityManager;
  /** A visitor. */
  http: Client;
  /** Somebody with a session. */
  as(person: SignedIn): Client;
  /** A program with an access token. */
  withToken(token: string): Client;
  get<T>(type: Type<T> | symbol): T;
  run<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<unknown>;
  /** What `portal_now()` tells from here on; null is the present. */
  travelTo(instant: Date | null): void;
  close(): Promise<void>;
}

/** Opens a portal for one test file; close it in afterAll. */
export async function openPortal(variables: Record<string, string> = {}): Promise<Portal> {
  const own = await createDatabase();
  const config = readConfig({
    NODE_ENV: 'test',
    ROLE: 'api',
    PORT: '0',
    DATABASE_URL: own.url,
    DATABASE_POOL_MAX: '10',
    APP_SECRET: secretOfTests,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    ...variables,
  });
  const app = await createHttp(AppModule.with(config), config);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const server = app.getHttpServer();
  await app.listen(0, '127.0.0.1');
  const database = app.get(Database);
  return {
    app,
    url: await app.getUrl(),
    databaseUrl: own.url,
    database,
    manager: database.manager,
    http: clientOf(server, {}),
    as: ({ cookie }) => clientOf(server, { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }),
    withToken: (token) => clientOf(server, { Authorization: `Bearer ${token}` }),
    get: (type) => app.get(type, { strict: false }),
    run: (name, payload) => app.get(JobRunner).run(name, payload),
    travelTo: (instant) => database.travelTo(instant),
    close: async () => {
      await app.close();
      await own.drop();
    },
  };
}

function clientOf(
  server: Parameters<typeof supertest>[0],
  headers: Record<string, string>,
): Client {
  const verbs: Verb[] = ['get', 'post', 'patch', 'put', 'delete', 'head', 'options'];
  const send = (verb: Verb) => (path: string) => supertest(server)[verb](path).set(headers);
  return Object.fromEntries(verbs.map((verb) => [verb, send(verb)])) as Client;
}
