import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';

export const idParam = z.uuid();

export const restrictiveMeasureListSchema = z
  .object({
    id: z.uuid(),
    current: z.boolean().describe('The list in use: the newest by its own date.'),
    generatedAt: instant.describe('When the list was made, as it says of itself.'),
    fileId: z.string(),
    checksum: z.string().describe('SHA-256 of the file.'),
    bytes: z.string().describe('Integer bytes.'),
    entries: z.int(),
    names: z.int().describe('Names and aliases.'),
    added: z.int().describe('Entries that the list in use before did not have.'),
    changed: z.int(),
    removed: z.int(),
    importedBy: z.string().nullable().describe('Name; null for the command line.'),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'RestrictiveMeasureList' });
export type RestrictiveMeasureListView = z.input<typeof restrictiveMeasureListSchema>;

export const restrictiveMeasureListsSchema = listOf(restrictiveMeasureListSchema);
export const restrictiveMeasureListsQuery = listQuery(['generatedAt', 'createdAt'], {});
export type RestrictiveMeasureListsQuery = z.infer<typeof restrictiveMeasureListsQuery>;
