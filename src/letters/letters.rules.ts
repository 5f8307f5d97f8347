import { letterPhrases, type LetterKind } from './letter-kinds.rules.js';
import { closing, greeting, grounds, type Language } from './letter-phrases.rules.js';

/** What fills the gaps of a letter: texts as they are, dates in the letter's language. */
export type LetterValues = Readonly<Record<string, string | number | Date | null | undefined>>;

/** How appeals are lodged against what a letter tells (MEM-5). */
export interface AppealNote {
  /** Kind of the subject as POST /appeals takes it. */
  kind: string;
  until: Date;
}

/**
 * MEM-5: the letter in its language. Paragraphs whose gaps have no value are left out: no appeal is
 * explained where there is none. `ground` is a code and becomes words.
 * @throws Error for a subject with a gap that has no value: a fault of the caller.
 */
export function letterText(
  kind: LetterKind,
  language: Language,
  values: LetterValues,
): { subject: string; paragraphs: string[] } {
  const words = inWords(values, language);
  const phrases = letterPhrases[kind];
  const subject = filled(phrases.subject[language], words);
  if (subject === null) throw new Error(`The subject of a letter ${kind} lacks a value.`);
  const own = phrases.paragraphs
    .map((paragraph) => filled(paragraph[language], words))
    .filter((paragraph) => paragraph !== null);
  return { subject, paragraphs: [greeting[language], ...own, closing[language]] };
}

/** Letters name days as they are in Brussels, where the initiative has its seat. */
const dayIn = (language: Language) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: 'Europe/Brussels',
  });

function inWords(values: LetterValues, language: Language): Map<string, string> {
  const words = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === '') continue;
    if (value instanceof Date) words.set(name, dayIn(language).format(value));
    else if (name === 'ground') words.set(name, grounds[String(value)]?.[language] ?? '');
    else words.set(name, String(value));
  }
  return words;
}

/** Null where a gap has no value. Values are put in as they are: what a person wrote is never a pattern. */
function filled(phrase: string, words: ReadonlyMap<string, string>): string | null {
  const gaps = [...phrase.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  if (gaps.some((name) => !words.has(name))) return null;
  return phrase.replace(/\{(\w+)\}/g, (_, name: string) => words.get(name) as string);
}
