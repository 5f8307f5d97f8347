import {
  checkConfirmed,
  checkNoDuties,
  refuseDoubtfulData,
  retentionTable,
  withoutPeriod,
} from './privacy.rules.js';

test('AUD-4: every section says what an erasure does or what stays, and is told once', () => {
  const sql = 'SELECT 1';
  expect(() => refuseDoubtfulData([{ section: 'a', sql, kept: 'Because.' }])).not.toThrow();
  expect(() => refuseDoubtfulData([{ section: 'a', sql }])).toThrow('neither');
  const twice = { section: 'a', sql, erase: [] };
  expect(() => refuseDoubtfulData([twice, twice])).toThrow('twice');
});

test('AUD-4: duties stand against an erasure, each with what to do', () => {
  expect(() => checkNoDuties([])).not.toThrow();
  expect(() => checkNoDuties(['Hand the role over.', 'Submit your review.'])).toThrow(
    /PRIVACY_DUTIES: .* Hand the role over. Submit your review./,
  );
});

test('the address is typed to confirm', () => {
  expect(() => checkConfirmed(' Ada@Example.org ', 'ada@example.org')).not.toThrow();
  expect(() => checkConfirmed('ada', 'ada@example.org')).toThrow('PRIVACY_CONFIRM');
});

test('a dry run is a table that says what would go and why', () => {
  const before = new Date('2026-01-01T00:00:00Z');
  const line = { subject: 'sessions', what: 'Ended sessions.', days: 30, source: 'GDPR', before, count: 2, oldest: before };
  const text = retentionTable([line, { ...line, subject: 'x', days: null, source: null, before: null, count: 0, oldest: null }], true);
  expect(text).toMatch(/^What\s+Would go\s+Oldest\s+Period\s+Before\s+Why\n/);
  expect(text).toMatch(/sessions\s+2\s+2026-01-01\s+30 days\s+2026-01-01\s+Ended sessions. GDPR/);
  expect(text).toContain('nothing goes');
  expect(text).toContain('2 would go; nothing was changed.');
  expect(withoutPeriod([{ subject: 'x', what: '', due: '' }], [{ subject: 'y' }])).toEqual(['x']);
}); // prettier-ignore
