import { z } from 'zod';
import { organisationRoles } from '../access/permissions.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { organisationClasses, organisationKinds } from './classification.rules.js';
import { identifierStates, organisationIdentifierKinds } from './organisation.rules.js';

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `must have at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'must be one line of text');

export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be the two capital letters of ISO 3166-1, for example FR or GR');
const cents = z
  .string()
  .regex(/^(0|[1-9]\d{0,17})$/, 'must be whole euro cents as text, for example "1250000000"');

export const figuresIn = z.strictObject({
  year: z.int().min(2000, 'must be the last closed year').max(2100),
  headcount: z
    .string()
    .regex(/^\d{1,7}(\.\d{1,2})?$/, 'must be annual work units as text, for example "120.5"'),
  turnoverCents: cents,
  balanceCents: cents,
});

const identifierIn = z.strictObject({
  kind: z.enum(organisationIdentifierKinds),
  value: z.string().trim().min(1, 'Write the number').max(60),
});

const registeredAddress = z.strictObject({
  street: line(200).min(1, 'Write street and number'),
  postalCode: line(20),
  city: line(120).min(1, 'Write the town'),
});

/** What can be said about an organisation, with the bounds of every field. */
const fields = {
  name: line(200).min(2, 'Write the legal name'),
  legalForm: line(80),
  country: countryCode,
  city: line(120),
  registeredAddress,
  postalAddress: registeredAddress.extend({ country: countryCode }),
  kind: z.enum(organisationKinds),
  class: z.enum(organisationClasses),
  figures: figuresIn,
  webDomain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(
      /^([a-z0-9]+(-+[a-z0-9]+)*\.)+[a-z]{2,63}$/,
      'must be a web domain without https://, for example example.org',
    ),
  description: z.string().trim().max(2000, 'must have at most 2,000 characters'),
  identifiers: z.array(identifierIn).max(organisationIdentifierKinds.length),
};

export const createOrganisationSchema = z.strictObject({
  name: fields.name,
  legalForm: fields.legalForm.default(''),
  country: fields.country,
  city: fields.city.default(''),
  registeredAddress: fields.registeredAddress
    .nullish()
    .describe('In the country of registration; its town becomes the city.'),
  postalAddress: fields.postalAddress.nullish().describe('Null: the registered address.'),
  kind: fields.kind,
  class: fields.class.nullish().describe('Left out: what follows from kind and figures.'),
  figures: fields.figures.nullish().describe('Last closed year; needed for companies.'),
  webDomain: fields.webDomain.nullish(),
  description: fields.description.default(''),
  identifiers: fields.identifiers.default([]),
});
export type CreateOrganisation = z.infer<typeof createOrganisationSchema>;

/** A merge patch: a field left out stays, null empties what can be empty. */
export const changeOrganisationSchema = z.strictObject({
  name: fields.name.optional(),
  legalForm: fields.legalForm.nullish(),
  country: fields.country.optional(),
  city: fields.city.nullish(),
  registeredAddress: fields.registeredAddress.nullish(),
  postalAddress: fields.postalAddress.nullish(),
  kind: fields.kind.optional(),
  class: fields.class.nullish(),
  figures: fields.figures.partial().nullish(),
  webDomain: fields.webDomain.nullish(),
  description: fields.description.nullish(),
  identifiers: fields.identifiers.nullish(),
});
export type ChangeOrganisation = z.infer<typeof changeOrganisationSchema>;

export const identifierSchema = z.object({
  kind: z.enum(organisationIdentifierKinds),
  value: z.string().describe('The written form, as registries write it.'),
  raw: z.string().describe('As it was typed.'),
  state: z.enum(identifierStates),
});

export const organisationSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    legalForm: z.string(),
    country: z.string().describe('ISO 3166-1 alpha-2.'),
    city: z.string(),
    registeredAddress: registeredAddress.nullable(),
    postalAddress: fields.postalAddress.nullable(),
    kind: z.enum(organisationKinds),
    class: z.enum(organisationClasses),
    classBasis: z.array(z.string()).describe('How the class follows, one sentence each (MEM-2).'),
    figures: figuresIn.nullable(),
    webDomain: z.string().nullable(),
    description: z.string(),
    identifiers: z.array(identifierSchema),
    identityLocked: z
      .boolean()
      .describe('While an application is decided and a membership lasts, its identity stays.'),
    fictitious: z.boolean().describe('Made up for the demo.'),
    role: z.enum(organisationRoles).nullable().describe('The role of whoever asks.'),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Organisation' });
export type OrganisationView = z.input<typeof organisationSchema>;

export const organisationListSchema = listOf(organisationSchema);
export const organisationsQuery = listQuery(['name', 'createdAt'], {
  class: z.enum(organisationClasses).optional(),
  country: countryCode.optional(),
  search: z.string().trim().min(1).max(100).optional(),
});
export type OrganisationsQuery = z.infer<typeof organisationsQuery>;

export const organisationPersonSchema = z
  .object({
    id: z.uuid().describe('Of the person.'),
    organisationId: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(organisationRoles),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'OrganisationPerson' });

export const organisationPeopleListSchema = listOf(organisationPersonSchema);
export const organisationPeopleQuery = listQuery(['name', 'createdAt'], {
  role: z.enum(organisationRoles).optional(),
});
export type OrganisationPeopleQuery = z.infer<typeof organisationPeopleQuery>;

export const changeRoleSchema = z.strictObject({ role: z.enum(organisationRoles) });
export type ChangeRole = z.infer<typeof changeRoleSchema>;

export const idParam = z.uuid();
