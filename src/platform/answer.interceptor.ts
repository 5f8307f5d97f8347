import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { RETURNS, type Returned } from './route.decorator.js';

interface Resource {
  id?: string;
  version?: number;
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
  void reply.status(returned.status);
  if (returned.contentType !== undefined) {
    void reply.header('Content-Type', returned.contentType);
    return answer;
  }
  if (returned.schema === null) return undefined;
  const trimmed = returned.schema.parse(answer);
  const { id, version } = (trimmed ?? {}) as Resource;
  if (typeof version === 'number') void reply.header('ETag', `"${version}"`);
  if (returned.location !== undefined && id !== undefined) {
    void reply.header('Location', `/api/v1${returned.location.replace(':id', id)}`);
  }
  return trimmed;
}
