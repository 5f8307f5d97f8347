import { stateMachine } from '../kernel/state-machine.js';

/** One allocation of one pool group for one cut-off (states: docs/domain.md). */
export const roundMachine = stateMachine('round', 'scheduled', {
  collect: { from: ['scheduled'], to: 'collecting' },
  compute: { from: ['collecting', 'computed'], to: 'computed' },
  approve: { from: ['computed'], to: 'approved' },
  publish: { from: ['approved'], to: 'published' },
  cancel: { from: ['scheduled', 'collecting', 'computed', 'approved'], to: 'cancelled' },
});

export const roundStates = [
  'scheduled',
  'collecting',
  'computed',
  'approved',
  'published',
  'cancelled',
] as const;
export type RoundState = (typeof roundStates)[number];
export type RoundAct = keyof typeof roundMachine.acts;
