import { DomainError, fieldError } from '../kernel/domain-error.js';
import { ceilingsOn, type EnterpriseSize, type SizeCeiling } from './size-ceilings.rules.js';

export const organisationKinds = [
  'company',
  'university',
  'research_organisation',
  'public_body',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

export const organisationClasses = ['large', 'sme', 'science'] as const;
export type OrganisationClass = (typeof organisationClasses)[number];

/** The last closed year of an enterprise: annual work units with at most two decimals, whole cents. */
export interface Figures {
  year: number;
  headcount: string;
  turnoverCents: string;
  balanceCents: string;
}

export interface Declaration {
  kind: OrganisationKind;
  /** What the organisation says it is; null: whatever follows from kind and figures. */
  class: OrganisationClass | null;
  figures: Figures | null;
}

export interface Classification {
  class: OrganisationClass;
  /** Null where no figures were looked at. */
  size: EnterpriseSize | null;
  /** How the class follows, one sentence each, to be kept with it and shown. */
  basis: string[];
}

/**
 * MEM-2: the class of an organisation. Universities, research organisations and public bodies are
 * science. A company is large or SME by its own figures against the ceilings in force on `day`. It is
 * the status of SME that has to be shown: large can be declared without figures, and although they are
 * small, because linked enterprises count too.
 * @param day ISO date whose ceilings count.
 * @throws DomainError rule ORG_CLASS_KIND, ORG_FIGURES_MISSING or ORG_CLASS_FIGURES.
 */
export function classOf(declaration: Declaration, day: string): Classification {
  if (declaration.kind !== 'company') return scienceOf(declaration);
  if (declaration.class === 'science') {
    throw fieldError(
      '/class',
      'ORG_CLASS_KIND',
      'A company is "sme" or "large". If this is a university, a research organisation or a public body, change its kind.',
    );
  }
  if (declaration.figures === null && declaration.class === 'large') {
    return { class: 'large', size: null, basis: ['Declared large; no figures were given.'] };
  }
  if (declaration.figures === null) {
    throw fieldError(
      '/figures',
      'ORG_FIGURES_MISSING',
      'Give headcount, turnover and balance sheet of the last closed year: whether a company is an SME follows from them.',
    );
  }
  return enterpriseOf(declaration.class, declaration.figures, day);
}

/**
 * MEM-2: where an ownership graph is stored, class and figures come from it alone. A new kind of
 * organisation asks for a new graph, and goes by the kind until then.
 * @param changed names of the fields that are about to change.
 * @throws DomainError conflict ORG_CLASS_OWNERSHIP naming the fields.
 */
export function checkClassOpen(changed: readonly string[]): void {
  const fields = ['class', 'figures'].filter((field) => changed.includes(field));
  if (fields.length === 0 || changed.includes('kind')) return;
  const detail =
    'This follows from the stored ownership graph. Change the graph, then compute the classification.';
  throw new DomainError('conflict', 'ORG_CLASS_OWNERSHIP', detail, {
    errors: fields.map((field) => ({ pointer: `/${field}`, code: 'ORG_CLASS_OWNERSHIP', detail })),
  });
}

function scienceOf({ kind, class: declared }: Declaration): Classification {
  const noun = kind.replaceAll('_', ' ');
  if (declared !== null && declared !== 'science') {
    throw fieldError('/class', 'ORG_CLASS_KIND', `A ${noun} belongs to the class "science".`);
  }
  return { class: 'science', size: null, basis: [`A ${noun} belongs to the class science.`] };
}

function enterpriseOf(
  declared: 'large' | 'sme' | null,
  figures: Figures,
  day: string,
): Classification {
  const { size, steps } = sizeOf(figures, day);
  const own = ['micro', 'small', 'medium'].includes(size) ? 'sme' : 'large';
  if (declared === 'sme' && own === 'large') {
    throw fieldError(
      '/class',
      'ORG_CLASS_FIGURES',
      `These figures are above the ceilings of an SME: ${steps[0]} Correct the figures, or declare "large".`,
    );
  }
  const basis = [`Figures of ${figures.year}, the organisation’s own.`, ...steps];
  if (declared === 'large' && own === 'sme') {
    basis.push(
      'Declared large: enterprises linked to it count too, so its own figures do not decide.',
    );
    return { class: 'large', size, basis };
  }
  basis.push(
    own === 'sme' ? `Class SME (${size}).` : `Class large (${size.replaceAll('_', ' ')}).`,
  );
  return { class: own, size, basis };
}

/** Tries the sizes from the smallest up; each try is a sentence. */
function sizeOf(figures: Figures, day: string): { size: EnterpriseSize; steps: string[] } {
  const steps: string[] = [];
  for (const ceiling of ceilingsOn(day)) {
    const { holds, sentence } = underCeiling(figures, ceiling);
    if (holds || ceiling.size === 'medium' || ceiling.size === 'small_mid_cap') {
      steps.push(`${sentence} (${ceiling.source}).`);
    }
    if (holds) return { size: ceiling.size, steps };
  }
  return { size: 'large', steps };
}

/**
 * Is an enterprise of these figures below the ceiling, and the sentence that says so. Decimals of the
 * headcount behind the second do not matter: ceilings are whole and compared strictly.
 */
export function underCeiling(figures: Figures, ceiling: SizeCeiling) {
  const headcount = hundredths(figures.headcount) < BigInt(ceiling.headcountBelow) * 100n;
  const turnover = BigInt(figures.turnoverCents) <= ceiling.turnoverCentsMax;
  const balance = BigInt(figures.balanceCents) <= ceiling.balanceCentsMax;
  const holds = headcount && (turnover || balance);
  const name = ceiling.size.replaceAll('_', ' ');
  const sentence = [
    `${holds ? 'Is' : 'Is not'} ${name}:`,
    `headcount ${figures.headcount} ${headcount ? '<' : '≥'} ${ceiling.headcountBelow};`,
    `turnover ${euro(figures.turnoverCents)} ${turnover ? '≤' : '>'} ${euro(ceiling.turnoverCentsMax)};`,
    `balance sheet ${euro(figures.balanceCents)} ${balance ? '≤' : '>'} ${euro(ceiling.balanceCentsMax)}`,
  ].join(' ');
  return { holds, sentence };
}

/** "120.5" → 12050: no floats, because 249.9 must stay below 250. */
function hundredths(decimal: string): bigint {
  const [whole = '0', part = ''] = decimal.split('.');
  return BigInt(whole) * 100n + BigInt(part.padEnd(2, '0').slice(0, 2));
}

/** Cents as "EUR 50,000,000.00". */
export function euro(cents: string | bigint): string {
  const digits = cents.toString().padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `EUR ${whole}.${digits.slice(-2)}`;
}
