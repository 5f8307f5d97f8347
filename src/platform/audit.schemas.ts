import { z } from 'zod';
import { instant } from './fields.schemas.js';
import { listOf, listQuery } from './keyset.js';

export const auditEventSchema = z
  .object({
    id: z.uuid(),
    at: instant,
    actor: z.object({
      kind: z.enum(['anonymous', 'person', 'system']),
      id: z.uuid().nullable(),
      name: z.string(),
    }),
    act: z.string().describe('Noun and verb, for example request.submit.'),
    object: z.object({ kind: z.string(), id: z.string() }),
    before: z.unknown(),
    after: z.unknown(),
    reason: z.string().nullable(),
    rule: z.string().nullable().describe('The rule that the act rests on, for example REQ-2.'),
    requestId: z.string(),
    position: z
      .number()
      .int()
      .nullable()
      .describe('Place in the chain; null until chained (AUD-2).'),
    hash: z.string().nullable(),
    version: z.number().int().describe('Always 1: audit rows are never edited.'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'AuditEvent' });
export const auditEventListSchema = listOf(auditEventSchema);

export const auditEventsQuery = listQuery(['at'], {
  act: z.string().max(60).optional(),
  objectKind: z.string().max(40).optional(),
  objectId: z.string().max(60).optional(),
  actorId: z.uuid().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AuditEventsQuery = z.infer<typeof auditEventsQuery>;

export const chainReportSchema = z
  .object({
    holds: z.boolean(),
    length: z.number().int().describe('Rows in the chain that hold.'),
    firstBad: z
      .object({ position: z.number().int(), eventId: z.string(), what: z.string() })
      .nullable()
      .describe('The first row at which the chain does not hold.'),
    tail: z.number().int().describe('Rows that are committed but not chained yet.'),
  })
  .meta({ id: 'ChainReport' });

export const auditHeadListSchema = listOf(
  z
    .object({
      position: z.number().int(),
      hash: z.string(),
      signature: z.string().describe('Ed25519 over `position:hash`, hex.'),
      publicKey: z.string(),
      publishedAt: instant,
    })
    .meta({ id: 'AuditHead' }),
);
export const auditHeadsQuery = listQuery(['position'], {});
export type AuditHeadsQuery = z.infer<typeof auditHeadsQuery>;
