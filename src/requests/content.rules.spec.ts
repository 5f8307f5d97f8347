import fc from 'fast-check';
import { FittingPools } from './fitting-pools.rules.js';
import type { CallPool } from '../calls/calls.queries.js';
import {
  computeEstimate,
  contentProblems,
  mergeContent,
  type RequestTerms,
} from './content.rules.js';
import type { RequestContent } from './requests.schemas.js';

const poolId = '01980000-0000-7000-8000-000000000001';
const otherId = '01980000-0000-7000-8000-000000000002';

const pool: CallPool = {
  id: poolId,
  name: 'Booster',
  site: 'Site',
  country: 'FI',
  accelerator: 'Test accelerator',
  accelerators: 100,
  peakTflops: 1000,
  startsAt: new Date('2026-11-01T00:00:00Z'),
  endsAt: new Date('2027-11-01T00:00:00Z'),
};
const terms: RequestTerms = {
  askMin: 3_600n,
  askMax: 3_600_000_000n,
  months: [1, 3],
  allocateAt: new Date('2026-11-10T00:00:00Z'),
};
const content: RequestContent = {
  title: 'A language model',
  summary: 'Twenty characters at least.',
  purpose: 'Twenty characters at least.',
  startsOn: '2026-12-01',
  months: 1,
  gpus: 10,
  gpuSecondsAsked: '7200',
  gpuSecondsMinimum: '3600',
  poolIds: [poolId],
};
const codes = (changes: Partial<RequestContent>, pools = [pool]) =>
  contentProblems({ ...content, ...changes }, terms, pools).map(({ code }) => code);

test('a complete content within the limits has nothing against it', () => {
  expect(codes({})).toEqual([]);
});

test('REQ-1: what is missing is named in words', () => {
  const { title: _, ...rest } = content;
  expect(contentProblems(rest, terms, [pool])).toEqual([
    {
      rule: 'REQ-1',
      pointer: '/content/title',
      code: 'REQ_INCOMPLETE',
      detail: 'The title is missing. Fill it in before you send the request.',
    },
  ]);
  expect(contentProblems({}, terms, [pool]).map(({ pointer }) => pointer)).toEqual([
    '/content/title',
    '/content/summary',
    '/content/purpose',
    '/content/startsOn',
    '/content/months',
    '/content/gpus',
    '/content/gpuSecondsAsked',
    '/content/gpuSecondsMinimum',
    '/content/poolIds',
  ]);
});

describe('REQ-3: limits', () => {
  test.each([
    ['the smallest', { gpuSecondsAsked: '3600', gpuSecondsMinimum: '3600' }, []],
    [
      'one second less',
      { gpuSecondsAsked: '3599', gpuSecondsMinimum: '3599' },
      ['REQ_ASK_OUT_OF_LIMITS', 'REQ_MINIMUM_OUT_OF_LIMITS'],
    ],
    ['the largest', { gpuSecondsAsked: '3600000000' }, []],
    ['one second more', { gpuSecondsAsked: '3600000001' }, ['REQ_ASK_OUT_OF_LIMITS']],
    ['a minimum above the ask', { gpuSecondsMinimum: '7201' }, ['REQ_MINIMUM_ABOVE_ASK']],
    ['a minimum of nothing', { gpuSecondsMinimum: '0' }, ['REQ_MINIMUM_OUT_OF_LIMITS']],
    ['months that are not offered', { months: 2 }, ['REQ_DURATION_NOT_OFFERED']],
  ])('%s', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });
});

describe('REQ-8: the minimum can be run', () => {
  // 31 days of December with 10 GPUs.
  const december = 10 * 31 * 86_400;

  test('to the second of what the time gives', () => {
    const just = { gpuSecondsMinimum: String(december), gpuSecondsAsked: String(december) };
    expect(codes(just)).toEqual([]);
    const over = { gpuSecondsMinimum: String(december + 1), gpuSecondsAsked: String(december + 1) };
    expect(codes(over)).toEqual(['REQ_NO_POOL_FITS']);
  });

  test('a month from the 31st ends with the shorter month', () => {
    // From 31 January to 28 February: 28 days.
    const seconds = String(10 * 28 * 86_400);
    const february = { startsOn: '2027-01-31', gpuSecondsAsked: '360000000' };
    expect(codes({ ...february, gpuSecondsMinimum: seconds })).toEqual([]);
    expect(codes({ ...february, gpuSecondsMinimum: `${Number(seconds) + 1}` })).toEqual([
      'REQ_NO_POOL_FITS',
    ]);
  });

  test('not before the round has allocated, not outside the pool’s period', () => {
    const fits = (changes: Partial<RequestContent>) =>
      new FittingPools([pool], terms.allocateAt).of({ ...content, ...changes }).length === 1;
    expect(fits({ startsOn: '2026-10-10' })).toBe(false);
    expect(fits({ startsOn: '2026-10-11' })).toBe(true);
    expect(fits({ startsOn: '2027-10-31' })).toBe(true);
    expect(fits({ startsOn: '2027-11-01' })).toBe(false);
  });

  test('not with more GPUs than the pool has', () => {
    expect(codes({ gpus: 100 })).toEqual([]);
    expect(codes({ gpus: 101 })).toEqual(['REQ_NO_POOL_FITS']);
  });

  test('a pool of another call is refused by its place', () => {
    const problems = contentProblems({ ...content, poolIds: [poolId, otherId] }, terms, [pool]);
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/content/poolIds/1']);
  });

  test('one fitting pool is enough, and only fitting pools go into the round, in their order', () => {
    const small = { ...pool, id: otherId, accelerators: 1 };
    expect(codes({ poolIds: [otherId, poolId] }, [pool, small])).toEqual([]);
    const both = { ...content, poolIds: [otherId, poolId] };
    expect(new FittingPools([pool, small], terms.allocateAt).of(both)).toEqual([poolId]);
  });
});

describe('REQ-4: training compute', () => {
  test('is GPU-seconds × peak × utilisation', () => {
    const estimate = computeEstimate({ ...content, gpuSecondsAsked: '1000' }, [pool]);
    expect(estimate).toMatchObject({ flop: 1000 * 1e15 * 0.4, utilisationPercent: 40, flags: [] });
  });

  test.each([
    ['249999999', []],
    ['250000000', [1e23]],
    ['25000000000', [1e23, 1e25]],
  ])('%s GPU-seconds raise the flags %j', (gpuSecondsAsked, flags) => {
    const estimate = computeEstimate({ ...content, gpuSecondsAsked }, [pool]);
    expect(estimate?.flags.map(({ flop }) => flop)).toEqual(flags);
  });

  test('says nothing without an ask or a known peak', () => {
    expect(computeEstimate({}, [pool])).toBeNull();
    expect(computeEstimate(content, [{ ...pool, peakTflops: null }])).toBeNull();
  });
});

describe('merge patches (RFC 7396)', () => {
  test('null takes out, objects merge, lists are replaced', () => {
    const before = { title: 'a', gpus: 4, poolIds: [poolId], ethics: { dualUse: true, note: 'n' } };
    expect(
      mergeContent(before, {
        title: null,
        poolIds: [otherId],
        ethics: { note: null, personalData: false },
      }),
    ).toEqual({ gpus: 4, poolIds: [otherId], ethics: { dualUse: true, personalData: false } });
  });

  test('the same patch twice is the same as once', () => {
    const patch = fc.record(
      { title: fc.option(fc.string()), gpus: fc.option(fc.nat()) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(patch, (change) => {
        const once = mergeContent(content, change);
        expect(mergeContent(once, change)).toEqual(once);
      }),
    );
  });
});
