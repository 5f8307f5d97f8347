import { euro, type Figures } from '../organisations/classification.rules.js';
import { OwnershipRefused, percent } from './ownership.rules.js';
import {
  ppmMax,
  type Enterprise,
  type EnterpriseYear,
  type Ownership,
} from './ownership.schemas.js';

/** An enterprise whose figures count, and how much of them. */
export interface Term {
  enterprise: string;
  factorPpm: number;
  article: string;
}

/** What counted in one year of the subject. */
export interface YearTotal {
  year: number;
  /** Headcount exact; amounts rounded up to whole cents, so that "not above" stays true. */
  figures: Figures;
  provisional: boolean;
  /** One sentence for each term. */
  texts: string[];
}

/** Hundredths of annual work units, and cents, each times parts per million: no fraction is lost. */
interface Sum {
  awu: bigint;
  turnover: bigint;
  balance: bigint;
}

/**
 * The years of the subject that count, oldest first: its closed ones; estimates only while there are
 * no closed ones (Annex, Article 4(1) and 4(3)).
 * @throws OwnershipRefused when there is none.
 */
export function countedYears(graph: Ownership): EnterpriseYear[] {
  const at = graph.enterprises.findIndex(({ id }) => id === graph.subject);
  const years = graph.enterprises[at]?.years ?? [];
  if (years.length === 0) {
    throw new OwnershipRefused(
      ['enterprises', at, 'years'],
      `"${graph.subject}" has no figures. Give its last closed years, or an estimate if none is closed.`,
    );
  }
  const closed = years.filter(({ estimate }) => estimate !== true);
  return closed.length > 0 ? closed : years;
}

/**
 * Annex, Article 6(2) and 6(3): the figures of all terms in one year, each in its proportion, exactly.
 * @param lenient whether figures that are missing are left out instead of refused.
 * @throws OwnershipRefused when an enterprise lacks the year.
 */
export function totalOf(
  graph: Ownership,
  terms: readonly Term[],
  year: EnterpriseYear,
  lenient = false,
): YearTotal {
  const sum: Sum = { awu: 0n, turnover: 0n, balance: 0n };
  const texts: string[] = [];
  let provisional = false;
  for (const { enterprise, factorPpm } of terms) {
    const own = yearOf(graph, enterprise, year, lenient);
    if (own === null) {
      texts.push(
        `${enterprise} counts with ${percent(factorPpm)}, but gave no figures of ${year.year}.`,
      );
      continue;
    }
    add(sum, own, BigInt(factorPpm));
    provisional ||= own.estimate === true;
    texts.push(`${enterprise} counts with ${percent(factorPpm)} of ${toldYear(own)}.`);
  }
  return { year: year.year, figures: figuresOf(sum, year.year), provisional, texts };
}

/**
 * The figures of one enterprise for a year of the subject. Where the subject's year is not closed yet,
 * the last year of the others counts: Article 4(1) asks for their latest approved accounts.
 */
function yearOf(
  { enterprises, subject }: Ownership,
  id: string,
  asked: EnterpriseYear,
  lenient: boolean,
): EnterpriseYear | null {
  const at = enterprises.findIndex((one) => one.id === id);
  const { years } = enterprises[at] as Enterprise;
  const found =
    years.find(({ year }) => year === asked.year) ??
    (asked.estimate === true ? years.findLast(({ year }) => year < asked.year) : undefined);
  if (found !== undefined) return found;
  if (lenient) return null;
  throw new OwnershipRefused(
    ['enterprises', at, 'years'],
    `"${id}" has no figures of ${asked.year}, in which they count for "${subject}". Add them; if it did not exist then, give zeros.`,
  );
}

function add(sum: Sum, own: EnterpriseYear, factor: bigint): void {
  const [whole = '0', part = ''] = own.awu.split('.');
  sum.awu += (BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'))) * factor;
  sum.turnover += BigInt(own.turnoverCents) * factor;
  sum.balance += BigInt(own.balanceCents) * factor;
}

function figuresOf({ awu, turnover, balance }: Sum, year: number): Figures {
  return {
    year,
    headcount: decimal(awu, 8),
    turnoverCents: ceiling(turnover).toString(),
    balanceCents: ceiling(balance).toString(),
  };
}

const ceiling = (amount: bigint): bigint => (amount + BigInt(ppmMax) - 1n) / BigInt(ppmMax);

/** `places` decimals, without zeros at the end. */
function decimal(units: bigint, places: number): string {
  const digits = units.toString().padStart(places + 1, '0');
  const part = digits.slice(-places).replace(/0+$/, '');
  return `${digits.slice(0, -places)}${part === '' ? '' : `.${part}`}`;
}

const toldYear = ({ year, awu, turnoverCents, balanceCents, estimate }: EnterpriseYear): string =>
  `${year}${estimate === true ? ' (estimate)' : ''}: headcount ${awu}, turnover ${euro(turnoverCents)}, balance sheet ${euro(balanceCents)}`;
