import { z } from 'zod';
import { organisationRoles, platformRoles } from '../access/permissions.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';

/** The session in which somebody works: who they are and what they may do. */
export const currentSessionSchema = z
  .object({
    id: z.uuid(),
    person: z.object({ id: z.uuid(), name: z.string(), email: z.string(), locale: z.string() }),
    platformRoles: z.array(z.enum(platformRoles)),
    organisations: z.array(
      z.object({ id: z.uuid(), name: z.string(), role: z.enum(organisationRoles) }),
    ),
    secondFactor: z
      .enum(['none', 'enrol', 'required', 'shown'])
      .describe(
        'enrol: the role needs one, set it up; required: enter its code; only then the rest opens.',
      ),
    expiresAt: instant.describe('When the session ends in any case.'),
    idleExpiresAt: instant.describe('When it ends if nothing is asked until then.'),
  })
  .meta({ id: 'CurrentSession' });
export type CurrentSession = z.infer<typeof currentSessionSchema>;

/** One of one's own live sessions. */
export const sessionSchema = z
  .object({
    id: z.uuid(),
    current: z.boolean().describe('The session that asks.'),
    ip: z.string(),
    userAgent: z.string(),
    secondFactorShown: z.boolean(),
    lastSeenAt: instant.describe('To the minute.'),
    expiresAt: instant,
    version: z.literal(1).describe('A session never changes, it only ends.'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Session' });

export const sessionListSchema = listOf(sessionSchema);
export const sessionsQuery = listQuery(['createdAt', 'lastSeenAt'], {});
export type SessionsQuery = z.infer<typeof sessionsQuery>;

export const idParam = z.uuid();
