import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { letterKinds } from './letter-kinds.rules.js';
import { languages } from './letter-phrases.rules.js';

const summaryFields = z.object({
  id: z.uuid(),
  reference: z.string(),
  kind: z.enum(letterKinds),
  locale: z.enum(languages).describe('The language it is written in: that of the representative.'),
  organisation: z.object({ id: z.uuid(), name: z.string().describe('As it was then.') }),
  subject: z.string(),
  about: z.object({ kind: z.string(), id: z.uuid() }).describe('What was decided.'),
  appeal: z
    .object({
      kind: z.string(),
      until: instant,
      open: z.boolean().describe('Whether the window is still open.'),
    })
    .nullable()
    .describe('Until when one may appeal against what it tells (MEM-5).'),
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
});
export const letterSummarySchema = summaryFields.meta({ id: 'LetterSummary' });

export const letterSchema = summaryFields
  .extend({
    attention: z.array(z.string()).describe('The representatives it was written to.'),
    paragraphs: z.array(z.string()).describe('From greeting to closing, as sent.'),
  })
  .meta({ id: 'Letter' });
export type LetterView = z.input<typeof letterSchema>;

export const letterListSchema = listOf(letterSummarySchema);
export const lettersQuery = listQuery(['createdAt'], {
  organisation: z.uuid().optional(),
  kind: z.enum(letterKinds).optional(),
  about: z.uuid().optional().describe('Id of what was decided.'),
});
export type LettersQuery = z.infer<typeof lettersQuery>;
export const letterParam = z.uuid();
