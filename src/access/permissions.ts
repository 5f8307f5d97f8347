/**
 * The one list of what can be done and by whom. A route names one of these; the guard denies what is
 * not named. `platform` roles hold it everywhere, `organisation` roles hold it inside their own
 * organisation only: the query of the service adds the condition (tenantOf in access.rules.ts).
 */
export const platformRoles = [
  'reviewer',
  'chair',
  'assessor',
  'operator',
  'officer',
  'admin',
  'auditor',
] as const;
export type PlatformRole = (typeof platformRoles)[number];

export const organisationRoles = ['representative', 'manager', 'member', 'viewer'] as const;
export type OrganisationRole = (typeof organisationRoles)[number];

/** Roles that must have shown a second factor before anything else is open to them. */
export const secondFactorRoles: readonly PlatformRole[] = [
  'reviewer',
  'chair',
  'assessor',
  'operator',
  'officer',
  'admin',
];

interface Holders {
  platform: readonly PlatformRole[];
  organisation: readonly OrganisationRole[];
  /** Anybody who is signed in, within the object rules of the service. */
  everyone?: true;
}

const readers: readonly PlatformRole[] = ['officer', 'admin', 'auditor'];
const anyMember: readonly OrganisationRole[] = ['representative', 'manager', 'member', 'viewer'];
const holders = <const Names extends string>(table: Record<Names, Holders>) => table;

export const permissions = holders({
  'people.read': { platform: ['admin', 'auditor'], organisation: [] },
  'people.manage': { platform: ['admin'], organisation: [] },
  'organisation.create': { platform: [], organisation: [], everyone: true },
  'organisation.read': { platform: readers, organisation: anyMember, everyone: true },
  'organisation.edit': { platform: ['admin'], organisation: ['representative', 'manager'] },
  'organisation.people': { platform: ['admin'], organisation: ['representative', 'manager'] },
  'identifier.check': { platform: ['officer'], organisation: [] },
  'identifier.decide': { platform: ['officer'], organisation: [] },
  'duplicate.read': { platform: readers, organisation: [] },
  'organisation.leave': { platform: ['admin'], organisation: anyMember },
  'screening.read': { platform: readers, organisation: [] },
  'screening.run': { platform: ['officer', 'admin'], organisation: [] },
  'screening.decide': { platform: ['officer'], organisation: [] },
  'membership.read': { platform: readers, organisation: anyMember, everyone: true },
  'membership.draft': { platform: [], organisation: ['representative', 'manager'] },
  'membership.submit': { platform: [], organisation: ['representative'] },
  'membership.decide': { platform: ['officer'], organisation: [] },
  'document.read': {
    platform: ['officer', 'auditor'],
    organisation: ['representative', 'manager'],
  },
  'membership.renew': { platform: [], organisation: ['representative'] },
  'membership.end': { platform: ['officer'], organisation: ['representative'] },
  'letter.read': { platform: readers, organisation: anyMember, everyone: true },
  'appeal.read': { platform: readers, organisation: anyMember, everyone: true },
  'appeal.submit': { platform: [], organisation: ['representative'] },
  'appeal.decide': { platform: ['officer', 'admin'], organisation: [] },
  'pledge.read': { platform: readers, organisation: anyMember, everyone: true },
  'pledge.declare': { platform: [], organisation: ['representative'] },
  'pledge.confirm': { platform: ['officer'], organisation: [] },
  'pool.read': { platform: [...readers, 'operator', 'chair', 'assessor'], organisation: [] },
  'pool.manage': { platform: ['admin'], organisation: [] },
  'policy.read': { platform: [...readers, 'chair'], organisation: [] },
  'policy.draft': { platform: ['admin'], organisation: [] },
  'policy.approve': { platform: ['admin'], organisation: [] },
  'call.read': { platform: [], organisation: [], everyone: true },
  'call.read-draft': { platform: readers, organisation: [] },
  'call.manage': { platform: ['officer', 'admin'], organisation: [] },
  'request.read': { platform: [...readers, 'chair'], organisation: anyMember },
  'request.draft': { platform: [], organisation: ['representative', 'manager', 'member'] },
  'request.submit': { platform: [], organisation: ['representative', 'manager'] },
  'request.decide': { platform: ['officer'], organisation: [] },
  'assignment.manage': { platform: ['officer'], organisation: [] },
  'assignment.read': { platform: [...readers, 'reviewer', 'chair'], organisation: [] },
  'review.write': { platform: ['reviewer', 'chair'], organisation: [] },
  'review.read': { platform: [...readers, 'reviewer', 'chair'], organisation: anyMember },
  'ranking.read': { platform: [...readers, 'chair'], organisation: [] },
  'ranking.finalise': { platform: ['officer', 'chair'], organisation: [] },
  'round.read': { platform: [...readers, 'chair', 'operator'], organisation: anyMember },
  'round.simulate': { platform: ['officer', 'admin', 'chair'], organisation: [] },
  'round.run': { platform: ['officer', 'admin'], organisation: [] },
  'round.approve': { platform: ['chair', 'officer', 'admin'], organisation: [] },
  'round.publish': { platform: ['officer', 'admin'], organisation: [] },
  'grant.read': { platform: [...readers, 'operator'], organisation: anyMember },
  'grant.accept': { platform: [], organisation: ['representative'] },
  'ledger.read': { platform: readers, organisation: [] },
  'audit.read': { platform: ['auditor', 'admin'], organisation: [] },
});

export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as Permission[];
