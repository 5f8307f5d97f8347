import {
  applyDecorators,
  createParamDecorator,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import type { z } from 'zod';
import type { PortalRequest } from '../access/allow.decorator.js';
import { DomainError } from '../kernel/domain-error.js';

export const RETURNS = 'returns';

/** What a handler answers: the OpenAPI is written from it and the answer trimmed to it. */
export interface Returned {
  schema: z.ZodType | null;
  status: number;
  /** Path under which a created thing is found; `:id` and other names are fields of the answer. */
  location?: string;
  /** Other than application/json: the answer passes untouched. */
  contentType?: string;
  /** Headers that every answer carries. */
  headers?: Readonly<Record<string, string>>;
  /** Largest body in bytes, where it is not the 64 KB of all others. */
  bodyBytesMax?: number;
  /** Takes a file as multipart/form-data (`@Upload()`), with more time than other bodies get. */
  upload?: true;
  /** A body that is no JSON and arrives as a stream: the handler's body is a Readable of at most so many bytes. */
  takes?: { type: string; bytesMax: number };
  summary: string;
}

/** The shape and status of the answer (200 unless told), and one sentence for the document. */
export const Returns = (
  schema: z.ZodType | null,
  summary: string,
  options: Partial<Omit<Returned, 'schema' | 'summary'>> = {},
) =>
  applyDecorators(
    SetMetadata(RETURNS, { schema, summary, status: schema === null ? 204 : 200, ...options }),
  );

const versionParam = createParamDecorator((required: boolean, context: ExecutionContext) => {
  const header = context.switchToHttp().getRequest<PortalRequest>().headers['if-match'];
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header ?? '')?.[1];
  if (version !== undefined) return Number(version);
  if (header !== undefined && header !== '*') {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'If-Match does not name a version of this. Send the ETag of your last read.',
    );
  }
  if (!required) return undefined;
  throw new DomainError(
    'version-required',
    'VERSION_REQUIRED',
    'Say which version you change: send If-Match with the ETag of your last read.',
  );
});

/** The version that a PATCH, PUT or DELETE changes (428 without). */
export const IfMatch = () => versionParam(true);
/** The version of an action, checked only if sent. */
export const IfMatchSent = () => versionParam(false);
