import { reasons } from '../allocation/engine/index.js';
import { outcomeOf, reasonSentence } from './outcome.rules.js';

describe('ALLOC-13: what a line means for its request', () => {
  test('whatever got something is awarded', () => {
    expect(outcomeOf({ granted: 1n, reason: 'GRANTED_PARTIAL' })).toBe('award');
    expect(outcomeOf({ granted: 9n, reason: 'GRANTED_FULL' })).toBe('award');
  });

  test.each(['MINIMUM_ABOVE_ASK', 'NO_POOL', 'MINIMUM_ABOVE_CAP', 'MINIMUM_ABOVE_POOL'])(
    'what no outcome could serve is rejected: %s (ALLOC-2)',
    (reason) => {
      expect(outcomeOf({ granted: 0n, reason })).toBe('reject');
    },
  );

  test.each(['CAP_REACHED', 'CLASS_EXHAUSTED', 'TIE_LOST', 'POOL_EXHAUSTED'])(
    'what lost only this time waits on the reserve list: %s (GRA-1)',
    (reason) => {
      expect(outcomeOf({ granted: 0n, reason })).toBe('reserve');
    },
  );

  test.each(reasons)('%s has a sentence of its own', (reason) => {
    expect(reasonSentence(reason)).not.toBe(reasonSentence('unknown'));
  });
});
