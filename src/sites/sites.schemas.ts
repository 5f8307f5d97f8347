import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';

export const siteKinds = ['ai_factory', 'gigafactory'] as const;
export const siteStates = ['operating', 'planned'] as const;

const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must have small letters, digits and single hyphens');
const name = z.string().trim().min(1, 'must not be empty').max(120);
const source = z
  .string()
  .trim()
  .min(1, 'must say where the figures come from')
  .max(500)
  .describe('Where the figures come from.');

export const createSiteSchema = z.strictObject({
  slug,
  name,
  host: z.string().trim().max(120).default('').describe('Who runs it.'),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code such as FI'),
  kind: z.enum(siteKinds),
  state: z.enum(siteStates),
  source,
});
export type CreateSite = z.infer<typeof createSiteSchema>;

export const changeSiteSchema = createSiteSchema
  .omit({ slug: true, host: true })
  .extend({ host: z.string().trim().max(120) })
  .partial();
export type ChangeSite = z.infer<typeof changeSiteSchema>;

export const siteSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    host: z.string(),
    country: z.string().nullable(),
    kind: z.enum(siteKinds),
    state: z.enum(siteStates),
    accelerators: z.number().int().describe('Of all its partitions.'),
    source: z.string(),
    version: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Site' });
export const siteListSchema = listOf(siteSchema);
export type Site = z.infer<typeof siteSchema>;

export const sitesQuery = listQuery(['name', 'createdAt'], {
  kind: z.enum(siteKinds).optional(),
  state: z.enum(siteStates).optional(),
  country: z.string().max(2).optional(),
});
export type SitesQuery = z.infer<typeof sitesQuery>;

const accelerators = z.number().int().min(1).max(10_000_000);

export const createPartitionSchema = z.strictObject({
  name,
  accelerator: name.describe('Make and model.'),
  accelerators,
  acceleratorsPerNode: z.number().int().min(1).max(1_000),
  kilowattsPerAccelerator: z.number().positive().max(100).nullable().default(null),
  peakTflops: z.number().positive().max(10_000_000).nullable().default(null),
  source,
});
export type CreatePartition = z.infer<typeof createPartitionSchema>;

export const changePartitionSchema = createPartitionSchema
  .extend({
    kilowattsPerAccelerator: z.number().positive().max(100).nullable(),
    peakTflops: z.number().positive().max(10_000_000).nullable(),
  })
  .partial();
export type ChangePartition = z.infer<typeof changePartitionSchema>;

export const partitionSchema = z
  .object({
    id: z.uuid(),
    siteId: z.uuid(),
    name: z.string(),
    accelerator: z.string(),
    accelerators: z.number().int(),
    acceleratorsPerNode: z.number().int(),
    kilowattsPerAccelerator: z.number().nullable(),
    peakTflops: z.number().nullable().describe('Per accelerator, 10¹² FLOP/s.'),
    source: z.string(),
    version: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Partition' });
export const partitionListSchema = listOf(partitionSchema);
export type Partition = z.infer<typeof partitionSchema>;

export const partitionsQuery = listQuery(['name'], {});
export type PartitionsQuery = z.infer<typeof partitionsQuery>;

export const siteIdParam = z.uuid();
