import type { OrganisationRole, Permission, PlatformRole } from './permissions.js';

/** An Idempotency-Key as the request carried it; `inTransaction` spends it. */
export interface IdempotencyKey {
  key: string;
  route: string;
  /** SHA-256 of method, path and body: the same key with another body is refused. */
  fingerprint: string;
}

/** Who acts. Every use case takes it first, so that no rule can forget whom it serves. */
export interface Principal {
  kind: 'anonymous' | 'person' | 'system';
  personId: string | null;
  name: string;
  platformRoles: readonly PlatformRole[];
  /** Role by organisation id. */
  organisations: ReadonlyMap<string, OrganisationRole>;
  /** Null for an access token, a visitor and the portal itself. */
  sessionId: string | null;
  /** Set when an access token asks: it may do nothing outside these, whatever its owner may. */
  scopes?: readonly Permission[];
  /** `required`: shown a password but not yet the second factor; `enrol`: has none and needs one. */
  secondFactor: 'none' | 'required' | 'enrol' | 'shown';
  requestId: string;
  ip: string;
  idempotency?: IdempotencyKey;
}

/** Nobody in particular: public routes. */
export function anonymous(requestId: string, ip: string): Principal {
  return {
    kind: 'anonymous',
    personId: null,
    name: 'visitor',
    platformRoles: [],
    organisations: new Map(),
    sessionId: null,
    secondFactor: 'none',
    requestId,
    ip,
  };
}

/** The portal itself: jobs and the command line. It never counts as a person (SEP-2). */
export function system(requestId: string): Principal {
  return { ...anonymous(requestId, ''), kind: 'system', name: 'portal' };
}

/** Declared here, filled by sign-in: turns a request into its principal. */
export interface PrincipalSource {
  principalOf(request: unknown): Promise<Principal>;
  /** The same without noting that the session was used: for streams, which must not keep it alive. */
  lookAt(request: unknown): Promise<Principal>;
}
export const PRINCIPAL_SOURCE = Symbol('principal source');
