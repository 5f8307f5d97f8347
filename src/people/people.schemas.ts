import { z } from 'zod';
import { platformRoles } from '../access/permissions.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';

export const locales = ['en', 'fr', 'de'] as const;

export const platformRoleSchema = z.enum(platformRoles);

/** What people are called; one line. */
export const personName = z
  .string()
  .trim()
  .min(1, 'Write your name')
  .max(120, 'must have at most 120 characters')
  .regex(/^\P{Cc}*$/u, 'must be one line of text');

/** An e-mail address as people type it. */
export const emailIn = z
  .string()
  .trim()
  .max(254, 'must have at most 254 characters')
  .pipe(z.email('Write an e-mail address, for example ada@example.org'));

export const localeIn = z.enum(locales);

export const personSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    locale: z.enum(locales),
    orcid: z.string().nullable(),
    platformRoles: z.array(platformRoleSchema),
    state: z.enum(['active', 'suspended']),
    suspendedAt: instant.nullable(),
    demo: z.boolean().describe('Made by the demo; never signs in on a production portal.'),
    version: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Person' });
export type PersonView = z.infer<typeof personSchema>;

export const peopleListSchema = listOf(personSchema);

export const peopleQuery = listQuery(['name', 'email', 'createdAt'], {
  search: z.string().trim().min(1).max(100).optional(),
  role: platformRoleSchema.optional(),
  state: z.enum(['active', 'suspended']).optional(),
});
export type PeopleQuery = z.infer<typeof peopleQuery>;

/** A merge patch of one's own account. */
export const changeMeSchema = z.strictObject({
  name: personName.optional(),
  locale: localeIn.optional(),
});
export type ChangeMe = z.infer<typeof changeMeSchema>;

const reason = z.string().trim().min(1, 'Say why').max(1000);

export const changeRolesSchema = z.strictObject({
  platformRoles: z
    .array(platformRoleSchema)
    .max(platformRoles.length)
    .refine((roles) => new Set(roles).size === roles.length, 'must name each role once'),
  reason: reason.optional(),
});
export type ChangeRoles = z.infer<typeof changeRolesSchema>;

export const suspendSchema = z.strictObject({ reason });
export type Suspend = z.infer<typeof suspendSchema>;

export const idParam = z.uuid();
