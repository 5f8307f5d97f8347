import type { RequestMethod, Type } from '@nestjs/common';
import type { z } from 'zod';
import type { Requirement } from '../access/access.rules.js';
import { ALLOW } from '../access/allow.decorator.js';
import { RETURNS, type Returned } from './route.decorator.js';

/** One route as its decorators declare it: the source of the document and of the access tests. */
export interface Route {
  method: string;
  /** As Nest has it: /api/v1/requests/:id */
  path: string;
  handler: string;
  area: string;
  requirement: Requirement;
  returned: Returned;
  body: z.ZodType | null;
  query: z.ZodType | null;
  /** Whether If-Match is needed, honoured, or of no meaning. */
  version: 'required' | 'honoured' | 'none';
}

/** All routes of the running portal. */
export class RouteTable {
  private readonly patterns: { pattern: RegExp; method: string }[];

  constructor(readonly routes: readonly Route[]) {
    this.patterns = routes.map((route) => ({
      pattern: new RegExp(`^${route.path.replace(/:[A-Za-z]+/g, '[^/]+').replace('*', '.*')}/?$`),
      method: route.method,
    }));
  }

  /** The verbs that a concrete path answers to. */
  methodsOf(path: string): string[] {
    const methods = this.patterns
      .filter(({ pattern }) => pattern.test(path))
      .map(({ method }) => method);
    if (methods.includes('GET')) methods.push('HEAD');
    return [...new Set(methods)].sort();
  }
}

interface ArgumentMetadata {
  data?: unknown;
  schema?: z.ZodType;
  factory?: unknown;
}

const verbs: Record<number, string> = { 0: 'GET', 1: 'POST', 2: 'PUT', 3: 'DELETE', 4: 'PATCH' };

/** Reads the routes of controllers from their metadata; throws where a route lacks a policy or shape. */
export function readRoutes(
  controllers: readonly Type[],
  prefix: (path: string) => string,
): Route[] {
  return controllers.flatMap((controller) => routesOf(controller, prefix));
}

function routesOf(controller: Type, prefix: (path: string) => string): Route[] {
  const base = String(Reflect.getMetadata('path', controller) ?? '');
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function') return [];
    const verb = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
    if (verb === undefined) return [];
    const paths = [Reflect.getMetadata('path', handler) as string | string[] | undefined].flat();
    return paths.map((path) =>
      routeOf(controller, name, verbs[verb] ?? 'GET', prefix(joinPath(base, path ?? ''))),
    );
  });
}

function routeOf(controller: Type, name: string, method: string, path: string): Route {
  const handler = (controller.prototype as Record<string, object>)[name] as object;
  const requirement = Reflect.getMetadata(ALLOW, handler) as Requirement | undefined;
  const returned = Reflect.getMetadata(RETURNS, handler) as Returned | undefined;
  const where = `${controller.name}.${name} (${method} ${path})`;
  if (requirement === undefined) throw new Error(`${where} has no @Allow(...).`);
  if (returned === undefined) throw new Error(`${where} has no @Returns(...).`);
  const args = argumentsOf(controller, name);
  const version = args.find(
    ({ data, factory }) => factory !== undefined && typeof data === 'boolean',
  );
  return {
    method,
    path,
    handler: name,
    area: controller.name.replace(/Controller$/, ''),
    requirement,
    returned,
    body: args.find(({ kind }) => kind === 3)?.schema ?? null,
    query: args.find(({ kind }) => kind === 4)?.schema ?? null,
    version: version === undefined ? 'none' : version.data === true ? 'required' : 'honoured',
  };
}

/** Nest's own parameter kinds: 3 is the body, 4 the query, 5 a path parameter. */
function argumentsOf(controller: Type, name: string): (ArgumentMetadata & { kind: number })[] {
  const metadata = (Reflect.getMetadata('__routeArguments__', controller, name) ?? {}) as Record<
    string,
    ArgumentMetadata
  >;
  return Object.entries(metadata).map(([key, argument]) => ({
    ...argument,
    kind: Number(key.split(':')[0]),
  }));
}

const joinPath = (...parts: string[]) =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
