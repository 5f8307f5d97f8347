import { z } from 'zod';
import { organisationRoles } from '../access/permissions.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { handOverStates, joiningStates } from './affiliations.rules.js';

const organisationName = z.object({ id: z.uuid(), name: z.string() });
const personName = z.object({ id: z.uuid(), name: z.string() });
const stamps = { version: z.int(), createdAt: instant, updatedAt: instant };

const roleAfter = z.enum(['manager', 'member', 'viewer', 'none']);
export const offerHandOverSchema = z.strictObject({
  personId: z.uuid('must be the id of a person of the organisation'),
  roleAfter: roleAfter.describe('What you are afterwards; none leaves the organisation.'),
});
export type OfferHandOver = z.infer<typeof offerHandOverSchema>;

export const handOverSchema = z
  .object({
    id: z.uuid(),
    organisation: organisationName,
    giver: personName,
    receiver: personName,
    roleAfter,
    state: z.enum(handOverStates),
    expired: z.boolean(),
    expiresAt: instant,
    ...stamps,
  })
  .meta({ id: 'HandOver' });
export type HandOverView = z.input<typeof handOverSchema>;
export const handOverListSchema = listOf(handOverSchema);
export const handOversQuery = listQuery(['createdAt'], {
  state: z.enum(handOverStates).optional(),
});
export type HandOversQuery = z.infer<typeof handOversQuery>;

export const joiningRequestSchema = z
  .object({
    id: z.uuid(),
    organisation: organisationName,
    person: personName.extend({
      email: z.string().describe('As typed at registration; nobody has verified it.'),
    }),
    state: z.enum(joiningStates),
    role: z.enum(organisationRoles).nullable(),
    ...stamps,
  })
  .meta({ id: 'JoiningRequest' });
export type JoiningRequestView = z.input<typeof joiningRequestSchema>;
export const joiningRequestListSchema = listOf(joiningRequestSchema);
export const joiningRequestsQuery = listQuery(['createdAt'], {
  state: z.enum(joiningStates).optional(),
});
export type JoiningRequestsQuery = z.infer<typeof joiningRequestsQuery>;

/** A representative is made by a hand-over or an invitation, never by a request. */
export const acceptJoiningSchema = z.strictObject({
  role: z.enum(['manager', 'member', 'viewer']),
});
export type AcceptJoining = z.infer<typeof acceptJoiningSchema>;

export const organisationHintsSchema = z.object({
  items: z.array(
    z.object({
      organisation: organisationName,
      domain: z.string(),
      asked: z.boolean().describe('Whether a request of yours is open there.'),
    }),
  ),
});

export const nothingSchema = z.strictObject({}).optional();
