import { Transform, type Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Returned } from './route.decorator.js';

/*
 * Bodies that are neither JSON nor forms: refused, except where a route says that it takes them, and then
 * handed on as a stream, so that a file of 100 MB never stands in memory.
 */

const takesOf = (request: FastifyRequest) =>
  (request.routeOptions.config as { takes?: Returned['takes'] }).takes;

const failure = (statusCode: number, message: string) =>
  Object.assign(new Error(message), { statusCode });

/** The parser of every type but JSON: 415, or the stream that the route takes; 413 where it is too long. */
export function streamBody(
  request: FastifyRequest,
  payload: NodeJS.ReadableStream,
  done: (error: Error | null, body?: Readable) => void,
): void {
  const takes = takesOf(request);
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (takes === undefined || takes.type !== type) {
    payload.resume();
    done(failure(415, 'this type is not taken'));
    return;
  }
  if (Number(request.headers['content-length'] ?? 0) > takes.bytesMax) {
    payload.resume();
    done(failure(413, 'the body is too large'));
    return;
  }
  done(null, atMost(takes.bytesMax, payload));
}

function atMost(bytesMax: number, payload: NodeJS.ReadableStream): Readable {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, next) {
      bytes += chunk.length;
      if (bytes > bytesMax) next(failure(413, 'the body is too large'));
      else next(null, chunk);
    },
  });
  payload.on('error', (error) => counted.destroy(error));
  payload.on('close', () => {
    if (!counted.writableEnded) counted.destroy(failure(400, 'the body ended too early'));
  });
  return payload.pipe(counted);
}
