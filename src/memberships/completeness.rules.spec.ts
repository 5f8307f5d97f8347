import { DomainError } from '../kernel/domain-error.js';
import {
  applicationSections,
  checkComplete,
  checkDeclarations,
  missingIn,
  sectionsOf,
  trackOf,
  type ApplicationContent,
} from './completeness.rules.js';

const content: ApplicationContent = {
  motivation: 'We want to train open models for the public services of our region, together.',
  aiActivity: 'Speech recognition for dialects.',
  class: 'sme',
  kind: 'company',
  identifiers: 1,
  hasAddress: true,
  hasLegalForm: true,
  hasWebDomain: true,
  hasOwnership: true,
  registryMatch: false,
  openMismatches: 0,
  classProblem: null,
  declarations: [
    { code: 'values', version: 1, accepted: 1 },
    { code: 'accuracy', version: 2, accepted: 2 },
  ],
  submitters: 1,
};
const codesOf = (work: () => void) => {
  try {
    work();
    return [];
  } catch (error) {
    const { code, errors } = error as DomainError;
    return [code, ...errors.map(({ pointer }) => pointer)];
  }
};
const classProblem = { pointer: '/organisation/class', code: 'MEM_CLASS_OWNERSHIP', detail: 'x' };

describe('what is missing before an application can be submitted', () => {
  test('nothing, when it is complete', () => {
    expect(missingIn(content)).toEqual([]);
    expect(codesOf(() => checkComplete(content))).toEqual([]);
    expect(sectionsOf(content).map(({ section }) => section)).toEqual(applicationSections);
    expect(sectionsOf(content).every(({ complete, advice }) => complete && !advice.length)).toBe(
      true,
    );
  });

  test.each([
    ['motivation', { motivation: 'Because.' }, 'activity', ['/motivation']],
    ['use of AI', { aiActivity: '' }, 'activity', ['/aiActivity']],
    [
      'a declaration',
      { declarations: [{ code: 'values', version: 1, accepted: null }] },
      'declarations',
      ['/declarations/values'],
    ],
    [
      'a declaration whose text has changed',
      { declarations: [{ code: 'values', version: 2, accepted: 1 }] },
      'declarations',
      ['/declarations/values'],
    ],
    ['MEM-1: an identifier', { identifiers: 0 }, 'identity', ['/organisation/identifiers']],
    ['MEM-2: the class by the graph', { classProblem }, 'ownership', ['/organisation/class']],
    ['MEM-3: somebody who may submit', { submitters: 0 }, 'people', ['/organisation/people']],
  ] as const)('%s', (_, change, section, pointers) => {
    const changed = { ...content, ...change };
    expect(codesOf(() => checkComplete(changed))).toEqual(['MEM_INCOMPLETE', ...pointers]);
    const open = sectionsOf(changed).filter(({ complete }) => !complete);
    expect(open.map((one) => one.section)).toEqual([section]);
    expect(open[0]?.missing.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  test('MEM-8: science is not asked what it does with AI', () => {
    expect(missingIn({ ...content, class: 'science', aiActivity: '' })).toEqual([]);
    expect([trackOf('science'), trackOf('sme'), trackOf('large')]).toEqual([
      'short',
      'full',
      'full',
    ]);
  });

  test('advice stands against nothing', () => {
    const bare = { hasAddress: false, hasLegalForm: false, hasWebDomain: false };
    const sections = sectionsOf({ ...content, ...bare, hasOwnership: false });
    expect(sections.flatMap(({ advice }) => advice.map(({ pointer }) => pointer))).toEqual([
      '/organisation/registeredAddress',
      '/organisation/legalForm',
      '/organisation/webDomain',
      '/organisation/ownership',
    ]);
    expect(sections.every(({ complete }) => complete)).toBe(true);
  });

  const adviceFor = (change: Partial<ApplicationContent>) =>
    sectionsOf({ ...content, hasAddress: false, ...change }).flatMap(({ advice }) =>
      advice.map(({ pointer }) => pointer),
    );
  test('MEM-8: science that ROR knows is asked nothing else about who it is', () => {
    const science = { class: 'science', kind: 'university' } as const;
    expect(adviceFor({ ...science, hasOwnership: false, registryMatch: true })).toEqual([]);
    expect(adviceFor(science)).toEqual([
      '/organisation/identifiers',
      '/organisation/registeredAddress',
    ]);
  });

  test('MEM-1: a registry that says otherwise is told while drafting and blocks nothing', () => {
    expect(adviceFor({ openMismatches: 1, hasAddress: true })).toEqual([
      '/organisation/identifiers',
    ]);
    expect(missingIn({ ...content, openMismatches: 1 })).toEqual([]);
  });
});

describe('nobody accepts what they have not read', () => {
  const inForce = [{ code: 'values', version: 2 }];

  test.each([
    ['the version in force', { code: 'values', version: 2 }, []],
    [
      'an older one',
      { code: 'values', version: 1 },
      ['MEM_DECLARATION_CHANGED', '/declarations/0/version'],
    ],
    [
      'another text',
      { code: 'no', version: 1 },
      ['MEM_DECLARATION_UNKNOWN', '/declarations/0/code'],
    ],
  ])('%s', (_, given, expected) => {
    expect(codesOf(() => checkDeclarations([given], inForce))).toEqual(expected);
  });
});
