import { z } from 'zod';
import { gpuSecondsIn, gpuTimeShape, instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';

export const fundingSources = ['union', 'member_state', 'private'] as const;
export const setAsideKinds = ['maintenance', 'director', 'emergency', 'union_projects'] as const;

const name = z.string().trim().min(1, 'must not be empty').max(120);
const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must have small letters, digits and single hyphens');
const versions = { version: z.number().int(), createdAt: instant, updatedAt: instant };
const named = z.object({ id: z.uuid(), name: z.string() });

export const poolIdParam = z.uuid();

export const createPoolGroupSchema = z.strictObject({ slug, name });
export type CreatePoolGroup = z.infer<typeof createPoolGroupSchema>;
export const changePoolGroupSchema = z.strictObject({ name }).partial();
export type ChangePoolGroup = z.infer<typeof changePoolGroupSchema>;
export const poolGroupSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    pools: z.number().int().describe('How many pools it has.'),
    ...versions,
  })
  .meta({ id: 'PoolGroup' });
export const poolGroupListSchema = listOf(poolGroupSchema);
export type PoolGroup = z.infer<typeof poolGroupSchema>;
export const poolGroupsQuery = listQuery(['name', 'createdAt'], {});
export type PoolGroupsQuery = z.infer<typeof poolGroupsQuery>;

const poolFields = {
  name,
  fundingSource: z.enum(fundingSources),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().describe('The first instant that no longer belongs to the pool.'),
  accelerators: z.number().int().min(1).max(10_000_000),
  availabilityPpm: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .describe('Which part of the time the accelerators are usable, in parts per million.'),
};

export const createPoolSchema = z.strictObject({
  poolGroupId: z.uuid(),
  partitionId: z.uuid(),
  ...poolFields,
});
export type CreatePool = z.infer<typeof createPoolSchema>;

export const changePoolSchema = z.strictObject(poolFields).partial();
export type ChangePool = z.infer<typeof changePoolSchema>;

export const createSetAsideSchema = z.strictObject({
  kind: z.enum(setAsideKinds),
  gpuSeconds: gpuSecondsIn,
  reason: z.string().trim().min(1, 'must say why').max(1_000),
});
export type CreateSetAside = z.infer<typeof createSetAsideSchema>;

export const createReleaseSchema = z.strictObject({
  dueAt: z.iso.datetime().describe('From this cut-off on it can be divided.'),
  gpuSeconds: gpuSecondsIn,
});
export type CreateRelease = z.infer<typeof createReleaseSchema>;

const poolBasics = {
  id: z.uuid(),
  name: z.string(),
  poolGroup: named,
  fundingSource: z.enum(fundingSources),
  startsAt: instant,
  endsAt: instant,
  accelerators: z.number().int(),
};

export const poolItemSchema = z
  .object({
    ...poolBasics,
    site: named.extend({ slug: z.string() }),
    partition: named.extend({ accelerator: z.string() }),
    availabilityPpm: z.number().int(),
    ...gpuTimeShape('Gross'),
    ...gpuTimeShape('SetAside'),
    ...gpuTimeShape('Unreleased'),
    ...gpuTimeShape('Unallocated'),
    ...gpuTimeShape('Reserved'),
    ...gpuTimeShape('Granted'),
    ...versions,
  })
  .meta({ id: 'PoolItem' });
export const poolListSchema = listOf(poolItemSchema);
export type PoolItem = z.infer<typeof poolItemSchema>;

export const poolSchema = poolItemSchema
  .extend({
    setAsides: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(setAsideKinds),
        ...gpuTimeShape(''),
        reason: z.string(),
        createdAt: instant,
      }),
    ),
    releases: z.array(
      z.object({
        id: z.uuid(),
        dueAt: instant,
        ...gpuTimeShape(''),
        releasedAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Pool' });
export type Pool = z.infer<typeof poolSchema>;

export const poolsQuery = listQuery(['name', 'startsAt', 'createdAt'], {
  poolGroupId: z.uuid().optional(),
  siteId: z.uuid().optional(),
  fundingSource: z.enum(fundingSources).optional(),
});
export type PoolsQuery = z.infer<typeof poolsQuery>;

export const publicPoolSchema = z
  .object({
    ...poolBasics,
    site: named.extend({
      slug: z.string(),
      country: z.string().nullable(),
      kind: z.enum(['ai_factory', 'gigafactory']),
      state: z.enum(['operating', 'planned']),
    }),
    accelerator: z.string(),
    ...gpuTimeShape('Gross'),
    ...gpuTimeShape('SetAside'),
    ...gpuTimeShape('Released'),
    ...gpuTimeShape('Granted'),
    ...versions,
  })
  .meta({ id: 'PublicPool' });
export const publicPoolListSchema = listOf(publicPoolSchema);
export type PublicPool = z.infer<typeof publicPoolSchema>;

export const publicPoolsQuery = listQuery(['site', 'name', 'startsAt'], {
  site: z.string().max(60).optional().describe('Slug of a site.'),
});
export type PublicPoolsQuery = z.infer<typeof publicPoolsQuery>;
