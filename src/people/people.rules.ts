import type { PlatformRole } from '../access/permissions.js';
import { DomainError, fieldError } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';

/** Whether a person may sign in. */
export const standingMachine = stateMachine('person', 'active', {
  suspend: { from: ['active'], to: 'suspended' },
  reinstate: { from: ['suspended'], to: 'active' },
});

export type Standing = 'active' | 'suspended';
export const standingOf = (person: { suspendedAt: unknown }): Standing =>
  person.suspendedAt === null ? 'active' : 'suspended';

/** E-mail addresses that differ only in case or Unicode form belong to one person. */
export const emailNormal = (email: string): string => email.trim().normalize('NFKC').toLowerCase();

/**
 * Nobody drops the admin role from themselves: the portal would end up without an administrator, and
 * a stolen session could lock its owner out.
 * @throws DomainError rule PEOPLE_OWN_ADMIN_ROLE.
 */
export function checkRolesChange(
  actorId: string | null,
  person: { id: string; platformRoles: readonly PlatformRole[] },
  roles: readonly PlatformRole[],
): void {
  const dropsAdmin = person.platformRoles.includes('admin') && !roles.includes('admin');
  if (actorId === person.id && dropsAdmin) {
    throw fieldError(
      '/platformRoles',
      'PEOPLE_OWN_ADMIN_ROLE',
      'You cannot take the admin role from yourself. Ask another administrator to do it.',
    );
  }
}

/** @throws DomainError rule PEOPLE_OWN_SUSPENSION when somebody would lock themselves out. */
export function checkSuspension(actorId: string | null, personId: string): void {
  if (actorId !== personId) return;
  throw new DomainError(
    'rule',
    'PEOPLE_OWN_SUSPENSION',
    'You cannot suspend yourself. Ask another administrator to do it.',
  );
}

/** The text for a LIKE pattern that finds it literally. */
export const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
