import { euro } from '../organisations/classification.rules.js';
import type { Step } from './classify.rules.js';
import { listed, personGroups, type LinkedGroups } from './linked.rules.js';
import { OwnershipRefused, percent } from './ownership.rules.js';
import { ppmMax, type HolderKind, type Holding, type Ownership } from './ownership.schemas.js';

/** A group of linked enterprises that is partner of the subject's group, counted as one. */
export interface Partner {
  /** The partners themselves, and those linked with them. */
  direct: readonly string[];
  linked: readonly string[];
  factorPpm: number;
}

/** Investors with whom an enterprise stays autonomous (Annex, Article 3(2)), as long as not linked. */
const exemptArticles: Partial<Record<HolderKind, [article: string, words: string]>> = {
  public_investment: ['Article 3(2)(a)', 'a public investment corporation'],
  venture_capital: ['Article 3(2)(a)', 'a venture capital company'],
  university: ['Article 3(2)(b)', 'a university or non-profit research centre'],
  institutional_investor: ['Article 3(2)(c)', 'an institutional investor'],
};

const angelsInvestedBelow = 125_000_000n;

/** A joint share of a group in one enterprise: capital and votes are summed, the greater one counts. */
interface Share {
  holdings: Holding[];
  ppm: number;
}

/** At least a quarter: Article 3(2). */
export const isQuarter = (ppm: number): boolean => ppm * 4 >= ppmMax;

export function shareOf(holdings: readonly Holding[]): number {
  const capital = holdings.reduce((sum, { capitalPpm }) => sum + capitalPpm, 0);
  const votes = holdings.reduce((sum, { votesPpm }) => sum + votesPpm, 0);
  return Math.max(capital, votes);
}

/**
 * Annex, Article 3(2) and 6(2): partners of the enterprises in `own`, immediately upstream and
 * downstream. Holders are taken together with whom they are linked; where a group is partner of several
 * enterprises of `own`, its shares add up to at most 100 %; of cross-holdings the greater one counts.
 * Partners of partners do not count.
 */
export function partnersOf(
  graph: Ownership,
  linked: LinkedGroups,
  own: readonly string[],
): { partners: Partner[]; steps: Step[] } {
  const ours = new Set(own);
  const outside = (id: string) => linked.has(id) && !ours.has(id);
  const steps: Step[] = [];
  const up = new Map<string, number>();
  const down = new Map<string, number>();
  const direct = new Set<string>();
  const upstream = graph.links.filter(({ from, to }) => outside(from) && ours.has(to));
  for (const { holdings, ppm } of shares(upstream, ({ from, to }) => [linked.nameOf(from), to])) {
    if (!counts(graph, linked, holdings, ppm, steps)) continue;
    addTo(up, linked.nameOf((holdings[0] as Holding).from), ppm);
    holdings.forEach(({ from }) => direct.add(from));
  }
  const downstream = graph.links.filter(({ from, to }) => ours.has(from) && outside(to));
  for (const { holdings, ppm } of shares(downstream, ({ to }) => [to])) {
    if (!counts(graph, linked, holdings, ppm, steps)) continue;
    const { to } = holdings[0] as Holding;
    addTo(down, linked.nameOf(to), ppm);
    direct.add(to);
  }
  const partners = [...new Set([...up.keys(), ...down.keys()])].map((name): Partner => {
    const group = linked.groupOf(name);
    return {
      direct: group.filter((id) => direct.has(id)),
      linked: group.filter((id) => !direct.has(id)),
      factorPpm: Math.min(ppmMax, Math.max(up.get(name) ?? 0, down.get(name) ?? 0)),
    };
  });
  steps.push(...personSteps(graph, linked, ours), ...stops(graph, linked, ours, partners));
  return { partners, steps };
}

const addTo = (sums: Map<string, number>, key: string, ppm: number) =>
  sums.set(key, (sums.get(key) ?? 0) + ppm);

function shares(links: readonly Holding[], keyOf: (link: Holding) => string[]): Share[] {
  const found = new Map<string, Holding[]>();
  for (const link of links) {
    if (link.capitalPpm === 0 && link.votesPpm === 0) continue;
    const key = JSON.stringify(keyOf(link));
    found.set(key, [...(found.get(key) ?? []), link]);
  }
  return [...found.values()].map((holdings) => ({ holdings, ppm: shareOf(holdings) }));
}

/** Does a joint share make partners? Tells why, or why not. */
function counts(
  graph: Ownership,
  linked: LinkedGroups,
  holdings: readonly Holding[],
  ppm: number,
  steps: Step[],
): boolean {
  const [first] = holdings as [Holding, ...Holding[]];
  const who = listed([...new Set(holdings.map(({ from }) => from))]);
  const held = `${who} ${holdings.length === 1 ? 'holds' : 'hold together'} ${percent(ppm)} of ${first.to}`;
  const step = (article: string, factorPpm: number, text: string) =>
    steps.push({
      article,
      enterprise: linked.groupOf(first.from).includes(graph.subject) ? first.to : first.from,
      factorPpm,
      text,
    });
  if (!isQuarter(ppm)) {
    step('Article 3(2)', 0, `${held}, which is below 25 %: no partner.`);
    return false;
  }
  const reasons = holdings.map((holding) => exemptionOf(graph, linked, holding));
  if (reasons.every((reason) => reason !== null)) {
    const [[article, words]] = reasons as [[string, string]];
    step(article, 0, `${held}, but is ${words} and not linked to it: it stays autonomous.`);
    return false;
  }
  step('Article 3(2)', ppm, `${held}, which is 25 % or more without being linked: partner.`);
  return true;
}

/**
 * The exemption of Article 3(2), second subparagraph, that the holder has in this enterprise, or null.
 * @throws OwnershipRefused when it cannot be told, because what a business angel invested is missing.
 */
function exemptionOf(
  graph: Ownership,
  linked: LinkedGroups,
  { from, to }: Holding,
): [article: string, words: string] | null {
  if (linked.same(from, to)) return null;
  const kind = graph.enterprises.find(({ id }) => id === from)?.kind;
  if (kind !== undefined) return exemptArticles[kind] ?? null;
  const invested = investedByAngels(graph, to);
  return invested < angelsInvestedBelow
    ? [
        'Article 3(2)(a)',
        `a business angel (business angels invested ${euro(invested)} in all, below ${euro(angelsInvestedBelow)})`,
      ]
    : null;
}

function investedByAngels({ persons, links }: Ownership, enterprise: string): bigint {
  const angels = new Set(
    persons.filter(({ businessAngel }) => businessAngel === true).map(({ id }) => id),
  );
  return links.reduce((sum, { from, to, investedCents }, at) => {
    if (to !== enterprise || !angels.has(from)) return sum;
    if (investedCents !== undefined) return sum + BigInt(investedCents);
    throw new OwnershipRefused(
      ['links', at, 'investedCents'],
      `Say how much the business angel "${from}" invested in "${to}": below EUR 1,250,000 in all the enterprise stays autonomous (Article 3(2)(a)).`,
    );
  }, 0n);
}

export const isExemptKind = (kind: HolderKind): boolean => exemptArticles[kind] !== undefined;

/** Natural persons are no enterprises: a quarter in their hands makes no partner. */
function personSteps(graph: Ownership, linked: LinkedGroups, ours: ReadonlySet<string>): Step[] {
  return personGroups(graph).flatMap((persons) => {
    const plain = new Set(persons.filter((id) => !linked.has(id)));
    const held = graph.links.filter(({ from, to }) => plain.has(from) && ours.has(to));
    return shares(held, ({ to }) => [to]).flatMap(({ holdings, ppm }): Step[] => {
      if (!isQuarter(ppm)) return [];
      const { to } = holdings[0] as Holding;
      const who = holdings.map(({ from }) => from);
      const verb = who.length === 1 ? 'is a natural person' : 'are natural persons';
      const text = `${listed(who)} ${verb} with ${percent(ppm)} of ${to}: natural persons are no partners.`;
      return [{ article: 'Article 3(2)', enterprise: to, factorPpm: 0, text }];
    });
  });
}

/** "Stop there": quarters between a partner's group and others behind it are told, not counted. */
function stops(
  graph: Ownership,
  linked: LinkedGroups,
  ours: ReadonlySet<string>,
  partners: readonly Partner[],
): Step[] {
  const groups = new Map(
    partners.map(({ direct, linked: others }) => [
      linked.nameOf([...direct, ...others][0] as string),
      listed(direct),
    ]),
  );
  const partnerOf = (id: string) => (linked.has(id) ? groups.get(linked.nameOf(id)) : undefined);
  return graph.links.flatMap((link): Step[] => {
    const { from, to } = link;
    if (!linked.has(from) || !linked.has(to) || ours.has(from) || ours.has(to)) return [];
    const [upper, lower] = [partnerOf(from), partnerOf(to)];
    if (linked.same(from, to) || (upper === undefined) === (lower === undefined)) return [];
    if (!isQuarter(shareOf([link]))) return [];
    const [behind, partner] = upper === undefined ? [from, lower] : [to, upper];
    const text = `${from} holds ${percent(shareOf([link]))} of ${to}: ${behind} is a partner of the partner ${partner} only, and does not count.`;
    return [{ article: 'Article 6(3)', enterprise: behind, factorPpm: 0, text }];
  });
}
