import {
  permissions,
  secondFactorRoles,
  type Permission,
  type PlatformRole,
} from './permissions.js';
import type { Principal } from './principal.js';

/**
 * What a route asks for besides the permissions: nothing; any session, even before its second factor;
 * somebody signed in; or somebody in a full session of their own, never an access token.
 */
export type Requirement = 'public' | 'session' | 'signed-in' | 'own-session' | Permission;

/** A denial is an object that says why. */
export type Decision =
  | { allow: true }
  | { allow: false; category: 'unauthenticated' | 'forbidden'; code: string; reason: string };

const deny = (
  category: 'unauthenticated' | 'forbidden',
  code: string,
  reason: string,
): Decision => ({ allow: false, category, code, reason });

/**
 * May this principal use a function that needs `requirement`, somewhere? Whether it may use it on one
 * object is decided in the query by `tenantOf`. `session` is open before the second factor is shown
 * (that is where one shows it); everything else waits for it. `reading` says that the request changes
 * nothing: an access token, whose scopes name permissions only, may then also use `signed-in`.
 */
export function mayUse(principal: Principal, requirement: Requirement, reading = false): Decision {
  if (requirement === 'public') return { allow: true };
  if (principal.kind === 'system') return { allow: true };
  if (principal.kind === 'anonymous') {
    return deny('unauthenticated', 'SIGN_IN_REQUIRED', 'Sign in to go on.');
  }
  const scoped = withinScopes(principal, requirement, reading);
  if (!scoped.allow || requirement === 'session') return scoped;
  if (principal.secondFactor === 'required') {
    return deny(
      'unauthenticated',
      'SECOND_FACTOR_REQUIRED',
      'Enter the code of your second factor.',
    );
  }
  if (principal.secondFactor === 'enrol') {
    return deny(
      'unauthenticated',
      'SECOND_FACTOR_ENROL',
      'Your role needs a second factor. Set it up first.',
    );
  }
  if (requirement === 'signed-in' || requirement === 'own-session') return { allow: true };
  return mayHold(principal, requirement);
}

function withinScopes(principal: Principal, requirement: Requirement, reading: boolean): Decision {
  if (principal.scopes === undefined) return { allow: true };
  if (requirement === 'signed-in' && reading) return { allow: true };
  if (requirement === 'session' || requirement === 'own-session' || requirement === 'signed-in') {
    return deny(
      'forbidden',
      'SESSION_NEEDED',
      'An access token cannot do this. Sign in with a browser and do it there.',
    );
  }
  if (principal.scopes.includes(requirement as Permission)) return { allow: true };
  return deny(
    'forbidden',
    'TOKEN_SCOPE',
    `This access token lacks the scope ${requirement}. Make one that has it.`,
  );
}

/** Does a role of this principal carry the permission, everywhere or in some organisation? */
export function mayHold(principal: Principal, permission: Permission): Decision {
  const table = permissions[permission];
  const held =
    table.everyone === true ||
    principal.platformRoles.some((role) => table.platform.includes(role)) ||
    [...principal.organisations.values()].some((role) => table.organisation.includes(role));
  if (held) return { allow: true };
  const who = [
    ...table.platform,
    ...table.organisation.map((role) => `${role} of an organisation`),
  ].join(', ');
  return deny(
    'forbidden',
    'PERMISSION_DENIED',
    `This needs the role ${who}. Ask an administrator if you should have it.`,
  );
}

/** Whose objects a principal may touch under a permission: everybody's, or those of some organisations. */
export type Tenant = { everywhere: true } | { everywhere: false; organisationIds: string[] };

/** The condition that the query of a tenant-bound use case must add. */
export function tenantOf(principal: Principal, permission: Permission): Tenant {
  const table = permissions[permission];
  if (principal.kind === 'system') return { everywhere: true };
  if (principal.scopes?.includes(permission) === false) {
    return { everywhere: false, organisationIds: [] };
  }
  if (principal.platformRoles.some((role) => table.platform.includes(role))) {
    return { everywhere: true };
  }
  const organisationIds = [...principal.organisations]
    .filter(([, role]) => table.organisation.includes(role))
    .map(([id]) => id);
  return { everywhere: false, organisationIds };
}

/** Null when everywhere, else the ids: fits `($1::uuid[] IS NULL OR organisation_id = ANY($1))`. */
export function tenantIds(principal: Principal, permission: Permission): string[] | null {
  const tenant = tenantOf(principal, permission);
  return tenant.everywhere ? null : tenant.organisationIds;
}

/** Does a set of platform roles have to show a second factor at sign-in? */
export function needsSecondFactor(roles: readonly PlatformRole[]): boolean {
  return roles.some((role) => secondFactorRoles.includes(role));
}
