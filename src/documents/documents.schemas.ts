import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';
import { documentKinds } from './documents.rules.js';
import { mediaTypes } from './file-types.rules.js';

export const documentSchema = z
  .object({
    id: z.uuid(),
    subjectKind: z.string().describe('What it was handed in for.'),
    subjectId: z.uuid(),
    kind: z.enum(documentKinds),
    name: z.string().describe('Cleaned; its extension is that of what the file is.'),
    mediaType: z.enum(mediaTypes).describe('By content, not by name.'),
    sizeBytes: z.int(),
    sha256: z.string().describe('Of the content, as 64 hexadecimal digits.'),
    uploadedBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Document' });
export type DocumentView = z.input<typeof documentSchema>;

export const documentListSchema = z.object({
  items: z.array(documentSchema),
  nextCursor: z.null(),
  limits: z.object({
    fileBytes: z.int(),
    subjectBytes: z.int(),
    perSubject: z.int(),
    mediaTypes: z.array(z.string()),
  }),
});

/** In the address, because the bytes follow at once and nothing behind them is known beforehand. */
export const uploadQuery = z.strictObject({ kind: z.enum(documentKinds).default('other') });
export type UploadQuery = z.infer<typeof uploadQuery>;
