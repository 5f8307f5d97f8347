import { mayUse, tenantIds } from '../access/access.rules.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';

/** Something that changed, with whom it concerns. */
export interface Told {
  kind: string;
  id: string;
  version: number;
  permission: Permission;
  /** Organisations whose people may see it. */
  organisationIds: readonly string[];
  /** Whether everybody who holds the permission anywhere may see it. */
  open: boolean;
  /** The one person who may see it besides those who see everybody's; null for what has no person. */
  personId: string | null;
}

/**
 * May this viewer know that it changed? The same answer as reading it would give, except what a
 * conflict hides (REV-2): that is asked of the tables for those whom it can concern.
 */
export function mayHear(viewer: Principal, told: Told): boolean {
  if (told.personId !== null && told.personId === viewer.personId) return true;
  if (!mayUse(viewer, told.permission, true).allow) return false;
  if (told.open) return true;
  const tenants = tenantIds(viewer, told.permission);
  if (tenants === null) return true;
  return told.organisationIds.some((id) => tenants.includes(id));
}

/** Progress of what has not committed is for those who see everybody's only. */
export const mayHearProgress = (viewer: Principal, permission: Permission): boolean =>
  mayUse(viewer, permission, true).allow && tenantIds(viewer, permission) === null;

/** Does the news say that what this viewer may do, or the session itself, may be over? */
export function concernsSession(
  viewer: Principal,
  { kind, id }: { kind: string; id: string | null },
): boolean {
  if (kind === 'person') return id === null || id === viewer.personId;
  if (kind === 'session') return id === null || id === viewer.sessionId;
  if (kind === 'access-token') return viewer.scopes !== undefined;
  if (kind === 'organisation') return id === null || viewer.organisations.has(id);
  return false;
}
