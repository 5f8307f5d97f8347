import {
  underCeiling,
  type Figures,
  type OrganisationClass,
} from '../organisations/classification.rules.js';
import {
  ceilingSets,
  ceilingsOn,
  type EnterpriseSize,
} from '../organisations/size-ceilings.rules.js';
import { countedYears, totalOf, type Term, type YearTotal } from './figures.rules.js';
import { linkedForSme, listed, singleUndertakings, type LinkedGroups } from './linked.rules.js';
import type { Enterprise, HolderKind, Ownership } from './ownership.schemas.js';
import { partnersOf, type Partner } from './partners.rules.js';
import { sizesOver, type PeriodSize } from './periods.rules.js';
import { publicBodyRule } from './public-bodies.rules.js';

/** One step of the computation: the article it rests on, whom it concerns, and how much of it counts. */
export interface Step {
  article: string;
  enterprise: string;
  factorPpm: number;
  text: string;
}

/** The size by each set of rules on small mid-caps, in force or not. */
export interface RuleSetSize {
  ruleSet: string;
  size: EnterpriseSize;
  inForce: boolean;
}

export interface OwnershipClass {
  class: OrganisationClass;
  /** Null for science: its size is not asked. */
  size: EnterpriseSize | null;
  figures: { awu: string; turnoverCents: string; balanceCents: string } | null;
  /** An estimate stands for a year that is not closed: to be looked at again when its accounts are. */
  provisional: boolean;
  steps: Step[];
  ruleSets: RuleSetSize[];
}

const whole = 1_000_000;
const smeSizes: readonly EnterpriseSize[] = ['micro', 'small', 'medium'];
const scienceKinds: readonly HolderKind[] = ['university', 'public_body', 'local_authority'];

/**
 * MEM-2: the class of the subject by the Annex to Recommendation 2003/361/EC (word for word Annex I of
 * Regulation (EU) 651/2014), with every step. Exact: no figure is rounded before it is compared.
 * @param graph as `readOwnership` gives it.
 * @param day ISO date whose ceilings count.
 * @throws OwnershipRefused when figures that count are missing.
 */
export function classifyOwnership(graph: Ownership, day: string): OwnershipClass {
  const subject = graph.enterprises.find(({ id }) => id === graph.subject) as Enterprise;
  if (scienceKinds.includes(subject.kind)) return scienceOf(subject);
  return graph.holderRegime === 'undertaking'
    ? classOfUndertaking(graph, day)
    : classBySme(graph, day);
}

function scienceOf({ id, kind, years }: Enterprise): OwnershipClass {
  const last = years.at(-1);
  const text = `${id} is a ${kind.replaceAll('_', ' ')}: it belongs to the class science, and its size is not asked.`;
  return {
    class: 'science',
    size: null,
    figures: last
      ? { awu: last.awu, turnoverCents: last.turnoverCents, balanceCents: last.balanceCents }
      : null,
    provisional: false,
    steps: [{ article: 'Article 1', enterprise: id, factorPpm: whole, text }],
    ruleSets: [],
  };
}

function classBySme(graph: Ownership, day: string): OwnershipClass {
  const { subject } = graph;
  const linked = linkedForSme(graph);
  const own = linked.groupOf(subject);
  const enterprises = new Set(graph.enterprises.map(({ id }) => id));
  const members = own.filter((id) => enterprises.has(id));
  const { partners, steps: relations } = partnersOf(graph, linked, own);
  const publicBodies = publicBodyRule(graph, linked);
  const standing: Step = {
    article:
      members.length > 1 ? 'Article 3(3)' : partners.length > 0 ? 'Article 3(2)' : 'Article 3(1)',
    enterprise: subject,
    factorPpm: whole,
    text: standingOf(subject, members, partners),
  };
  const terms = [
    ...ownTerms(subject, members, partners.length > 0),
    ...partnerTerms(partners, enterprises),
  ];
  const steps = [...linkSteps(linked, own), ...relations, ...publicBodies.steps, standing];
  return conclude(graph, day, { terms, steps, barred: publicBodies.barred });
}

function classOfUndertaking(graph: Ownership, day: string): OwnershipClass {
  const linked = singleUndertakings(graph);
  const own = linked.groupOf(graph.subject);
  const article = 'Regulation (EU) 2023/2831, Article 2(2)';
  const terms = own.map((enterprise): Term => ({ enterprise, factorPpm: whole, article }));
  const text =
    own.length > 1
      ? `${listed(own)} are one single undertaking.`
      : `${graph.subject} is a single undertaking by itself.`;
  const steps = [
    ...linkSteps(linked, own),
    { article, enterprise: graph.subject, factorPpm: whole, text },
  ];
  return conclude(graph, day, { terms, steps, barred: false });
}

/** Why those of the group are linked, and why persons link them with nobody else. */
function linkSteps(linked: LinkedGroups, own: readonly string[]): Step[] {
  const ours = new Set(own);
  return linked.reasons
    .filter(({ between }) => between.some((id) => ours.has(id)))
    .map(({ article, enterprise, between, text }) => ({
      article,
      enterprise,
      factorPpm: between.every((id) => ours.has(id)) ? whole : 0,
      text,
    }));
}

function standingOf(
  subject: string,
  members: readonly string[],
  partners: readonly Partner[],
): string {
  const others = members.filter((id) => id !== subject);
  const direct = partners.flatMap((partner) => partner.direct);
  if (others.length > 0 && direct.length > 0) {
    return `${subject} is linked with ${listed(others)}; their partners together are ${listed(direct)}.`;
  }
  if (others.length > 0) return `${subject} is linked with ${listed(others)}.`;
  if (direct.length > 0) return `${subject} has partner enterprises: ${listed(direct)}.`;
  return `${subject} is autonomous: it has neither linked nor partner enterprises.`;
}

function ownTerms(subject: string, members: readonly string[], hasPartners: boolean): Term[] {
  const alone = members.length === 1 && !hasPartners;
  return members.map((enterprise) => ({
    enterprise,
    factorPpm: whole,
    article:
      enterprise !== subject
        ? 'Article 6(2), third subparagraph'
        : alone
          ? 'Article 6(1)'
          : 'Article 6(2)',
  }));
}

function partnerTerms(partners: readonly Partner[], enterprises: ReadonlySet<string>): Term[] {
  return partners
    .flatMap(({ direct, linked, factorPpm }) => [
      ...direct.map((enterprise) => ({
        enterprise,
        factorPpm,
        article: 'Article 6(2), second subparagraph',
      })),
      ...linked.map((enterprise) => ({ enterprise, factorPpm, article: 'Article 6(3)' })),
    ])
    .filter(({ enterprise }) => enterprises.has(enterprise));
}

/** Adds up, tries the ceilings year by year, and says what follows. */
function conclude(
  graph: Ownership,
  day: string,
  { terms, steps, barred }: { terms: readonly Term[]; steps: readonly Step[]; barred: boolean },
): OwnershipClass {
  const { subject } = graph;
  const totals = countedYears(graph).map((year) => totalOf(graph, terms, year, barred));
  const last = totals.at(-1) as YearTotal;
  const periods = sizesOver(
    totals.map(({ figures }) => figures),
    ceilingsOn(day),
  );
  const { status } = periods.at(-1) as PeriodSize;
  const size = barred ? 'large' : status;
  const openYears = (id: string) =>
    graph.enterprises.find((one) => one.id === id)?.years.some(({ estimate }) => estimate === true);
  const provisional = totals.some((total) => total.provisional) || openYears(subject) === true;
  const step = (article: string, text: string): Step => ({
    article,
    enterprise: subject,
    factorPpm: whole,
    text,
  });
  const isSme = smeSizes.includes(size);
  const ruleSets = isSme || barred ? [] : ruleSetSizes(graph, totals, day);
  const { headcount: awu, turnoverCents, balanceCents } = last.figures;
  return {
    class: isSme ? 'sme' : 'large',
    size,
    figures: { awu, turnoverCents, balanceCents },
    provisional,
    steps: [
      ...steps,
      ...terms.map(({ article, enterprise, factorPpm }, at) => ({
        article,
        enterprise,
        factorPpm,
        text: last.texts[at] ?? '',
      })),
      ...(provisional ? [step('Article 4(3)', provisionalText(last))] : []),
      ...ceilingTexts(last.figures, day).map((text) => step('Article 2', text)),
      ...(totals.length > 1 ? [step('Article 4(2)', yearsText(periods))] : []),
      ...ruleSets.map(({ ruleSet, text }) => step(ruleSet, text)),
      step(barred ? 'Article 3(4)' : 'Article 2', resultText(size, barred)),
    ],
    ruleSets: ruleSets.map(({ ruleSet, size: of, inForce }) => ({ ruleSet, size: of, inForce })),
  };
}

const provisionalText = ({ year }: YearTotal): string =>
  `Figures of a year that is not closed are estimates: the class rests on ${year}, is provisional, and is looked at again when the accounts are approved.`;

/** The ceilings from the smallest up to the one that fits; micro and small only where they fit. */
function ceilingTexts(figures: Figures, day: string): string[] {
  const texts: string[] = [];
  for (const ceiling of ceilingsOn(day)) {
    const { holds, sentence } = underCeiling(figures, ceiling);
    if (holds || ceiling.size === 'medium' || ceiling.size === 'small_mid_cap') {
      texts.push(`${figures.year}: ${sentence} (${ceiling.source}).`);
    }
    if (holds) break;
  }
  return texts;
}

const words = (size: EnterpriseSize): string => size.replaceAll('_', '-');

function yearsText(periods: readonly PeriodSize[]): string {
  const told = periods.map(({ year, raw, status }) =>
    raw === status ? `${year} ${words(raw)}` : `${year} ${words(raw)}, but still ${words(status)}`,
  );
  return `A ceiling is passed only when two consecutive closed years are beyond it: ${told.join('; ')}.`;
}

/** Small mid-caps by every set of rules, so that a change of the law can be foreseen. */
function ruleSetSizes(graph: Ownership, totals: readonly YearTotal[], day: string) {
  const figures = totals.map((total) => total.figures);
  const sets = ceilingSets.filter(({ ceilings }) =>
    ceilings.some(({ size }) => size === 'small_mid_cap'),
  );
  return sets.map(({ ruleSet, source, ceilings, validFrom, validTo }) => {
    const under = sizesOver(figures, ceilings).at(-1)?.status === 'small_mid_cap';
    const inForce = validFrom !== null && validFrom <= day && (validTo === null || day <= validTo);
    const size: EnterpriseSize = under ? 'small_mid_cap' : 'large';
    const be = inForce ? 'is' : 'would be';
    const text = `By ${ruleSet} (${source}) ${graph.subject} ${be} ${under ? 'a small mid-cap' : 'large'}.`;
    return { ruleSet, size, inForce, text };
  });
}

function resultText(size: EnterpriseSize, barred: boolean): string {
  if (barred) return 'Class large: a public body holds a quarter or more.';
  return smeSizes.includes(size) ? `Class SME (${words(size)}).` : `Class large (${words(size)}).`;
}
