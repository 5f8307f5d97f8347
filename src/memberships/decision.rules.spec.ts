import { DomainError } from '../kernel/domain-error.js';
import { checkClassifiable, checkProposed, eyesOf, type Proposal } from './decision.rules.js';

const codeOf = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return (error as DomainError).code;
  }
};
const proposal: Proposal = { decision: 'decline', reason: 'A reason that is read.', personId: 'a' };

describe('MEM-4: four eyes where policy asks for them', () => {
  test.each([
    ['no policy: one officer decides', false, null, 'admit', 'a', 'decide'],
    ['the first proposes', true, null, 'decline', 'a', 'propose'],
    ['another confirms', true, proposal, 'decline', 'b', 'confirm'],
    ['never the same', true, proposal, 'decline', 'a', 'MEM_FOUR_EYES'],
    ['another decision waits for the proposal', true, proposal, 'admit', 'b', 'MEM_PROPOSAL_OTHER'],
  ] as const)('%s', (_, fourEyes, proposed, decision, personId, expected) => {
    expect(codeOf(() => eyesOf(fourEyes, proposed, decision, personId))).toBe(expected);
  });

  test('only what is proposed can be rejected', () => {
    expect(checkProposed(proposal)).toBe(proposal);
    expect(codeOf(() => checkProposed(null))).toBe('MEM_NO_PROPOSAL');
  });
});

test.each([
  ['draft', 'MEM_CLASS_FIXED'],
  ['submitted', 'MEM_CLASS_FIXED'],
  ['screening', undefined],
  ['review', undefined],
  ['admitted', 'MEM_CLASS_FIXED'],
])('MEM-2: the office computes the class of an application that is %s: %s', (state, expected) => {
  expect(codeOf(() => checkClassifiable(state))).toBe(expected);
});
