import { possibleActs } from '../kernel/state-machine.js';
import { roundMachine, roundStates, type RoundState } from './round.rules.js';

test.each<[RoundState, string[]]>([
  ['scheduled', ['collect', 'cancel']],
  ['collecting', ['compute', 'cancel']],
  ['computed', ['compute', 'approve', 'cancel']],
  ['approved', ['publish', 'cancel']],
  ['published', []],
  ['cancelled', []],
])('from %s a round can go by %j', (state, acts) => {
  expect(possibleActs(roundMachine, state)).toEqual(acts);
});

test('the table names exactly the states of the column', () => {
  const named = Object.values(roundMachine.acts).flatMap(({ from, to }) => [...from, to]);
  expect(new Set(named)).toEqual(new Set(roundStates));
});
