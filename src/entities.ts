import { Round } from './allocation/round.entity.js';
import { Appeal } from './appeals/appeal.entity.js';
import { Call } from './calls/call.entity.js';
import { Grant } from './grants/grant.entity.js';
import { Letter } from './letters/letter.entity.js';
import { Membership, MembershipApplication } from './memberships/membership.entity.js';
import { Organisation, OrganisationPerson } from './organisations/organisation.entity.js';
import { Person } from './people/person.entity.js';
import { Pledge } from './pledges/pledge.entity.js';

/** Every entity: named, not globbed, so that a build cannot miss one. */
export const entities = [
  Call,
  Person,
  Organisation,
  OrganisationPerson,
  MembershipApplication,
  Membership,
  Pledge,
  Round,
  Grant,
  Letter,
  Appeal,
];
