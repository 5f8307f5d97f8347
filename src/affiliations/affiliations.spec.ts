import { checkAcceptance, checkHandOver, checkJoining, domainsOf } from './affiliations.rules.js';

describe('the domains that say where somebody works', () => {
  test.each([
    ['ada@example.org', ['example.org']],
    ['ada@lab.cs.uni.example', ['lab.cs.uni.example', 'cs.uni.example', 'uni.example']],
    ['ada@firm.co.uk', ['firm.co.uk']],
    ['ada@dept.uni.ac.uk', ['dept.uni.ac.uk', 'uni.ac.uk']],
    ['ada@gmail.com', []],
    ['ada@mail.yahoo.co.uk', []],
    ['ada@gmx.de', []],
    ['ada@orange.fr', []],
    ['ada@localhost', []],
    ['ada@co.uk', []],
    ['nonsense', []],
  ])('%s: %j', (address, domains) => {
    expect(domainsOf(address)).toEqual(domains);
  });
});

const offer = {
  giver: 'representative',
  receiver: 'member',
  toOneself: false,
  alreadyOpen: false,
} as const;
test.each([
  ['a manager offers', { giver: 'manager' }, 'ORG_REPRESENTATIVE_ONLY'],
  ['somebody who left offers', { giver: null }, 'ORG_REPRESENTATIVE_ONLY'],
  ['to oneself', { toOneself: true }, 'HAND_OVER_NEEDLESS'],
  ['to a representative', { receiver: 'representative' }, 'HAND_OVER_NEEDLESS'],
  ['twice', { alreadyOpen: true }, 'HAND_OVER_OPEN'],
] as const)('MEM-3: a hand-over is refused: %s', (_, change, code) => {
  expect(() => checkHandOver({ ...offer, ...change })).toThrow(code);
  expect(() => checkHandOver(offer)).not.toThrow();
}); // prettier-ignore

const waiting = { expired: false, giver: 'representative', receiver: 'member' } as const;
test.each([
  ['too late', { expired: true }, 'HAND_OVER_EXPIRED'],
  ['the giver is none any more', { giver: 'member' }, 'HAND_OVER_VOID'],
  ['the giver left', { giver: null }, 'HAND_OVER_VOID'],
  ['the receiver left', { receiver: null }, 'HAND_OVER_VOID'],
  ['the receiver became one otherwise', { receiver: 'representative' }, 'HAND_OVER_VOID'],
] as const)('MEM-3: a hand-over is not accepted: %s', (_, change, code) => {
  expect(() => checkAcceptance({ ...waiting, ...change })).toThrow(code);
  expect(() => checkAcceptance(waiting)).not.toThrow();
});

const wish = { belongs: false, openHere: false, refusedLately: false, openAnywhere: 0 };
test.each([
  ['one belongs', { belongs: true }, 'ORG_PERSON_TWICE'],
  ['one has asked', { openHere: true }, 'JOINING_OPEN'],
  ['one was refused lately', { refusedLately: true }, 'JOINING_PAUSE'],
  ['one asks everywhere', { openAnywhere: 5 }, 'JOINING_LIMIT'],
])('a request to join is refused when %s', (_, change, code) => {
  expect(() => checkJoining({ ...wish, ...change })).toThrow(code);
  expect(() => checkJoining(wish)).not.toThrow();
});
