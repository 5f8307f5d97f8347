import fastifyMultipart from '@fastify/multipart';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PortalRequest } from '../access/allow.decorator.js';
import { DomainError } from '../kernel/domain-error.js';

/** How long a body may take to arrive: a file over a slow line, and everything else. */
export const bodyTimes = { uploadMs: 180_000, otherMs: 15_000 } as const;

/** Room for boundaries and headers beside the file itself. */
const formBytesMax = 16 * 1024;
const limits = { files: 1, fields: 4, fieldSize: 1024, parts: 5, headerPairs: 20 } as const;

/** A file that is arriving: what the sender calls it, and its bytes, to be read once. */
export interface ArrivingFile {
  name: string;
  bytes: AsyncIterable<Buffer>;
}

/** The upload of a request; nothing of it has been read until it is opened. */
export interface IncomingUpload {
  /**
   * @param bytesMax what the file may have at most.
   * @throws DomainError media-type UPLOAD_FORM · too-large UPLOAD_TOO_LARGE · malformed UPLOAD_MALFORMED;
   *   the last two also while the bytes are read.
   */
  open(bytesMax: number): Promise<ArrivingFile>;
}

/** The file that a route with `upload: true` takes, as multipart/form-data in a part called "file". */
export const Upload = createParamDecorator(
  (_: unknown, context: ExecutionContext): IncomingUpload => {
    const request = context.switchToHttp().getRequest<PortalRequest>();
    return { open: (bytesMax) => openUpload(request, bytesMax) };
  },
);

/** Lets routes take files that say so, keeps forms out of all others, and ends bodies that trickle in. */
export async function takeUploads(fastify: FastifyInstance): Promise<void> {
  await fastify.register(fastifyMultipart, { limits, throwFileSizeLimit: false });
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    const { upload, takes } = request.routeOptions.config as { upload?: true; takes?: object };
    const form = /^\s*multipart\/form-data/i.test(request.headers['content-type'] ?? '');
    if (form && upload !== true) {
      payload.resume();
      done(Object.assign(new Error('not JSON'), { statusCode: 415 }));
      return;
    }
    const long = form || takes !== undefined;
    endLate(request, reply, long ? bodyTimes.uploadMs - 10_000 : bodyTimes.otherMs);
    done(null, payload);
  });
}

/** A body that has not arrived in time is answered with 408, or its connection is cut. */
function endLate(request: FastifyRequest, reply: FastifyReply, afterMs: number): void {
  const { headers, raw } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  const end = () => {
    if (raw.complete) return;
    if (reply.sent) return void raw.destroy();
    void reply.header('Connection', 'close');
    raw.once('error', () => undefined);
    raw.emit('error', Object.assign(new Error('too slow'), { statusCode: 408 }));
  };
  const timer = setTimeout(end, afterMs).unref();
  const stop = () => clearTimeout(timer);
  raw.once('end', stop).once('close', stop);
}

async function openUpload(request: FastifyRequest, bytesMax: number): Promise<ArrivingFile> {
  if (!request.isMultipart()) {
    throw new DomainError(
      'media-type',
      'UPLOAD_FORM',
      'Send the file as multipart/form-data, in one part called "file".',
    );
  }
  if (Number(request.headers['content-length'] ?? 0) > bytesMax + formBytesMax) {
    throw tooLarge(bytesMax);
  }
  const parts = request.parts({ limits: { fileSize: bytesMax } });
  for (;;) {
    const next = await read(() => parts.next());
    if (next.done === true) throw malformed('There is no file in it.');
    if (next.value.type !== 'file') continue;
    const { file, filename } = next.value;
    return { name: filename ?? '', bytes: bytesOf(file, parts, bytesMax) };
  }
}

/** The bytes of the file; they count only when the form then ends as it should. */
async function* bytesOf(
  file: AsyncIterable<Buffer> & { truncated: boolean },
  parts: AsyncIterator<unknown>,
  bytesMax: number,
): AsyncGenerator<Buffer> {
  const chunks = file[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const next = await read(() => chunks.next());
      if (next.done === true) break;
      yield next.value;
    }
    ended = true;
  } finally {
    if (!ended) await chunks.return?.();
  }
  if (file.truncated) throw tooLarge(bytesMax);
  const rest = await read(() => parts.next());
  if (rest.done !== true) throw malformed('Send one file at a time, as its last part.');
}

/** Whatever the parser says is about what was sent, never about us. */
async function read<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch {
    throw malformed('It broke off or has another form.');
  }
}

function malformed(what: string): DomainError {
  return new DomainError(
    'malformed',
    'UPLOAD_MALFORMED',
    `The upload could not be read. ${what} Send one file as multipart/form-data, in a part called "file".`,
  );
}

function tooLarge(bytesMax: number): DomainError {
  return new DomainError(
    'too-large',
    'UPLOAD_TOO_LARGE',
    `The file is larger than ${Math.floor(bytesMax / 1024 / 1024)} MB. Send a smaller one, for example a scan with fewer dots per inch.`,
  );
}
