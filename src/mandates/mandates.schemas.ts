import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';

export const idParam = z.uuid();
export const nothingSchema = z.strictObject({}).optional();
export const mandateDaysDefault = 90;

export const giveMandateSchema = z.strictObject({
  personId: z.uuid('must be the id of a manager of the organisation'),
  days: z
    .int('must be whole days')
    .min(1, 'must be at least 1 day')
    .max(366, 'must be at most 366 days')
    .default(mandateDaysDefault),
  note: z.string().trim().max(500, 'must have at most 500 characters').default(''),
});
export type GiveMandate = z.infer<typeof giveMandateSchema>;

const personRef = z.object({ id: z.uuid(), name: z.string() });

export const mandateSchema = z
  .object({
    id: z.uuid(),
    organisationId: z.uuid(),
    person: personRef,
    givenBy: personRef,
    note: z.string(),
    live: z.boolean().describe('Neither revoked nor expired, and the person is still a manager.'),
    expiresAt: instant,
    revokedAt: instant.nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Mandate' });
export type MandateView = z.input<typeof mandateSchema>;

export const mandateListSchema = listOf(mandateSchema);
export const mandatesQuery = listQuery(['createdAt'], {
  live: z.enum(['true', 'false']).optional(),
});
export type MandatesQuery = z.infer<typeof mandatesQuery>;
