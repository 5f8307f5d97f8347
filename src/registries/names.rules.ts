/*
 * Are two names those of one organisation? For the comparison with registries and for finding
 * duplicates; a score is a hint for people, never a decision by itself.
 */

/** From this score on two names count as the same. */
export const sameNameScore = 0.8;

const letters: Record<string, string> = {
  ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i',
  // ISO 843 for Greek, as registries of capital letters write it.
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm',
  ν: 'n', ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
  // The Bulgarian law on transliteration, and letters of its neighbours.
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm',
  н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh',
  щ: 'sht', ъ: 'a', ь: 'y', ю: 'yu', я: 'ya', ы: 'y', э: 'e', ё: 'e', і: 'i', ї: 'yi', є: 'ye', ј: 'j',
}; // prettier-ignore

/** Words that names of firms carry or leave out, in Latin letters without accents. */
const legalForms = new Set(
  `ag gmbh mbh kg kgaa ohg gbr ug ev eg se sce sa sas sasu sarl eurl snc sca scop gie nv bv bvba srl sprl vof cv cvba
   spa sapa scarl scrl sl slu sau sll oy oyj ab abp aktiebolag as asa aps amba is ivs kft zrt nyrt rt bt sp zoo
   zo o doo dd jsc ojsc sro spol akc sia uab ou osauhing eood ood ead ad lda ltd limited plc llp llc inc corp
   corporation company co dac clg cic ltda unipessoal sgps ae epe ike oe aktiengesellschaft osakeyhtio
   gesellschaft haftung beschrankter mit societe societa per azioni anonyme anonymous anonymi anonima sociedad
   limitada responsabilite responsabilita spolka akcyjna ograniczona odpowiedzialnoscia naamloze vennootschap
   besloten etaireia etairia group holding holdings gruppe groupe`.split(/\s+/),
);

const small = new Set(
  `the a an and of for in at on und der die das des fur von zu et le la les de du d l en au aux y el los las
   del e i o da do dos di della delle dei per og og och ja vid van het een voor te na w z kai tis tou ton to`.split(
    /\s+/,
  ),
);

/** Lower case, Latin letters, no accents, one space between words; "S.p.A." is one word. */
export function plainName(name: string): string {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/./gu, (sign) => letters[sign] ?? sign);
  return folded
    .replace(/(?<=\b\p{L})\.\s?(?=\p{L}\b)/gu, '')
    .replace(/['’`.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words by which a name is told from others; all of them when nothing else is left. */
export function tellingWords(name: string): string[] {
  const words = plainName(name).split(' ').filter(Boolean);
  const telling = words.filter((word) => !legalForms.has(word) && !small.has(word));
  return telling.length > 0 ? telling : words;
}

/**
 * How alike two names are, from 0 to 1: words are paired whatever their order, with room for a typing
 * error in each; one name that is the initials of the other counts three quarters.
 */
export function nameSimilarity(one: string, other: string): number {
  const [a, b] = [tellingWords(one), tellingWords(other)];
  if (a.length === 0 || b.length === 0) return 0;
  const joined = closeness(a.join(''), b.join(''));
  const paired = pairing(a, b);
  return Math.max(joined >= 0.85 ? joined : 0, paired, initials(a, b) || initials(b, a) ? 0.75 : 0);
}

function pairing(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  let sum = 0;
  for (const word of a) {
    const scores = left.map((other) => closeness(word, other));
    const best = Math.max(0, ...scores);
    if (best < 0.75) continue;
    sum += best;
    left.splice(scores.indexOf(best), 1);
  }
  return (2 * sum) / (a.length + b.length);
}

const initials = (short: readonly string[], long: readonly string[]) =>
  short.length === 1 &&
  long.length >= 3 &&
  short[0] === long.map((word) => word.charAt(0)).join('');

/** 1 − edit distance in parts of the longer word (Levenshtein). */
function closeness(a: string, b: string): number {
  if (a === b) return 1;
  const longer = Math.max(a.length, b.length);
  if (Math.abs(a.length - b.length) > longer / 3) return 0;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return 1 - (row[b.length] ?? longer) / longer;
}
