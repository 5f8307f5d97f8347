/*
 * Names as they are compared: Latin, lower case, without accents, signs and legal forms.
 */

/** What a name is of: a legal form is dropped from the names of organisations only. */
export type NameKind = 'person' | 'enterprise';

/**
 * Cyrillic by sound, near to the passport romanisation that the consolidated list uses (ICAO 9303):
 * Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian.
 */
const cyrillic: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', ђ: 'dj', ѓ: 'g', е: 'e', ё: 'e', є: 'ie', ж: 'zh',
  з: 'z', ѕ: 'dz', и: 'i', і: 'i', ї: 'i', й: 'i', ј: 'j', к: 'k', ќ: 'k', л: 'l', љ: 'lj', м: 'm',
  н: 'n', њ: 'nj', о: 'o', п: 'p', р: 'r', с: 's', т: 't', ћ: 'c', у: 'u', ў: 'u', ф: 'f', х: 'kh',
  ц: 'ts', ч: 'ch', џ: 'dz', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia',
}; // prettier-ignore

/** Greek by sound (ELOT 743); pairs before single letters. */
const greekPairs: readonly [RegExp, string][] = [
  [/ου/g, 'ou'], [/μπ/g, 'b'], [/ντ/g, 'nt'], [/γγ/g, 'ng'], [/γκ/g, 'gk'], [/γξ/g, 'nx'],
  [/([αε])υ(?=[βγδζλμνραεηιου])/g, '$1v'], [/([αε])υ/g, '$1f'],
]; // prettier-ignore
const greek: Readonly<Record<string, string>> = {
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm',
  ν: 'n', ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps',
  ω: 'o',
}; // prettier-ignore

/** Latin letters that do not fall apart into a letter and its accent. */
const latin: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ħ: 'h', ŋ: 'ng', ə: 'a',
}; // prettier-ignore

const letters = new Map(Object.entries({ ...latin, ...cyrillic, ...greek }));

/** Legal forms of the EU, its neighbours and the countries on the list, as `wordsOf` writes them. */
const legalForms = new Set(
  `ab ad ag ao aps as asa bv bvba ca co company corp corporation cjsc dac dd doo eeig eg eood epe et
   eurl ev foundation fze fzco fzc fzllc gie gmbh gesmbh hf ike inc incorporated ipjsc jsc kda kft kg kgaa
   kk ks lda limited llc llp lp ltd mbh mchj nao nv oao obshchestvo oe ohg ojsc ood ooo oy oyj pao pe pjsc
   plc pp pjs psc pt pte pty ptyltd pvt rt sa sae sal sapa saoc saog sarl sas sasu sc sca scs scop sd se
   sia sicav sl slu snc spa spk spolka spol spzoo srl sro sse tao tov uab ug vof zao zat zrt`
    .split(/\s+/),
); // prettier-ignore
/** Forms of several words, written out. */
const longForms: readonly string[][] = [
  'obshchestvo s ogranichennoi otvetstvennostiu', 'otkrytoe aktsionernoe obshchestvo',
  'zakrytoe aktsionernoe obshchestvo', 'publichnoe aktsionernoe obshchestvo', 'aktsionernoe obshchestvo',
  'limited liability company', 'public joint stock company', 'open joint stock company',
  'closed joint stock company', 'joint stock company', 'public limited company', 'private limited company',
  'gesellschaft mit beschrankter haftung', 'aktiengesellschaft', 'societe anonyme',
  'societe par actions simplifiee', 'sp z oo', 'spol s ro', 'gmbh co kg', 'gmbh and co kg',
  'besloten vennootschap', 'naamloze vennootschap', 'anonymi etaireia',
].map((form) => form.split(' ')); // prettier-ignore

/** Lower-case Latin letters and digits; what is in no table (Arabic, Chinese) stays as it is. */
export function romanised(text: string): string {
  const greekRead = greekPairs.reduce(
    (read, [pair, sound]) => read.replace(pair, sound),
    plain(text.normalize('NFKD').toLowerCase()),
  );
  let read = '';
  for (const sign of greekRead) read += letters.get(sign) ?? sign;
  return read;
}

/** Without accents; й and ї keep theirs nowhere, because the tables give both letters the same sound. */
const plain = (text: string) => text.replace(/\p{M}/gu, '');

/**
 * The words of a name in their order: romanised, abbreviations joined (S.A. is sa), signs as spaces, an
 * organisation without its legal form at either end. Never empty where the name has a letter or digit.
 */
export function wordsOf(name: string, kind: NameKind): string[] {
  const words = romanised(name)
    .replace(/['’ʼʹ`´]/g, '')
    .replace(/&/g, ' and ')
    .replace(
      /(?<![\p{L}\p{N}])((?:\p{L}\.\s?){2,})(?=[^\p{L}]|$|\p{L})/gu,
      (run) => `${run.replace(/[.\s]/g, '')} `,
    )
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  if (kind === 'person') return words;
  const bare = withoutForms(words);
  return bare.length > 0 ? bare : words;
}

function withoutForms(words: readonly string[]): string[] {
  let rest = [...words];
  for (;;) {
    const long = longForms.find(
      (form) => startsWith(rest, form) || startsWith(rest.slice(-form.length), form),
    );
    if (long !== undefined && rest.length > long.length) {
      rest = startsWith(rest, long) ? rest.slice(long.length) : rest.slice(0, -long.length);
    } else if (rest.length > 1 && legalForms.has(rest.at(-1) as string)) {
      rest = rest.slice(0, -1);
    } else if (rest.length > 1 && legalForms.has(rest[0] as string)) {
      rest = rest.slice(1);
    } else {
      return rest;
    }
  }
}

const startsWith = (words: readonly string[], form: readonly string[]) =>
  words.length >= form.length && form.every((word, index) => words[index] === word);

/** One text that stands for all spellings of a name that compare alike: what a decision is kept for. */
export const normalName = (name: string, kind: NameKind): string =>
  wordsOf(name, kind).toSorted().join(' ');

/**
 * A word as it sounds in any romanisation: Yury, Iurii and Juri come near to each other. Used only to
 * compare; people see the word itself.
 */
export function soundOf(word: string): string {
  return word
    .replace(/shch|sch/g, 'sh')
    .replace(/kh/g, 'h')
    .replace(/ph/g, 'f')
    .replace(/ck|q/g, 'k')
    .replace(/ks/g, 'x')
    .replace(/tz|cz/g, 'ts')
    .replace(/w/g, 'v')
    .replace(/[jy]/g, 'i')
    .replace(/(.)\1+/g, '$1');
}
