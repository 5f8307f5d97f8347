import { DomainError, fieldError } from '../kernel/domain-error.js';

/**
 * MEM-3: a mandate goes to somebody who drafts for the organisation and cannot submit without it.
 * @throws DomainError rule MANDATE_ROLE.
 */
export function checkMandateTo(role: string | undefined): void {
  if (role === 'manager') return;
  throw fieldError(
    '/personId',
    'MANDATE_ROLE',
    role === 'representative'
      ? 'This person is a representative and needs no mandate.'
      : 'A mandate goes to a manager of the organisation. Give this person that role first.',
  );
}

/** @throws DomainError conflict MANDATE_TWICE while the person has a mandate. */
export function checkNoMandate(live: boolean): void {
  if (!live) return;
  throw new DomainError(
    'conflict',
    'MANDATE_TWICE',
    'This person has a mandate already. Take that one back first if its end should change.',
  );
}

/** @throws DomainError conflict MANDATE_REVOKED. */
export function checkNotRevoked(revokedAt: Date | string | null): void {
  if (revokedAt === null) return;
  throw new DomainError('conflict', 'MANDATE_REVOKED', 'This mandate has been taken back already.');
}
