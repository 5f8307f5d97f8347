import { z } from 'zod';
import { organisationClasses, organisationKinds } from '../organisations/classification.rules.js';
import { countryCode } from '../organisations/organisations.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { pledgeKinds } from './pledges.rules.js';

/** A member as the public register shows it. */
export const publicMemberSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    country: z.string().describe('ISO 3166-1 alpha-2.'),
    city: z.string(),
    kind: z.enum(organisationKinds),
    class: z.enum(organisationClasses),
    webDomain: z.string().nullable(),
    description: z.string(),
    fictitious: z.boolean().describe('Made up for the demo.'),
    since: instant,
    pledges: z.object({
      count: z.int(),
      kinds: z.array(z.enum(pledgeKinds)),
      declaredCents: z.string().describe('Sum of what stands, confirmed or not. Integer cents.'),
      confirmedCents: z.string().describe('The confirmed part of it. Integer cents.'),
      currency: z.literal('EUR'),
    }),
  })
  .meta({ id: 'PublicMember' });
export type PublicMember = z.input<typeof publicMemberSchema>;

export const publicMemberListSchema = listOf(publicMemberSchema);
export const publicMembersQuery = listQuery(['name', 'since', 'pledged'], {
  class: z.enum(organisationClasses).optional(),
  country: countryCode.optional(),
  search: z.string().trim().min(1).max(100).optional(),
});
export type PublicMembersQuery = z.infer<typeof publicMembersQuery>;
