import { waitingFor, type RoundSituation } from './waiting.rules.js';

const collecting: RoundSituation = {
  state: 'collecting',
  cutOffPassed: true,
  allocationDue: true,
  undecided: 0,
  approvals: [],
};

test.each<[string, Partial<RoundSituation>, string | null]>([
  ['before its call opens', { state: 'scheduled' }, 'call_opening'],
  ['before the cut-off', { cutOffPassed: false, undecided: 4 }, 'cut_off'],
  ['while reviews are open', { undecided: 4 }, 'reviews'],
  ['until its time', { allocationDue: false }, 'allocation_time'],
  ['for the next tick', {}, 'computation'],
  ['for both approvals', { state: 'computed' }, 'approvals'],
  ['for the officer', { state: 'computed', approvals: [{ role: 'chair' }] }, 'officer_approval'],
  ['for the chair', { state: 'computed', approvals: [{ role: 'officer' }] }, 'chair_approval'],
  ['for its publication', { state: 'approved' }, 'publication'],
  ['for nothing once published', { state: 'published' }, null],
  ['for nothing once cancelled', { state: 'cancelled' }, null],
])('a round waits %s', (_, own, expected) => {
  expect(waitingFor({ ...collecting, ...own })).toBe(expected);
});
