import fc from 'fast-check';
import {
  actAtCallEnd,
  contentHashOf,
  receiptDigestOf,
  requestMachine,
  requestStates,
  staleRequest,
  undecidedStates,
  type RequestAct,
} from './request.rules.js';

describe('states of a request', () => {
  const from = (act: RequestAct) => [...requestMachine.acts[act].from].sort();

  test('are all known, and every state but the first is reached', () => {
    const reached = new Set(Object.values(requestMachine.acts).map(({ to }) => to));
    expect([...reached, requestMachine.initial].sort()).toEqual([...requestStates].sort());
  });

  test('what is decided stays decided', () => {
    const final = ['awarded', 'rejected', 'lapsed', 'withdrawn', 'closed'] as const;
    for (const act of Object.keys(requestMachine.acts) as RequestAct[]) {
      for (const state of final) expect(from(act)).not.toContain(state);
    }
  });

  test('a request is withdrawn or closed until it is awarded', () => {
    const open = requestStates.filter(
      (state) => !['awarded', 'rejected', 'lapsed', 'withdrawn', 'closed'].includes(state),
    );
    expect(from('withdraw')).toEqual([...open].sort());
    expect(from('close')).toEqual([...open].sort());
  });

  test('awards come from the ranked list and the reserve list only', () => {
    expect(from('award')).toEqual(['ranked', 'reserve']);
    expect(from('reserve')).toEqual(['ranked']);
  });

  test('drafts and decided requests keep no round waiting', () => {
    expect(undecidedStates).not.toContain('draft');
    expect(undecidedStates).not.toContain('ranked');
    expect(undecidedStates).toContain('expert_review');
  });
});

test.each([
  ['draft', 'closed', 2, 'lapse'],
  ['draft', 'completed', 0, 'lapse'],
  ['submitted', 'closed', 2, 'review'],
  ['submitted', 'closed', 0, 'rank'],
  ['expert_review', 'closed', 2, null],
  ['ranked', 'closed', 0, null],
  ['draft', 'open', 0, null],
  ['submitted', 'open', 0, null],
  ['submitted', 'cancelled', 2, 'close'],
  ['draft', 'cancelled', 0, 'close'],
  ['ranked', 'cancelled', 0, 'close'],
  ['withdrawn', 'cancelled', 0, null],
  ['awarded', 'cancelled', 0, null],
] as const)(
  'at its call’s end, %s in a call that is %s with %i reviews: %s',
  (state, call, reviewsPerRequest, act) => {
    expect(actAtCallEnd(state, { state: call, reviewsPerRequest })).toBe(act);
  },
);

describe('receipts (REQ-2)', () => {
  const facts = {
    reference: 'REQ-2026-00001',
    revision: 1,
    contentHash: contentHashOf({ title: 'x' }),
    receiptAt: new Date('2026-11-02T09:59:59.999Z'),
    organisationId: 'o',
    callId: 'c',
  };

  test('are the same for the same facts and differ with each of them', () => {
    const digest = receiptDigestOf(facts);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(receiptDigestOf({ ...facts })).toBe(digest);
    const others = [
      { ...facts, reference: 'REQ-2026-00002' },
      { ...facts, revision: 2 },
      { ...facts, contentHash: contentHashOf({ title: 'y' }) },
      { ...facts, receiptAt: new Date('2026-11-02T10:00:00Z') },
      { ...facts, organisationId: 'p' },
      { ...facts, callId: 'd' },
    ].map(receiptDigestOf);
    expect(new Set([digest, ...others]).size).toBe(7);
  });

  test('do not depend on the order of fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
        const turned = Object.fromEntries(Object.entries(content).reverse());
        expect(contentHashOf(turned)).toBe(contentHashOf(content));
      }),
    );
  });
});

test('REQ-6: a stale change names the fields that changed since, and who changed them', () => {
  const change = (version: number, by: string) => ({ version, by, at: '2026-11-02T10:00:00.000Z' });
  const fieldChanges = { title: change(2, 'Ada'), gpus: change(4, 'Bob'), team: change(5, 'Cem') };
  const error = staleRequest({ version: 5, fieldChanges }, 3);
  expect(error).toMatchObject({ category: 'stale', code: 'VERSION_STALE' });
  expect(error.errors).toEqual([
    {
      pointer: '/content/gpus',
      code: 'CHANGED_MEANWHILE',
      detail: 'Bob changed this at 2026-11-02T10:00:00.000Z.',
    },
    {
      pointer: '/content/team',
      code: 'CHANGED_MEANWHILE',
      detail: 'Cem changed this at 2026-11-02T10:00:00.000Z.',
    },
  ]);
});
