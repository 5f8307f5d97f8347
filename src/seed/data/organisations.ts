import type { SeedApplicant } from './applicants.js';
import { slugOf } from '../../organisations/organisation.rules.js';
import type { Field } from './fields.js';
import { largeOrganisations } from './large-organisations.js';
import { scienceOrganisations } from './science-organisations.js';
import { smeOrganisations } from './sme-organisations.js';

export type SeedClass = 'large' | 'sme' | 'science';

/**
 * An invented organisation: name, legal form (for science: its kind), country, seat, fields of work,
 * what it does. The places of science organisations are invented with them.
 */
export type SeedOrganisation = readonly [
  name: string,
  form: string,
  country: string,
  city: string,
  fields: readonly Field[],
  description: string,
];

/** An organisation as the seed writes it. */
export interface InventedOrganisation {
  slug: string;
  name: string;
  legalForm: string;
  kind: 'company' | 'university' | 'research_organisation' | 'public_body';
  class: SeedClass;
  country: string;
  city: string;
  fields: readonly Field[];
  description: string;
}

function invented(row: SeedOrganisation, of: SeedClass): InventedOrganisation {
  const [name, form, country, city, fields, description] = row;
  const kind = of === 'science' ? (form as InventedOrganisation['kind']) : 'company';
  return {
    slug: slugOf(name),
    name,
    legalForm: of === 'science' ? '' : form,
    kind,
    class: of,
    country,
    city,
    fields,
    description: `${description} Fictitious organisation, for demonstration.`,
  };
}

/** All invented organisations with numbers: requests, pledges, reviews. */
export const inventedOrganisations: readonly InventedOrganisation[] = [
  ...largeOrganisations.map((row) => invented(row, 'large')),
  ...smeOrganisations.map((row) => invented(row, 'sme')),
  ...scienceOrganisations.map((row) => invented(row, 'science')),
];

/** An invented organisation that asks to become a member, in the same form. */
export function inventedApplicant(applicant: SeedApplicant): InventedOrganisation {
  const { stage: _, motivation: __, aiActivity: ___, reason: ____, ...plan } = applicant;
  return {
    ...plan,
    slug: slugOf(plan.name),
    description: `${plan.description} Fictitious organisation, for demonstration.`,
  };
}
