import { soundOf } from './names.rules.js';

/** How alike two names are and why: which words were taken for the same, and which stayed alone. */
export interface Likeness {
  scorePpm: number;
  /** all: every word counts; contained: one name is part of the other; joined: the same without spaces. */
  method: 'all' | 'contained' | 'joined';
  pairs: { subject: string; entry: string; likenessPpm: number }[];
  /** Words of one side that have none on the other. */
  subjectAlone: string[];
  entryAlone: string[];
}

/** Words less alike than this are different words. */
export const wordLikenessMin = 0.88;
/** What a name loses because words of the longer one are missing, or its spaces are. */
const containedFactor = 0.95;
const joinedFactor = 0.98;
/** Spelt differently, though it sounds the same. */
const soundFactor = 0.99;
/** A name that is part of another has to weigh this much to mean something. */
const containedWeightMin = 8;

/** What a word weighs: its letters, unless half the list has it too. */
export type Weigh = (word: string) => number;
export const byLetters: Weigh = (word) => word.length;

/** Jaro–Winkler similarity from 0 to 1 (Winkler 1990: prefix up to 4, weight 0.1). */
export function jaroWinkler(a: string, b: string): number {
  const prefix = prefixOf(a, b);
  const jaro = jaroOf(a, b);
  return jaro + prefix * 0.1 * (1 - jaro);
}

function prefixOf(a: string, b: string): number {
  const most = Math.min(4, a.length, b.length);
  let prefix = 0;
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return prefix;
}

function jaroOf(a: string, b: string): number {
  if (a === b) return 1;
  if (a === '' || b === '') return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const usedB = new Uint8Array(b.length);
  const inA: number[] = [];
  for (let i = 0; i < a.length; i += 1) {
    const sign = a.charCodeAt(i);
    const to = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j += 1) {
      if (usedB[j] === 1 || sign !== b.charCodeAt(j)) continue;
      usedB[j] = 1;
      inA.push(sign);
      break;
    }
  }
  const same = inA.length;
  if (same === 0) return 0;
  let moved = 0;
  for (let j = 0, at = 0; j < b.length; j += 1) {
    if (usedB[j] === 0) continue;
    if (inA[at] !== b.charCodeAt(j)) moved += 1;
    at += 1;
  }
  return (same / a.length + same / b.length + (same - moved / 2) / same) / 3;
}

/** A word with how it sounds, so that this is worked out once. */
export interface SpokenWord {
  word: string;
  sound: string;
}
export const spoken = (word: string): SpokenWord => ({ word, sound: soundOf(word) });

/** How alike two words are, from 0 to 1; 0 below `wordLikenessMin`. Numbers are alike only when equal. */
export function wordLikeness(a: SpokenWord, b: SpokenWord): number {
  if (a.word === b.word) return 1;
  if (!canBeAlike(a.sound, b.sound)) return 0;
  if (/\d/.test(a.word) || /\d/.test(b.word)) return 0;
  const alike = jaroWinkler(a.sound, b.sound) * soundFactor;
  return alike < wordLikenessMin ? 0 : alike;
}

/** What the lengths alone allow: all of the shorter word in the longer one. */
function canBeAlike(a: string, b: string): boolean {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  const most = (2 + shorter.length / Math.max(1, longer.length)) / 3;
  const withPrefix = most + prefixOf(a, b) * 0.1 * (1 - most);
  return withPrefix * soundFactor >= wordLikenessMin;
}

interface Pair {
  s: number;
  e: number;
  alike: number;
}

/**
 * Compares the words of a name with those of a listed one, in any order. Score of all words: the weight
 * that agrees on both sides, over the weight of both. A name of two words or more that is wholly part of
 * the other (a patronymic missing, for example) scores what agrees in it, less 5 %; the same letters with
 * other spaces score 98 %.
 * @returns the best of these, from 0 to 1,000,000.
 */
export function likenessOf(
  subject: readonly string[],
  entry: readonly string[],
  weigh: Weigh = byLetters,
): Likeness {
  const pairs = pairsOf(subject, entry);
  const agree = (of: (pair: Pair) => string) =>
    pairs.reduce((sum, pair) => sum + pair.alike * weigh(of(pair)), 0);
  const agreeS = agree(({ s }) => subject[s] as string);
  const agreeE = agree(({ e }) => entry[e] as string);
  const [weightS, weightE] = [weightOf(subject, weigh), weightOf(entry, weigh)];
  const all = (agreeS + agreeE) / (weightS + weightE);
  const whole = weightS <= weightE ? agreeS / weightS : agreeE / weightE;
  const telling = pairs.length >= 2 && Math.min(weightS, weightE) >= containedWeightMin;
  const contained = telling ? whole * containedFactor : 0;
  const joined = subject.join('') === entry.join('') ? joinedFactor : 0;
  const score = Math.max(all, contained, joined);
  return {
    scorePpm: ppm(score),
    method: score === all ? 'all' : score === contained ? 'contained' : 'joined',
    pairs: pairs
      .toSorted((a, b) => a.s - b.s)
      .map(({ s, e, alike }) => ({
        subject: subject[s] as string,
        entry: entry[e] as string,
        likenessPpm: ppm(alike),
      })),
    subjectAlone: subject.filter((_, index) => !pairs.some(({ s }) => s === index)),
    entryAlone: entry.filter((_, index) => !pairs.some(({ e }) => e === index)),
  };
}

/** What a name weighs; never 0. */
export const weightOf = (words: readonly string[], weigh: Weigh): number =>
  Math.max(
    1,
    words.reduce((sum, word) => sum + weigh(word), 0),
  );

const ppm = (share: number) => Math.round(Math.min(1, share) * 1_000_000);

/** Words of both sides, the most alike first, each once; ties in the order of the names. */
function pairsOf(subject: readonly string[], entry: readonly string[]): Pair[] {
  const listed = entry.map(spoken);
  const best: Pair[] = [];
  for (const [s, word] of subject.map(spoken).entries()) {
    for (const [e, other] of listed.entries()) {
      const alike = wordLikeness(word, other);
      if (alike > 0) best.push({ s, e, alike });
    }
  }
  best.sort((a, b) => b.alike - a.alike || a.s - b.s || a.e - b.e);
  const [usedS, usedE] = [new Set<number>(), new Set<number>()];
  return best.filter(({ s, e }) => {
    if (usedS.has(s) || usedE.has(e)) return false;
    usedS.add(s);
    usedE.add(e);
    return true;
  });
}
