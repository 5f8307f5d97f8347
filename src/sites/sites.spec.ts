import { peakAccelerators, refuseOvercommitment } from './sites.rules.js';

const use = (accelerators: number, from: number, to: number) => ({
  accelerators,
  startsAt: new Date(Date.UTC(2027, 0, from)),
  endsAt: new Date(Date.UTC(2027, 0, to)),
});

describe('peakAccelerators', () => {
  test.each([
    ['nothing', [], 0],
    ['one pool', [use(10, 1, 5)], 10],
    ['pools that touch', [use(10, 1, 5), use(7, 5, 9)], 10],
    ['pools that overlap', [use(10, 1, 5), use(7, 4, 9)], 17],
    ['a pool inside another, and one after', [use(10, 1, 20), use(3, 4, 6), use(5, 7, 9)], 15],
  ])('%s', (_, uses, peak) => {
    expect(peakAccelerators(uses)).toBe(peak);
    expect(peakAccelerators([...uses].reverse())).toBe(peak);
  });
});

test('a partition lends each accelerator once at a time', () => {
  expect(() => refuseOvercommitment([use(10, 1, 5), use(7, 5, 9)], 10)).not.toThrow();
  expect(() => refuseOvercommitment([use(10, 1, 5), use(7, 4, 9)], 16)).toThrow(
    expect.objectContaining({ code: 'PARTITION_OVERCOMMITTED' }),
  );
});
