import { allocate } from './allocate.js';
import type { Snapshot } from './input/snapshot.js';

/*
 * What no rule can give together once minimums are indivisible (engine.md, "Known impossibilities"). Each
 * test shows one loss on a small round, so that nobody mistakes it for an error, and a change of it is seen.
 */

interface Row {
  balance?: number;
  weight?: number;
  /** [minimum, ask, score] each. */
  requests: [number, number, number?][];
}

/** One pool, one class that is guaranteed all of it. */
function round(capacity: number, rows: readonly Row[]): Record<string, string> {
  const snapshot: Snapshot = {
    engine: 'gbc/1',
    roundId: 'impossible',
    seed: '00'.repeat(32),
    quantumGpuSeconds: '3600',
    classes: [{ id: 'science', borrowWeight: 1 }],
    pools: [{ id: 'p', capacity: String(capacity), guarantees: { science: 1_000_000 } }],
    organisations: rows.map(({ balance = 0, weight = 1 }, o) => ({
      id: `o${o + 1}`,
      class: 'science',
      weight,
      balance: String(balance),
      tieKey: `000000000000000${o + 1}`,
    })),
    requests: rows.flatMap(({ requests }, o) =>
      requests.map(([minimum, ask, score], r) => ({
        id: `o${o + 1}-r${r + 1}`,
        organisation: `o${o + 1}`,
        minimum: String(minimum),
        ask: String(ask),
        pools: ['p'],
        score: score ?? null,
        submittedAt: `2026-11-01T10:00:0${r}Z`,
      })),
    ),
  };
  return Object.fromEntries(allocate(snapshot).requests.map(({ id, granted }) => [id, granted]));
}

describe('impossibilities, with minimums', () => {
  test('understating its minimum can pay', () => {
    const others: Row[] = [
      {
        requests: [
          [2, 2],
          [4, 8],
        ],
      },
      {
        requests: [
          [0, 1],
          [2, 2],
        ],
      },
    ];
    expect(round(3, [{ requests: [[2, 7]] }, ...others])['o1-r1']).toBe('0');
    expect(round(3, [{ requests: [[0, 7]] }, ...others])['o1-r1']).toBe('2');
  });

  test('a higher score lowers a request when the small minimum that it promotes blocks a larger one', () => {
    const promoted = (score: number) =>
      round(10, [
        {
          requests: [
            [4, 4, score],
            [8, 8, 500],
          ],
        },
      ]);
    expect(promoted(400)).toEqual({ 'o1-r1': '0', 'o1-r2': '8' });
    expect(promoted(600)).toEqual({ 'o1-r1': '4', 'o1-r2': '0' });
  });

  test('a larger pool can lower somebody', () => {
    const rows: Row[] = [{ requests: [[10, 10]] }, { requests: [[0, 100]] }];
    expect(round(18, rows)['o2-r1']).toBe('18');
    expect(round(20, rows)['o2-r1']).toBe('10');
  });

  test('capacity can stay idle that another order would use', () => {
    const rows = (first: number, second: number): Row[] => [
      { balance: first, requests: [[60, 60]] },
      { balance: second, requests: [[90, 90]] },
    ];
    expect(round(100, rows(50, 40))).toEqual({ 'o1-r1': '60', 'o2-r1': '0' });
    expect(round(100, rows(40, 50))).toEqual({ 'o1-r1': '0', 'o2-r1': '90' });
  });

  test('rounding by divisors breaks quota for very unequal weights', () => {
    const rows = [50, 1, 1, 1].map((weight): Row => ({ weight, requests: [[0, 100]] }));
    expect(Object.values(round(18, rows))).toEqual(['18', '0', '0', '0']);
  });
});
