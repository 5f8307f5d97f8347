import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { DomainError, type ErrorCategory, type FieldProblem } from '../kernel/domain-error.js';
import { pathWithoutSecrets } from '../kernel/secret-paths.js';
import { isConnectionLost, refusalOf } from './database.rules.js';
import type { RouteTable } from './route-table.js';

const statusOf: Record<ErrorCategory, [status: number, title: string]> = {
  malformed: [400, 'Malformed request'],
  unauthenticated: [401, 'Sign in'],
  forbidden: [403, 'Not allowed'],
  'not-found': [404, 'Not found'],
  conflict: [409, 'Conflict'],
  stale: [412, 'Changed meanwhile'],
  'too-large': [413, 'Too large'],
  'media-type': [415, 'Unsupported type'],
  rule: [422, 'Breaks a rule'],
  'version-required': [428, 'Version required'],
  throttled: [429, 'Too many tries'],
  unavailable: [503, 'Temporarily unavailable'],
};

/** An RFC 9457 problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors: readonly FieldProblem[];
  requestId: string;
}

/** The one place where errors become HTTP: problem+json, and a bare 500 for what nobody expected. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: () => RouteTable,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    sendProblem(error, request, reply, this.logger, this.routes());
  }
}

/** Writes the problem document of an error;. */
export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
  routes: RouteTable,
): void {
  const known = knownError(error, request, reply, routes);
  if (known === null) {
    logger.error(
      {
        err: error,
        requestId: request.id,
        method: request.method,
        path: pathWithoutSecrets(request.url),
      },
      'unexpected error',
    );
  }
  if (reply.sent) return;
  const problem = problemOf(known, request.id);
  if (known?.retryAfterSeconds !== undefined) {
    void reply.header('Retry-After', String(Math.max(1, Math.ceil(known.retryAfterSeconds))));
  }
  void reply
    .status(problem.status)
    .header('Content-Type', 'application/problem+json; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .send(JSON.stringify(problem));
}

interface Known {
  status: number;
  title: string;
  code: string;
  detail: string;
  errors: readonly FieldProblem[];
  retryAfterSeconds?: number | undefined;
}

function problemOf(known: Known | null, requestId: string): Problem {
  const { status, title, code, detail, errors } = known ?? {
    status: 500,
    title: 'Something went wrong',
    code: 'UNEXPECTED',
    detail:
      'This is our fault, not yours. Nothing was changed. Try again; if it stays, tell us the request id.',
    errors: [],
  };
  return {
    type: `urn:champions-portal:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    detail,
    code,
    errors,
    requestId,
  };
}

function knownError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  routes: RouteTable,
): Known | null {
  if (error instanceof DomainError) return ofDomain(error);
  if (isConnectionLost(error)) {
    return ofDomain(
      new DomainError(
        'unavailable',
        'DATABASE_UNAVAILABLE',
        'A part of the portal is down or too busy. Try again in a moment.',
        { retryAfterSeconds: 2 },
      ),
    );
  }
  const refusal = refusalOf(error);
  if (refusal) return ofDomain(refusal);
  if (error instanceof HttpException && error.getStatus() === 404)
    return noRoute(request, reply, routes);
  return ofTransport(error);
}

function ofDomain(error: DomainError): Known {
  const [status, title] = statusOf[error.category];
  return {
    status,
    title,
    code: error.code,
    detail: error.detail,
    errors: error.errors,
    retryAfterSeconds: error.retryAfterSeconds,
  };
}

/** A path that exists under another verb is 405 with the verbs that it has. */
function noRoute(request: FastifyRequest, reply: FastifyReply, routes: RouteTable): Known {
  const path = request.url.split('?')[0] ?? '/';
  const methods = routes.methodsOf(path);
  if (methods.length > 0 && !methods.includes(request.method)) {
    void reply.header('Allow', methods.join(', '));
    return {
      status: 405,
      title: 'Wrong method',
      code: 'METHOD_NOT_ALLOWED',
      detail: `${request.method} is not possible here. Possible: ${methods.join(', ')}.`,
      errors: [],
    };
  }
  return {
    status: 404,
    title: 'Not found',
    code: 'NOT_FOUND',
    detail: 'There is nothing at this address. Check it against /api/docs.',
    errors: [],
  };
}

const transport: Record<number, [title: string, code: string, detail: string]> = {
  400: ['Malformed request', 'MALFORMED', 'The request could not be read. Check its form against /api/docs.'],
  408: ['Too slow', 'REQUEST_TIMEOUT', 'The request took too long to arrive. Send it again.'],
  413: ['Too large', 'BODY_TOO_LARGE', 'The body is larger than this takes (64 KB unless /api/docs says otherwise). Send less at once.'],
  414: ['Address too long', 'URI_TOO_LONG', 'The address is too long. Use fewer filters.'],
  415: ['Unsupported type', 'MEDIA_TYPE', 'Send JSON: Content-Type: application/json (another type only where /api/docs says so).'],
  431: ['Headers too large', 'HEADERS_TOO_LARGE', 'The headers are too large. Send fewer cookies.'],
  503: ['Temporarily unavailable', 'SHUTTING_DOWN', 'This server is restarting. Try again in a moment.'],
}; // prettier-ignore

/** Errors of Fastify and of Node's HTTP parser carry a status below 500. */
function ofTransport(error: unknown): Known | null {
  const holder = error as { statusCode?: unknown; getStatus?: () => number };
  const status =
    typeof holder.getStatus === 'function' ? holder.getStatus() : Number(holder.statusCode);
  const answer = transport[status];
  if (!answer)
    return status >= 400 && status < 500
      ? {
          status,
          title: 'Malformed request',
          code: 'MALFORMED',
          detail: 'The request could not be read. Check its form against /api/docs.',
          errors: [],
        }
      : null;
  const [title, code, detail] = answer;
  return {
    status,
    title,
    code,
    detail,
    errors: [],
    ...(status === 503 ? { retryAfterSeconds: 2 } : {}),
  };
}
