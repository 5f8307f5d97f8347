import { resolve } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { RequestMethod, type DynamicModule, type Type } from '@nestjs/common';
import { ModulesContainer, NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { newId } from '../kernel/random.js';
import { pathWithoutSecrets } from '../kernel/secret-paths.js';
import { AnswerInterceptor } from './answer.interceptor.js';
import { serveDocs } from './docs-page.js';
import { serveAssets } from './assets.js';
import { LOGGER, nestLogger } from './logger.js';
import { formFields, formPaths, pagePaths } from './pages.rules.js';
import { ProblemFilter } from './problem.filter.js';
import { readRoutes, RouteTable, type Route } from './route-table.js';
import { SchemaPipe } from './schema.pipe.js';
import { bodyTimes, takeUploads } from './uploads.js';
import { streamBody } from './stream-body.js';
import { parseStrictJson } from './strict-json.js';

const bodyBytesMax = 64 * 1024;
const prefix = 'api/v1';
/** Outside the API's prefix: health and the document for machines, pages for people. */
const unprefixed = ['healthz', 'readyz', 'api/openapi.json'];

/** Builds the HTTP side of the portal without listening yet. */
export async function createHttp(
  module: Type | object,
  config: Config,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: bodyBytesMax,
    requestTimeout: bodyTimes.uploadMs,
    http: { headersTimeout: bodyTimes.otherMs },
    connectionTimeout: 0,
    keepAliveTimeout: 10_000,
    genReqId: () => newId(),
    trustProxy: config.TRUSTED_PROXIES === '' ? false : config.TRUSTED_PROXIES.split(','),
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, adapter, {
    bodyParser: false,
    bufferLogs: false,
    abortOnError: false,
    logger: ['error', 'warn'],
  });
  const logger = app.get<Logger>(LOGGER);
  app.useLogger(nestLogger(logger));
  app.setGlobalPrefix(prefix, {
    exclude: [
      ...[...unprefixed, ...pagePaths, ''].map((path) => ({
        path: path.replace('*', '*path'),
        method: RequestMethod.GET,
      })),
      ...formPaths.map((path) => ({ path, method: RequestMethod.POST })),
    ],
  });
  let routes: RouteTable | null = null;
  const table = () => (routes ??= routeTable(app));
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(new ProblemFilter(logger, table));
  app.useGlobalInterceptors(new AnswerInterceptor(app.get(Reflector)));
  widenBodies(adapter.getInstance(), table);
  await prepare(adapter.getInstance(), config, logger);
  app.enableShutdownHooks();
  return app;
}

/** Routes that take more than others say so themselves (`bodyBytesMax`, `upload`). */
function widenBodies(fastify: FastifyInstance, table: () => RouteTable): void {
  fastify.addHook('onRoute', (route) => {
    const returned = table().routes.find(
      ({ path, method }) => path === route.url && method === route.method,
    )?.returned;
    if (returned?.bodyBytesMax !== undefined) route.bodyLimit = returned.bodyBytesMax;
    if (returned?.upload) route.config = Object.assign(route.config ?? {}, { upload: true });
    const { takes } = returned ?? {};
    if (takes) route.config = Object.assign(route.config ?? {}, { takes });
  });
}

/** Every route of the running portal. */
export function routeTable(app: Pick<NestFastifyApplication, 'get'>): RouteTable {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map((wrapper) => wrapper.metatype as Type),
  );
  return new RouteTable(readApiRoutes(controllers));
}

/** The routes of controllers under their full paths; throws where one has no policy or shape. */
export function readApiRoutes(controllers: readonly Type[]): Route[] {
  return readRoutes(controllers, apiPath);
}

/** All controllers of a module tree, read from its declarations. */
export function controllersOf(module: Type | DynamicModule): Type[] {
  const type = 'module' in module ? module.module : module;
  const own: Partial<DynamicModule> = 'module' in module ? module : {};
  const declared = <T>(key: 'controllers' | 'imports', more: readonly unknown[] | undefined) =>
    [...((Reflect.getMetadata(key, type) as unknown[] | undefined) ?? []), ...(more ?? [])] as T[];
  return [
    ...declared<Type>('controllers', own.controllers),
    ...declared<Type | DynamicModule>('imports', own.imports as unknown[])
      .filter((entry) => typeof entry === 'function' || 'module' in entry)
      .flatMap(controllersOf),
  ];
}

function apiPath(path: string): string {
  const outside =
    path === '/' || [...unprefixed, ...pagePaths, ...formPaths].includes(path.slice(1));
  return outside ? path : `/${prefix}${path}`;
}

async function prepare(fastify: FastifyInstance, config: Config, logger: Logger): Promise<void> {
  const https = config.PUBLIC_URL.startsWith('https:');
  await fastify.register(fastifyCookie);
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: https ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  serveDocs(fastify);
  serveAssets(fastify, resolve(config.WEB_DIST, 'client/assets'));
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => {
    try {
      done(null, parseStrictJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  // Only pages take forms; what the API takes is JSON.
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, body, done) => {
      if (formPaths.includes(request.url.slice(1).split('?', 1)[0] ?? '')) {
        done(null, formFields(body as string));
      } else done(Object.assign(new Error('not JSON'), { statusCode: 415 }));
    },
  );
  fastify.addContentTypeParser('*', streamBody);
  await takeUploads(fastify);
  fastify.addHook('onSend', async (request, reply) => {
    reply.header('X-Request-Id', request.id);
    if (!reply.hasHeader('Cache-Control')) reply.header('Cache-Control', 'no-store');
  });
  fastify.addHook('onResponse', async (request, reply) => {
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        path: pathWithoutSecrets(request.url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ip: request.ip,
      },
      'request',
    );
  });
}
