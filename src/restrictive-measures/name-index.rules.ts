import type { MatchPolicy } from './match-policy.rules.js';
import { wordsOf, type NameKind } from './names.rules.js';
import {
  byLetters,
  likenessOf,
  weightOf,
  wordLikeness,
  spoken,
  type Likeness,
  type SpokenWord,
  type Weigh,
} from './similarity.rules.js';

/** A listed person or enterprise, as far as names are compared. */
export interface ListedNames {
  id: string;
  kind: NameKind;
  names: readonly { name: string; strong: boolean }[];
}

/** A listed name that is alike enough to be looked at. */
export interface NameMatch {
  entryId: string;
  /** The alias that fits best, as the list writes it. */
  name: string;
  strong: boolean;
  thresholdPpm: number;
  likeness: Likeness;
}

interface IndexedName {
  entryId: string;
  name: string;
  strong: boolean;
  words: string[];
}

/** Share of two-letter pieces that words have to have in common before they are compared. */
const piecesShareMin = 0.4;
/** A word of so many listed enterprises (and one in a hundred) tells little: bank, trade, centre. */
const commonNamesMin = 20;
const commonShareMin = 0.01;
const commonWeight = 0.25;

/**
 * All names of a list, found by their words: a word is looked up by its two-letter pieces, a name by its
 * words, and only names that can still reach the threshold are compared as a whole. 5,000 names
 * against tens of thousands take seconds (bench in the spec).
 */
export class NameIndex {
  private readonly parts: Record<NameKind, IndexPart>;

  constructor(entries: Iterable<ListedNames>) {
    this.parts = { person: new IndexPart(false), enterprise: new IndexPart(true) };
    for (const entry of entries) {
      for (const { name, strong } of entry.names) {
        this.parts[entry.kind].add({ entryId: entry.id, name, strong }, wordsOf(name, entry.kind));
      }
    }
  }

  /** Who on the list is called alike, each entry once with its best alias, the most alike first. */
  matches(name: string, kind: NameKind, policy: MatchPolicy): NameMatch[] {
    const best = new Map<string, NameMatch>();
    for (const match of this.parts[kind].find(wordsOf(name, kind), policy)) {
      const before = best.get(match.entryId);
      if (before === undefined || before.likeness.scorePpm < match.likeness.scorePpm) {
        best.set(match.entryId, match);
      }
    }
    return [...best.values()].toSorted(
      (a, b) => b.likeness.scorePpm - a.likeness.scorePpm || (a.entryId < b.entryId ? -1 : 1),
    );
  }
}

class IndexPart {
  private readonly names: IndexedName[] = [];
  private readonly joined = new Map<string, number[]>();
  /** Word → names that have it. */
  private readonly namesOfWord = new Map<string, number[]>();
  private readonly words: SpokenWord[] = [];
  /** Two-letter piece → words that have it, by number. */
  private readonly wordsOfPiece = new Map<string, number[]>();
  /** Working space of `sharing`: zero between calls. */
  private counts = new Uint8Array(0);
  private readonly alikeCache = new Map<string, [word: string, alike: number][]>();

  constructor(private readonly discounts: boolean) {}

  add(name: Pick<IndexedName, 'entryId' | 'name' | 'strong'>, words: string[]): void {
    if (words.length === 0) return;
    const at = this.names.length;
    this.names.push({ ...name, words });
    push(this.joined, words.join(''), at);
    for (const word of new Set(words)) {
      if (!this.namesOfWord.has(word)) {
        const heard = spoken(word);
        for (const piece of piecesOf(heard)) push(this.wordsOfPiece, piece, this.words.length);
        this.words.push(heard);
      }
      push(this.namesOfWord, word, at);
    }
  }

  *find(words: string[], policy: MatchPolicy): Generator<NameMatch> {
    for (const at of this.candidates(words, Math.min(policy.strongPpm, policy.weakPpm))) {
      const { entryId, name, strong, words: listed } = this.names[at] as IndexedName;
      const thresholdPpm = strong ? policy.strongPpm : policy.weakPpm;
      const likeness = likenessOf(words, listed, this.weigh);
      if (likeness.scorePpm >= thresholdPpm) {
        yield { entryId, name, strong, thresholdPpm, likeness };
      }
    }
  }

  private readonly weigh: Weigh = (word) => {
    const having = this.namesOfWord.get(word)?.length ?? 0;
    const common =
      this.discounts && having >= Math.max(commonNamesMin, this.names.length * commonShareMin);
    return byLetters(word) * (common ? commonWeight : 1);
  };

  /** Names of which enough agrees: less than the threshold in the lighter one can never score. */
  private candidates(words: readonly string[], thresholdPpm: number): Set<number> {
    const agree = new Map<number, number>();
    for (const word of words) {
      const inName = new Map<number, number>();
      for (const [listed, alike] of this.alike(word)) {
        const weight = alike * Math.max(this.weigh(word), this.weigh(listed));
        for (const at of this.namesOfWord.get(listed) ?? []) {
          if (weight > (inName.get(at) ?? 0)) inName.set(at, weight);
        }
      }
      for (const [at, weight] of inName) agree.set(at, (agree.get(at) ?? 0) + weight);
    }
    const weight = weightOf(words, this.weigh);
    const found = new Set(this.joined.get(words.join('')) ?? []);
    for (const [at, sum] of agree) {
      const lighter = Math.min(weight, weightOf((this.names[at] as IndexedName).words, this.weigh));
      if (sum * 1_000_000 >= lighter * thresholdPpm) found.add(at);
    }
    return found;
  }

  /** Listed words that are alike, with how much; remembered, because names share words. */
  private alike(word: string): [word: string, alike: number][] {
    const known = this.alikeCache.get(word);
    if (known !== undefined) return known;
    const heard = spoken(word);
    const pieces = piecesOf(heard);
    const found: [string, number][] = [];
    for (const [at, count] of this.sharing(pieces)) {
      const other = this.words[at] as SpokenWord;
      if (count < piecesShareMin * Math.min(pieces.length, other.sound.length)) continue;
      const alike = wordLikeness(heard, other);
      if (alike > 0) found.push([other.word, alike]);
    }
    this.alikeCache.set(word, found);
    return found;
  }

  /** Listed words by number, with how many of the pieces they have. */
  private sharing(pieces: readonly string[]): [at: number, count: number][] {
    if (this.counts.length < this.words.length) this.counts = new Uint8Array(this.words.length);
    const { counts } = this;
    const touched: number[] = [];
    for (const piece of pieces) {
      for (const at of this.wordsOfPiece.get(piece) ?? []) {
        if (counts[at] === 0) touched.push(at);
        counts[at] = (counts[at] as number) + 1;
      }
    }
    return touched.map((at) => {
      const count = counts[at] as number;
      counts[at] = 0;
      return [at, count];
    });
  }
}

/** Neighbouring letters of a word by sound, its first letter among them; each once. */
function piecesOf({ sound }: SpokenWord): string[] {
  const whole = `^${sound}`.slice(0, 200);
  const pieces = new Set<string>();
  for (let at = 0; at < whole.length - 1; at += 1) pieces.add(whole.slice(at, at + 2));
  return [...pieces];
}

function push<Key>(lists: Map<Key, number[]>, key: Key, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
