import { DomainError } from '../kernel/domain-error.js';
import { checkMandateTo, checkNoMandate, checkNotRevoked } from './mandates.rules.js';

const codeOf = (work: () => void) => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as DomainError).code;
  }
};

test('MEM-3: a mandate goes to a manager', () => {
  expect(codeOf(() => checkMandateTo('manager'))).toBeNull();
  for (const role of ['representative', 'member', 'viewer', undefined]) {
    expect(codeOf(() => checkMandateTo(role))).toBe('MANDATE_ROLE');
  }
});

test('one mandate at a time, taken back once', () => {
  expect(codeOf(() => checkNoMandate(true))).toBe('MANDATE_TWICE');
  expect(codeOf(() => checkNoMandate(false))).toBeNull();
  expect(codeOf(() => checkNotRevoked('2026-01-01T00:00:00Z'))).toBe('MANDATE_REVOKED');
  expect(codeOf(() => checkNotRevoked(null))).toBeNull();
});
