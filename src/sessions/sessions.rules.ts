import { needsSecondFactor } from '../access/access.rules.js';
import type { OrganisationRole, Permission, PlatformRole } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';

/** A session ends after this long without a request, and after the longer time in any case. */
export const idleMinutes = 30;
export const lifetimeHours = 12;

/** A session token: 256 bits, base64url. */
export const sessionTokenForm = /^[\w-]{43}$/;
/** A personal access token: the prefix lets scanners find one that leaked. */
export const accessTokenForm = /^pat_[\w-]{43}$/;

/** What the tables say about whoever shows a session or an access token. */
export interface Bearer {
  /** Of the session or of the access token. */
  id: string;
  personId: string;
  name: string;
  demo: boolean;
  platformRoles: PlatformRole[];
  /** Role by organisation id. */
  organisations: Record<string, OrganisationRole>;
  /** Has a second factor. */
  enrolled: boolean;
  /** Has shown it in this session. */
  shown: boolean;
  /** Null for a session. */
  scopes: Permission[] | null;
  /** Was last seen more than a minute ago. */
  stale: boolean;
}

/**
 * Where a session stands with its second factor: `shown` wins; who has one must show it; whose role
 * needs one must set it up; others go without.
 */
export function secondFactorOf(
  bearer: Pick<Bearer, 'platformRoles' | 'enrolled' | 'shown'>,
): Principal['secondFactor'] {
  if (bearer.shown) return 'shown';
  if (bearer.enrolled) return 'required';
  return needsSecondFactor(bearer.platformRoles) ? 'enrol' : 'none';
}

/**
 * The principal of a live session or access token. A token was made in a full session, so it counts
 * as having shown the second factor, unless a role that needs one came later and none was set up.
 */
export function principalOf(bearer: Bearer, requestId: string, ip: string): Principal {
  const token = bearer.scopes !== null;
  return {
    kind: 'person',
    personId: bearer.personId,
    name: bearer.name,
    platformRoles: bearer.platformRoles,
    organisations: new Map(Object.entries(bearer.organisations)),
    sessionId: token ? null : bearer.id,
    ...(bearer.scopes === null ? {} : { scopes: bearer.scopes }),
    secondFactor: secondFactorOf({ ...bearer, shown: bearer.shown || (token && bearer.enrolled) }),
    requestId,
    ip,
  };
}

/**
 * The principal without its Idempotency-Key: for use cases whose request or answer holds a secret,
 * which must not be kept for 48 hours beside the key.
 */
export function unkeyed(who: Principal): Principal {
  return { ...who, idempotency: undefined };
}

/**
 * Name and attributes of the cookie. Over https the `__Host-` prefix makes browsers refuse it from
 * subdomains and without Secure (RFC 6265bis 4.1.3.2). It has no Max-Age: it ends with the browser.
 */
export function sessionCookie(publicUrl: string) {
  const secure = publicUrl.startsWith('https:');
  return {
    name: secure ? '__Host-session' : 'session',
    options: { path: '/', httpOnly: true, secure, sameSite: 'lax' as const },
  };
}
