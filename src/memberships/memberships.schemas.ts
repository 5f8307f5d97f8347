import { z } from 'zod';
import { organisationClasses } from '../organisations/classification.rules.js';
import { countryCode } from '../organisations/organisations.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { endKinds, membershipStates, standingCodes } from './memberships.rules.js';

/** The organisation that something belongs to, as far as lists need it. */
export const organisationRef = z.object({
  id: z.uuid(),
  name: z.string(),
  country: z.string().describe('ISO 3166-1 alpha-2.'),
  class: z.enum(organisationClasses),
});

export const membershipSchema = z
  .object({
    id: z.uuid(),
    organisation: organisationRef,
    applicationId: z.uuid().nullable(),
    state: z.enum(membershipStates),
    current: z.boolean().describe('Active and not expired: what MEM-7 asks.'),
    startsAt: instant,
    expiresAt: instant,
    renewableFrom: instant.describe('From then on it can be renewed (REN-1).'),
    renewedAt: instant.nullable(),
    suspension: z
      .object({
        code: z.enum(standingCodes).nullable(),
        reason: z.string().nullable(),
        at: instant.nullable(),
        grantsSuspendAt: instant
          .nullable()
          .describe('When the notice period ends and grants are suspended (MEM-9).'),
        appealUntil: instant.nullable(),
      })
      .nullable()
      .describe('While it is suspended.'),
    revocation: z
      .object({
        code: z.enum(standingCodes),
        reason: z.string(),
        proposedAt: instant,
        proposedBy: z.object({ id: z.uuid(), name: z.string() }),
      })
      .nullable()
      .describe('Proposed by one officer; another one makes it (SEP-1). For officers only.'),
    end: z
      .object({ kind: z.enum(endKinds), reason: z.string().nullable(), at: instant })
      .nullable(),
    possibleActs: z.array(z.string()),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Membership' });
export type MembershipView = z.input<typeof membershipSchema>;

export const membershipListSchema = listOf(membershipSchema);
export const membershipsQuery = listQuery(['startsAt', 'expiresAt', 'organisation'], {
  state: z.enum(membershipStates).optional(),
  organisation: z.uuid().optional(),
  class: z.enum(organisationClasses).optional(),
  country: countryCode.optional(),
});
export type MembershipsQuery = z.infer<typeof membershipsQuery>;
