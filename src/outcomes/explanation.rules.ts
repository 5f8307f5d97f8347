import type { Explanation } from '../allocation/engine/index.js';
import { gpuHoursOf } from '../kernel/gpu-time.js';
import {
  classWords,
  hourWords,
  phrases,
  type Language,
  type PhraseId,
} from './explanation-phrases.rules.js';

/** A line of a plan with what its explanation needs; amounts in units of the quantum. */
export interface LineFacts {
  reason: string;
  class: string;
  minimum: bigint;
  ask: bigint;
  granted: bigint;
  explanation: Explanation;
  routes: readonly { poolName: string; units: bigint }[];
  /** Names of `explanation.tightPools`. */
  tightPoolNames: readonly string[];
  quantumGpuSeconds: bigint;
  /** Its place among the organisation's requests that took part, in their own order (ALLOC-2). */
  place?: { at: number; of: number };
  /** Where time to borrow came from: classes that left some of theirs, and time guaranteed to none. */
  lent?: { classes: readonly string[]; free: boolean };
}

type Sentence = readonly [PhraseId, Readonly<Record<string, string>>];

/** Reasons of ALLOC-2: the request took no part, so shares and claims say nothing about it. */
const dropped: Readonly<Record<string, PhraseId>> = {
  MINIMUM_ABOVE_ASK: 'minimumAboveAsk',
  NO_POOL: 'noPool',
  MINIMUM_ABOVE_CAP: 'minimumAboveCap',
  MINIMUM_ABOVE_POOL: 'minimumAbovePool',
};

const refused: Readonly<Record<string, PhraseId>> = {
  CAP_REACHED: 'capReached',
  MINIMUM_ABOVE_CLAIM: 'minimumAboveClaim',
  CEILING_REACHED: 'ceilingReached',
  CLASS_EXHAUSTED: 'classExhausted',
  TIE_LOST: 'tieLost',
};

/** Whether a request took part in the division at all (ALLOC-2). */
export const tookPart = (reason: string): boolean => !(reason in dropped);

/** ALLOC-8: whose time there was to borrow: classes whose own did not use their share, and time of no class. */
export function lentTime(
  capacity: bigint,
  classes: readonly { class: string; guaranteed: bigint; granted: bigint; borrowed: bigint }[],
): { classes: string[]; free: boolean } {
  const guaranteed = classes.reduce((sum, line) => sum + line.guaranteed, 0n);
  return {
    classes: classes
      .filter((line) => line.granted - line.borrowed < line.guaranteed)
      .map((line) => line.class),
    free: guaranteed < capacity,
  };
}

/**
 * ALLOC-13: why a request got what it got, in words with numbers. The plan keeps data only, so the
 * sentences are made when somebody reads, in the reader's language.
 */
export function explanationSentences(line: LineFacts, language: Language): string[] {
  const words = wordsOf(line, language);
  const sentences = [
    result(line, words),
    ...(line.reason in dropped ? [] : share(line, words)),
    ...(line.reason in dropped ? [] : place(line)),
    ...why(line, words),
    ...routes(line, words),
    ...(line.reason in dropped ? [] : carried(line, words)),
  ];
  return sentences.map(([id, gaps]) => fill(phrases[id][language], gaps));
}

interface Words {
  hours: (units: bigint) => string;
  class: string;
  list: (items: readonly string[]) => string;
  /** Classes as part of a sentence. */
  classes: (names: readonly string[]) => string;
}

function wordsOf(line: LineFacts, language: Language): Words {
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const plural = new Intl.PluralRules(language);
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  const [one, other] = hourWords[language];
  return {
    hours: (units) => {
      const hours = gpuHoursOf(units * line.quantumGpuSeconds);
      return `${numbers.format(hours)} ${plural.select(hours) === 'one' ? one : other}`;
    },
    class: classWords[line.class]?.[language] ?? line.class,
    list: (items) => items.join(', '),
    classes: (names) =>
      lists.format(names.map((name) => classWords[name]?.[language] ?? name).sort()),
  };
}

function result({ ask, granted }: LineFacts, { hours }: Words): Sentence {
  const gaps = { ask: hours(ask), granted: hours(granted) };
  if (granted === 0n) return ['gotNothing', gaps];
  return [granted < ask ? 'gotPart' : 'gotAll', gaps];
}

/** What the organisation could rely on, and what it brought along. */
function share({ explanation, lent }: LineFacts, words: Words): Sentence[] {
  const sentences: Sentence[] = [
    ['entitled', { entitlement: words.hours(BigInt(explanation.entitlement)), class: words.class }],
  ];
  const borrowed = BigInt(explanation.borrowed);
  if (borrowed > 0n) sentences.push(borrowedFrom(words.hours(borrowed), lent, words));
  const before = BigInt(explanation.balanceBefore);
  if (before > 0n) {
    const claim = words.hours(BigInt(explanation.claim));
    sentences.push(['claimBefore', { balance: words.hours(before), claim }]);
  }
  if (before < 0n) sentences.push(['debtBefore', { balance: words.hours(-before) }]);
  return sentences;
}

/** Whose unused time it was, where that can be told: what is left of several is one heap. */
function borrowedFrom(borrowed: string, lent: LineFacts['lent'], words: Words): Sentence {
  if (lent === undefined || (lent.free && lent.classes.length > 0))
    return ['borrowed', { borrowed }];
  if (lent.classes.length === 0) return [lent.free ? 'borrowedFree' : 'borrowed', { borrowed }];
  return ['borrowedFrom', { borrowed, lenders: words.classes(lent.classes) }];
}

/** An organisation with one request needs no order. */
function place({ place: own }: LineFacts): Sentence[] {
  if (own === undefined || own.of < 2) return [];
  return [['place', { place: String(own.at), requests: String(own.of) }]];
}

/** The binding limit. */
function why(line: LineFacts, words: Words): Sentence[] {
  const { explanation, granted, reason } = line;
  const gaps = {
    minimum: words.hours(line.minimum),
    claim: words.hours(BigInt(explanation.claim)),
    missing: words.hours(BigInt(explanation.missingUnits)),
    left: words.hours(leftFor(line)),
    class: words.class,
    pools: words.list(line.tightPoolNames),
  };
  if (reason in dropped) return [[dropped[reason]!, gaps]];
  const tight = granted < line.ask && line.tightPoolNames.length > 0;
  const phrase = limitPhrase(line, tight);
  const told = phrase !== null && phrases[phrase].en.includes('{missing}');
  const missing = granted === 0n && BigInt(explanation.missingUnits) > 0n && !told;
  const ids: (PhraseId | false)[] = [phrase ?? false, tight && 'tight', missing && 'missing'];
  return ids.filter((id) => id !== false).map((id) => [id, gaps]);
}

/** What was left for a request's minimum. */
function leftFor({ minimum, explanation }: LineFacts): bigint {
  const left = minimum - BigInt(explanation.missingUnits);
  return left > 0n ? left : 0n;
}

/** Used-up pools that are named need no other sentence; where some time was left, that is said. */
function limitPhrase(line: LineFacts, tight: boolean): PhraseId | null {
  if (line.reason !== 'POOL_EXHAUSTED') return refused[line.reason] ?? null;
  if (tight) return null;
  const missing = BigInt(line.explanation.missingUnits);
  return missing > 0n && missing < line.minimum ? 'tooLittleLeft' : 'poolExhausted';
}

function routes({ routes: parts }: LineFacts, words: Words): Sentence[] {
  if (parts.length === 0) return [];
  const named = parts.map(({ poolName, units }) => `${poolName} (${words.hours(units)})`);
  return [['routes', { routes: words.list(named) }]];
}

/** What the next round remembers (ALLOC-12). */
function carried({ explanation }: LineFacts, { hours }: Words): Sentence[] {
  const after = BigInt(explanation.balanceAfter);
  if (after === 0n) return [];
  return after > 0n
    ? [['claimAfter', { balance: hours(after) }]]
    : [['debtAfter', { balance: hours(-after) }]];
}

/** @throws Error when a phrase names a gap that nobody fills: a mistake of ours, found by the tests. */
function fill(phrase: string, gaps: Readonly<Record<string, string>>): string {
  return phrase.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = gaps[name];
    if (value === undefined) throw new Error(`The gap {${name}} has no value.`);
    return value;
  });
}
