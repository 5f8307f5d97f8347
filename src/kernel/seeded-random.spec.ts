import { SeededRandom } from './seeded-random.js';

const draw = (random: SeededRandom, count: number) =>
  Array.from({ length: count }, () => random.next());

describe('seeded random', () => {
  test('the same seed gives the same sequence', () => {
    expect(draw(new SeededRandom('portal'), 100)).toEqual(draw(new SeededRandom('portal'), 100));
    expect(draw(new SeededRandom('portal'), 4)).not.toEqual(draw(new SeededRandom('Portal'), 4));
  });

  test('a fork does not depend on how much was drawn before', () => {
    const fresh = new SeededRandom('portal');
    const used = new SeededRandom('portal');
    draw(used, 10);
    expect(draw(fresh.fork('people'), 5)).toEqual(draw(used.fork('people'), 5));
    expect(draw(fresh.fork('people'), 5)).not.toEqual(draw(fresh.fork('titles'), 5));
  });

  test('whole numbers stay in their range and reach both ends', () => {
    const random = new SeededRandom('range');
    const seen = new Set(Array.from({ length: 400 }, () => random.integer(3, 7)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6, 7]);
  });

  test('shuffling keeps every element and changes no input', () => {
    const list = ['a', 'b', 'c', 'd', 'e'];
    const shuffled = new SeededRandom('shuffle').shuffled(list);
    expect([...shuffled].sort()).toEqual(list);
    expect(list).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('a log-normal has about half of its values below the median', () => {
    const random = new SeededRandom('log-normal');
    const below = Array.from({ length: 2000 }, () => random.logNormal(26.77, 0.7)).filter(
      (x) => x < 26.77,
    );
    expect(below.length).toBeGreaterThan(900);
    expect(below.length).toBeLessThan(1100);
  });

  test('an empty list has nothing to pick', () => {
    expect(() => new SeededRandom('empty').pick([])).toThrow(RangeError);
  });
});
