import { euro } from '../organisations/classification.rules.js';
import { controlledBy, isPublicBody, listed, type LinkedGroups } from './linked.rules.js';
import type { Step } from './classify.rules.js';
import { OwnershipRefused, percent } from './ownership.rules.js';
import { isExemptKind, isQuarter, shareOf } from './partners.rules.js';
import type { Enterprise, Holding, Ownership } from './ownership.schemas.js';

const budgetBelowCents = 1_000_000_000n;
const inhabitantsBelow = 5_000;

/**
 * Annex, Article 3(4): is a quarter or more of the subject's capital or votes, directly or indirectly,
 * in the hands of public bodies, alone or jointly? Small autonomous local authorities and the investors
 * of Article 3(2) are left out while they are not linked with the subject; a public investment
 * corporation that is linked counts as the public body that it is.
 * @throws OwnershipRefused when a local authority lacks what decides on its exemption.
 */
export function publicBodyRule(
  graph: Ownership,
  linked: LinkedGroups,
): { barred: boolean; steps: Step[] } {
  const { subject, enterprises, links } = graph;
  const steps: Step[] = [];
  const bodies = enterprises.filter((one) => {
    if (one.kind === 'public_investment') return linked.same(one.id, subject);
    if (one.kind !== 'local_authority') return one.kind === 'public_body';
    const exemption = exemptionOf(graph, one);
    if (exemption !== null) steps.push(exemption);
    return exemption === null;
  });
  const ids = bodies.map(({ id }) => id);
  const controlled = controlledBy(links, ids);
  const kinds = new Map(enterprises.map(({ id, kind }) => [id, kind]));
  const holdings = links.filter(({ from, to }) => {
    if (to !== subject || !(ids.includes(from) || controlled.has(from))) return false;
    const kind = kinds.get(from);
    return kind === undefined || !isExemptKind(kind) || linked.same(from, subject);
  });
  const barred = controlled.has(subject) || isQuarter(shareOf(holdings));
  if (holdings.length > 0) steps.push(ruleStep(subject, holdings, controlled, barred));
  steps.push(...holdingsOfOthers(graph, linked, ids));
  return { barred, steps };
}

function ruleStep(
  subject: string,
  holdings: readonly Holding[],
  controlled: ReadonlySet<string>,
  barred: boolean,
): Step {
  const who = holdings.map(({ from }) =>
    controlled.has(from) ? `${from} (controlled by them)` : from,
  );
  const share = percent(shareOf(holdings));
  const control = controlled.has(subject) ? ' and control it' : '';
  const end = barred
    ? 'it cannot be an SME, whatever its figures.'
    : 'this is below 25 % and bars nothing.';
  return {
    article: 'Article 3(4)',
    enterprise: subject,
    factorPpm: shareOf(holdings),
    text: `Public bodies hold directly or indirectly ${share} of ${subject} (${listed(who)})${control}: ${end}`,
  };
}

/**
 * Article 3(2)(d): the step that says so where a local authority with a share in the subject is small
 * and does not control it; null otherwise.
 */
function exemptionOf({ subject, enterprises, links }: Ownership, one: Enterprise): Step | null {
  const controlled = controlledBy(links, [one.id]);
  if (controlled.has(subject)) return null;
  const held = links.filter(({ from, to }) => to === subject && from === one.id);
  const share = shareOf(held);
  if (share === 0) return null;
  const { budgetCents, inhabitants } = one;
  if (budgetCents !== undefined && BigInt(budgetCents) >= budgetBelowCents) return null;
  if (inhabitants !== undefined && inhabitants >= inhabitantsBelow) return null;
  for (const field of ['budgetCents', 'inhabitants'] as const) {
    if (one[field] !== undefined) continue;
    const noun = field === 'budgetCents' ? 'the yearly budget' : 'the number of inhabitants';
    throw new OwnershipRefused(
      ['enterprises', enterprises.indexOf(one), field],
      `Say ${noun} of the local authority "${one.id}": only with a budget below EUR 10 million and fewer than 5,000 inhabitants "${subject}" stays autonomous (Article 3(2)(d)).`,
    );
  }
  return {
    article: 'Article 3(2)(d)',
    enterprise: one.id,
    factorPpm: 0,
    text: `${one.id} holds ${percent(share)} of ${subject}, but is a local authority with a budget of ${euro(budgetCents ?? '0')} (below ${euro(budgetBelowCents)}) and ${inhabitants} inhabitants (fewer than 5,000): it stays autonomous.`,
  };
}

/** What public bodies hold in enterprises linked with the subject does not reach the subject itself. */
function holdingsOfOthers(graph: Ownership, linked: LinkedGroups, ids: readonly string[]): Step[] {
  const kinds = new Map(graph.enterprises.map(({ id, kind }) => [id, kind]));
  return graph.links.flatMap((link): Step[] => {
    const { from, to } = link;
    const kind = kinds.get(from);
    if (!ids.includes(from) || kind === undefined || !isPublicBody(kind)) return [];
    if (to === graph.subject || !linked.same(to, graph.subject)) return [];
    return [
      {
        article: 'Article 3(4)',
        enterprise: from,
        factorPpm: 0,
        text: `${from} is a public body and holds ${percent(shareOf([link]))} of ${to}, which is linked with ${graph.subject}: a public body is no enterprise, its figures are not added.`,
      },
    ];
  });
}
