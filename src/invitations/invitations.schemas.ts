import { z } from 'zod';
import { organisationRoles } from '../access/permissions.js';
import { emailIn } from '../people/people.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { invitationStates } from './invitations.rules.js';

export const inviteSchema = z.strictObject({ email: emailIn, role: z.enum(organisationRoles) });
export type Invite = z.infer<typeof inviteSchema>;

const fields = z.object({
  id: z.uuid(),
  organisation: z.object({ id: z.uuid(), name: z.string() }),
  email: z.string(),
  role: z.enum(organisationRoles),
  state: z.enum(invitationStates),
  expired: z.boolean(),
  expiresAt: instant,
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
});

export const invitationSchema = fields.meta({ id: 'Invitation' });
export type InvitationView = z.input<typeof invitationSchema>;

export const madeInvitationSchema = fields
  .extend({
    token: z
      .string()
      .nullable()
      .describe('For the link; told once and kept nowhere. Null when a retry asks again.'),
  })
  .meta({ id: 'MadeInvitation' });

export const invitationListSchema = listOf(invitationSchema);
export const invitationsQuery = listQuery(['createdAt', 'expiresAt'], {
  state: z.enum(invitationStates).optional(),
});
export type InvitationsQuery = z.infer<typeof invitationsQuery>;

export const tokenParam = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const nothingSchema = z.strictObject({}).optional();
