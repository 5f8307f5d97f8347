import { describe, expect, test } from 'vitest';
import { texts } from './app/search';
import { centsOf, eurosOf } from './pages/organisations/money';
import { hoursOf } from './pages/rounds/round-figures';
import { byOrganisation } from './pages/rounds/round-organisations';
import { bodyOf } from './pages/reviews/review-form';
import { sectionOf } from './pages/requests/sections';
import { safePath } from './pages/sign-in/login.page';
import { deviceOf } from './pages/sign-in/security.page';
import { match } from './routes';

describe('match', () => {
  test.each([
    ['/en', 'overview', 'en'],
    ['/de/', 'overview', 'de'],
    ['/fr/rounds/abc?class=sme', 'round', 'fr'],
    ['/fr/rounds', 'not-found', 'fr'],
    ['/de/verify', 'verify', 'de'],
    ['/de/verify/x', 'not-found', 'de'],
    ['/app', 'app', 'en'],
    ['/app/rounds/1', 'app', 'en'],
    ['/pl', 'not-found', 'en'],
    ['/', 'not-found', 'en'],
  ])('%s is %s', (url, page, lang) => {
    expect(match(url)).toMatchObject({ page, lang });
  });
});

test.each([
  [undefined, '/app'],
  ['/app/requests/1?x=2', '/app/requests/1?x=2'],
  ['/app', '/app'],
  ['/apple', '/app'],
  ['//evil.example', '/app'],
  ['https://evil.example', '/app'],
  ['/app/\\evil', '/app'],
])('after signing in, %s leads to %s', (next, path) => {
  expect(safePath(next)).toBe(path);
});

test.each([
  ['1 250 000', '125000000'],
  ['1.250.000 €', '125000000'],
  ['EUR 5', '500'],
  ['1.250,50 €', '125050'],
  ['0.05', '5'],
  ['a lot', 'a lot'],
])('%s euro are %s cents', (text, cents) => {
  expect(centsOf(text)).toBe(cents);
});

test.each(['0', '5', '99', '100', '125050', '100000000000000'])(
  '%s cents are read again',
  (cents) => {
    expect(centsOf(eurosOf(cents))).toBe(cents);
  },
);

test('units of a quantum become hours without losing digits', () => {
  expect(hoursOf('12', '3600')).toBe(12);
  expect(hoursOf('-3', '1800')).toBe(-1.5);
  expect(hoursOf('9007199254740', '3600')).toBe(9_007_199_254_740);
});

test('organisations are summed over their lines, the largest grant first', () => {
  const line = (id: string, asked: number, granted: number) =>
    ({
      organisation: { id, name: id, country: 'DE', class: 'sme' },
      gpuHoursAsked: asked,
      gpuHoursGranted: granted,
    }) as never;
  const rows = byOrganisation([line('a', 10.1, 0), line('b', 5, 5), line('a', 0.2, 0.2)]);
  expect(rows.map((row) => [row.organisation.id, row.requests, row.awarded, row.asked])).toEqual([
    ['b', 1, 1, 5],
    ['a', 2, 1, 10.3],
  ]);
});

test('a draft review sends what is scored and null for the rest', () => {
  const body = bodyOf({
    scores: { excellence: '4', impact: '' },
    commentToApplicant: 'a',
    commentToPanel: '',
    confidence: '',
  });
  expect(body).toMatchObject({ scores: { excellence: 4, impact: null }, confidence: null });
});

test.each([
  ['/content/ethics/note', 'ethics'],
  ['/content/poolIds/0', 'pools'],
  ['/content/title', 'project'],
  [null, null],
])('%s belongs to %s', (pointer, section) => {
  expect(sectionOf(pointer)).toBe(section);
});

test('a URL gives only the texts that are named', () => {
  expect(texts('state', 'cursor')({ state: 'draft', other: 'x', cursor: '' })).toEqual({
    state: 'draft',
  });
  expect(texts('reason')({ reason: 7 })).toEqual({ reason: '7' });
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Linux'],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36 Edg/156.0', 'Edge · Windows'],
  ['curl/8', 'curl/8'],
])('%s is told as %s', (agent, told) => {
  expect(deviceOf(agent)).toBe(told);
});
