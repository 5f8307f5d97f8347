import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { RETURNS, type Returned } from './route.decorator.js';

interface Resource {
  id?: string;
  version?: number;
  [field: string]: unknown;
}

/** Trims answers to their schema and sets status, ETag and Location. */
export class AnswerInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const returned = this.reflector.get<Returned | undefined>(RETURNS, context.getHandler());
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (!returned) return next.handle();
    return next.handle().pipe(map((answer: unknown) => finish(returned, reply, answer)));
  }
}

function finish(returned: Returned, reply: FastifyReply, answer: unknown): unknown {
  void reply.status(returned.status).headers(returned.headers ?? {});
  if (returned.contentType !== undefined) {
    void reply.header('Content-Type', returned.contentType);
    return answer;
  }
  if (returned.schema === null) return undefined;
  const trimmed = returned.schema.parse(answer);
  const resource = (trimmed ?? {}) as Resource;
  if (typeof resource.version === 'number') void reply.header('ETag', `"${resource.version}"`);
  if (returned.location !== undefined && resource.id !== undefined) {
    const path = returned.location.replace(/:(\w+)/g, (_, name: string) => String(resource[name]));
    void reply.header('Location', `/api/v1${path}`);
  }
  return trimmed;
}
