import { preferredLanguage } from './pages.rules.js';

describe('preferredLanguage', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr', 'fr'],
    ['fr-BE,fr;q=0.9,en;q=0.8', 'fr'],
    ['en;q=0.4, de;q=0.7', 'de'],
    ['pl,cs;q=0.9', 'en'],
    ['pl, DE-at;q=0.1', 'de'],
    ['fr;q=0, de;q=0.1', 'de'],
    ['*', 'en'],
    ['fr;q=abc', 'fr'],
  ])('%s leads to %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
