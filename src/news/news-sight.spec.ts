import { anonymous, type Principal } from '../access/principal.js';
import type { EntityManager } from 'typeorm';
import { gathered, newsOf, noteNews } from '../platform/news.service.js';
import { concernsSession, mayHear, mayHearProgress, type Told } from './news-sight.rules.js';

const viewer = (own: Partial<Principal>): Principal => ({
  ...anonymous('test', ''),
  kind: 'person',
  personId: 'me',
  sessionId: 'mine',
  secondFactor: 'shown',
  ...own,
});
const officer = viewer({ platformRoles: ['officer'] });
const member = viewer({ organisations: new Map([['ours', 'member']]) });
const told = (own: Partial<Told> = {}): Told => ({
  kind: 'request',
  id: 'r',
  version: 1,
  permission: 'request.read',
  organisationIds: ['ours'],
  open: false,
  personId: null,
  ...own,
});

describe('who hears of a change', () => {
  test.each<[string, Principal, Partial<Told>, boolean]>([
    ['one’s own organisation’s', member, {}, true],
    ['another organisation’s', member, { organisationIds: ['theirs'] }, false],
    ['nobody’s in particular', member, { organisationIds: [] }, false],
    ['what is open', member, { permission: 'round.read', organisationIds: [], open: true }, true],
    ['open, without the permission', viewer({}), { permission: 'round.read', open: true }, false],
    ['everything, for an officer', officer, { organisationIds: ['theirs'] }, true],
    ['oneself', viewer({}), { permission: 'people.read', personId: 'me' }, true],
    ['another person', officer, { permission: 'people.read', personId: 'you' }, false],
    ['outside a token’s scopes', viewer({ ...officer, scopes: ['call.read'] }), {}, false],
  ])('%s', (_, who, what, expected) => expect(mayHear(who, told(what))).toBe(expected));

  test('progress is for those who see everybody’s', () => {
    expect(mayHearProgress(officer, 'round.read')).toBe(true);
    expect(mayHearProgress(member, 'round.read')).toBe(false);
  });

  test.each<[string, string | null, boolean]>([
    ['person', 'me', true],
    ['person', 'you', false],
    ['person', null, true],
    ['session', 'mine', true],
    ['session', 'yours', false],
    ['organisation', 'ours', true],
    ['organisation', 'theirs', false],
    ['request', 'r', false],
  ])('%s %s concerns the session: %s', (kind, id, expected) =>
    expect(concernsSession(member, { kind, id })).toBe(expected),
  );
});

describe('what is told together', () => {
  test('the same thing once, progress in its order', () => {
    const request = { kind: 'request', id: 'r' };
    const step = (name: string) => ({ kind: 'round', id: 'x', progress: { step: name } });
    expect(gathered([request, step('reading'), request, step('storing')])).toEqual([
      step('reading'),
      step('storing'),
      request,
    ]);
  });

  test('very many of a kind are told as the kind', () => {
    const many = Array.from({ length: 201 }, (_, index) => ({ kind: 'request', id: `r${index}` }));
    expect(gathered([...many, { kind: 'round', id: 'x' }])).toEqual([
      { kind: 'round', id: 'x' },
      { kind: 'request', id: null },
    ]);
  });

  test('hundreds of thousands of changes of one transaction are told as their kind', () => {
    const manager = {} as EntityManager;
    for (let portion = 0; portion < 60; portion += 1) {
      noteNews(
        manager,
        Array.from({ length: 5_000 }, (_, index) => ({
          kind: 'request',
          id: `r${portion}-${index}`,
        })),
      );
    }
    noteNews(manager, [{ kind: 'round', id: 'x' }]);
    expect(gathered(newsOf(manager))).toEqual([
      { kind: 'request', id: null },
      { kind: 'round', id: 'x' },
    ]);
  });
});
