import { Organisation, OrganisationPerson } from './organisations/organisation.entity.js';
import { Person } from './people/person.entity.js';

/** Every entity: named, not globbed, so that a build cannot miss one. */
export const entities = [Person, Organisation, OrganisationPerson];
