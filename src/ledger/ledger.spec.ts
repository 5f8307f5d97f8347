import { refuseDoubledChecks, reportOf, type Finding } from './invariants.rules.js';
import {
  accountKinds,
  isLimited,
  ledgerRefusalOf,
  sameTransfer,
  transferRow,
  type Transfer,
} from './ledger.rules.js';

const transfer: Transfer = {
  id: 'A0000000-0000-7000-8000-000000000001',
  kind: 'single',
  debitAccountId: 'a',
  creditAccountId: 'b',
  amountGpuSeconds: 5n,
  code: 'test',
};

test('LED-1: every account but the capacity itself is limited', () => {
  expect(accountKinds.filter((kind) => !isLimited(kind))).toEqual(['capacity']);
});

test.each<[string, Partial<Transfer>, string]>([
  ['nothing', { amountGpuSeconds: 0n }, 'LED_AMOUNT'],
  ['less than nothing', { amountGpuSeconds: -1n }, 'LED_AMOUNT'],
  ['more than can be counted', { amountGpuSeconds: 2n ** 63n }, 'LED_AMOUNT'],
  ['to itself', { creditAccountId: 'a' }, 'LED_SAME_ACCOUNT'],
  ['a settlement of nothing', { kind: 'post' }, 'LED_UNFIT'],
  ['a release of nothing', { kind: 'void' }, 'LED_UNFIT'],
  ['a reservation that settles', { kind: 'pending', pendingId: 'p' }, 'LED_UNFIT'],
])('LED-1, LED-2: a transfer of %s is refused', (_, changes, code) => {
  expect(() => transferRow({ ...transfer, ...changes })).toThrow(expect.objectContaining({ code }));
});

test('LED-3: a transfer is the same however its ids are written and its blanks are left', () => {
  const again = { ...transfer, id: transfer.id.toLowerCase(), reason: null, expiresAt: undefined };
  expect(sameTransfer(transferRow(transfer), transferRow(again))).toBe(true);
  expect(sameTransfer(transferRow(transfer), transferRow({ ...again, reason: 'x' }))).toBe(false);
});

test('what the database refuses gets the word of its rule', () => {
  const refused = ledgerRefusalOf({ driverError: { constraint: 'ledger_accounts_limit' } });
  expect(refused).toMatchObject({ code: 'LED_INSUFFICIENT', category: 'rule' });
  expect(ledgerRefusalOf({ driverError: { constraint: 'pools_pkey' } })).toBeNull();
  expect(ledgerRefusalOf(new Error('other'))).toBeNull();
});

describe('the report on I1–I10', () => {
  const asOf = new Date('2027-01-01T00:00:00Z');
  const finding = (part: string, broken = 0): Finding => ({
    id: 'I3',
    part,
    broken,
    examples: Array.from({ length: broken }, (_, n) => `${part} ${n}`),
  });
  const i3 = (...findings: Finding[]) => {
    const report = reportOf(asOf, findings);
    return { ...report.checks.find(({ id }) => id === 'I3')!, holds: report.holds };
  };

  test('a promise holds only when every part of it was looked at', () => {
    expect(i3()).toMatchObject({ state: 'notApplicable', holds: true });
    expect(i3(finding('ledger'))).toMatchObject({ state: 'notApplicable', holds: true });
    expect(i3(finding('ledger'), finding('grants'))).toMatchObject({ state: 'holds', holds: true });
  });

  test('it is broken when any part is, and says what with at most five examples', () => {
    const broken = i3(finding('ledger', 3), finding('grants', 4));
    expect(broken).toMatchObject({ state: 'broken', broken: 7, holds: false });
    expect(broken.examples).toEqual(['ledger 0', 'ledger 1', 'ledger 2', 'grants 0', 'grants 1']);
    expect(i3(finding('more', 1)).state).toBe('broken');
  });

  test('a check that exists twice is a mistake of the code', () => {
    const check = { id: 'I1', part: 'ledger', sql: '' } as const;
    expect(() => refuseDoubledChecks([check, { ...check, part: 'other' }])).not.toThrow();
    expect(() => refuseDoubledChecks([check, check])).toThrow('I1 ledger');
  });
});
