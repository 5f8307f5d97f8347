import type { OrganisationRole } from '../../access/permissions.js';
import type { SeededRandom } from '../../kernel/seeded-random.js';
import { fields, type Field } from '../data/fields.js';
import { slugOf } from '../../organisations/organisation.rules.js';
import { namedCountries, namesOf } from '../data/people-names.js';

/** A made-up person; addresses end in .example, which can never be delivered. */
export interface PlannedPerson {
  name: string;
  email: string;
}

/** A name that was not given out yet in this run. */
export class PeopleNames {
  private readonly taken: Set<string>;

  /** @param reserved names that others bear already. */
  constructor(
    private readonly random: SeededRandom,
    reserved: readonly string[] = [],
  ) {
    this.taken = new Set(reserved);
  }

  /** @param domain the part of the address before `.portal.example`. */
  next(country: string, domain: string): PlannedPerson {
    const { given, family } = namesOf(country);
    for (let tries = 0; ; tries += 1) {
      const name = `${this.random.pick(given)} ${this.random.pick(family)}`;
      // Small countries run out of combinations: then two people share a name, not an address.
      const email = `${slugOf(name).replaceAll('-', '.')}${tries < 40 ? '' : tries}@${domain}.portal.example`;
      if ((tries < 40 && this.taken.has(name)) || this.taken.has(email)) continue;
      this.taken.add(name).add(email);
      return { name, email };
    }
  }
}

/** The roles that an invented organisation fills; the first has to be there. */
export function rolesOf(random: SeededRandom): OrganisationRole[] {
  const roles: OrganisationRole[] = ['representative', 'manager', 'member'];
  if (random.chance(0.4)) roles.push('member');
  if (random.chance(0.3)) roles.push('viewer');
  return roles;
}

/** A reviewer with fields and a habit. */
export interface PlannedReviewer extends PlannedPerson {
  fields: readonly Field[];
  /** Points of 5 by which the reviewer scores lower (positive) or higher than others. */
  severity: number;
}

/** Reviewers from many countries so that each field has several. */
export function planReviewers(random: SeededRandom, names: PeopleNames, count: number) {
  const countries = random.shuffled(namedCountries);
  return Array.from({ length: count }, (_, index): PlannedReviewer => {
    const own = fields[index % fields.length]!;
    const other = random.pick(fields.filter((field) => field !== own));
    return {
      ...names.next(countries[index % countries.length]!, 'reviewers'),
      fields: [own, other],
      severity: 0.3 * random.normal(),
    };
  });
}
