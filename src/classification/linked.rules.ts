import { givesControl, percent } from './ownership.rules.js';
import {
  ppmMax,
  type Control,
  type HolderKind,
  type Holding,
  type Ownership,
} from './ownership.schemas.js';

/** Why two enterprises are linked, for the steps of the computation. */
export interface LinkReason {
  article: string;
  enterprise: string;
  text: string;
  /** Those whom it concerns. */
  between: readonly string[];
}

/** Enterprises (and business angels) in groups: all of a group are linked with each other. */
export interface LinkedGroups {
  /** False for natural persons and public bodies. */
  has(id: string): boolean;
  /** The same for all of a group. */
  nameOf(id: string): string;
  /** The other members and the one asked for, in the order of the graph; one's own when alone. */
  groupOf(id: string): readonly string[];
  same(a: string, b: string): boolean;
  reasons: readonly LinkReason[];
}

const controlArticles: Record<Control, string> = {
  votes: 'Article 3(3)(a)',
  board: 'Article 3(3)(b)',
  contract: 'Article 3(3)(c)',
  agreement: 'Article 3(3)(d)',
};

const controlWords: Record<Control, string> = {
  votes: 'has a majority of the votes in',
  board: 'can appoint or remove most of the board of',
  contract: 'has a dominant influence by contract or articles over',
  agreement: 'controls by agreement with other holders a majority of the votes in',
};

/**
 * Public bodies are no enterprises: what they control is the matter of Article 3(4), and enterprises
 * are not linked for the only reason that the same public body holds them.
 */
export const isPublicBody = (kind: HolderKind): boolean =>
  kind === 'public_body' || kind === 'local_authority';

/**
 * Annex, Article 3(3): groups of linked enterprises. Edges are majorities of votes and the other
 * rights to control, of one holder or of a group together (facts 1.5, example 5), to any depth, through
 * enterprises and through the investors of Article 3(2); and through natural persons, alone or acting
 * jointly, between enterprises in the same or an adjacent market.
 */
export function linkedForSme(graph: Ownership): LinkedGroups {
  const angels = graph.persons.filter(({ businessAngel }) => businessAngel === true);
  const joins = new Joins([
    ...graph.enterprises.filter(({ kind }) => !isPublicBody(kind)).map(({ id }) => id),
    ...angels.map(({ id }) => id),
  ]);
  const isAngel = new Set(angels.map(({ id }) => id));
  const together = personGroups(graph);
  for (const persons of together) {
    const [first, ...others] = persons.filter((id) => isAngel.has(id));
    if (first !== undefined) others.forEach((other) => joins.join(first, other));
  }
  for (const persons of together) joinThroughPersons(graph, persons, joins);
  joinByControl(graph, joins);
  return joins;
}

/**
 * The single undertakings of Regulation (EU) 2023/2831, Article 2(2): linked enterprises without
 * natural persons and without partners. Caps per group count for each of these together.
 */
export function singleUndertakings(graph: Ownership): LinkedGroups {
  const joins = new Joins(
    graph.enterprises.filter(({ kind }) => !isPublicBody(kind)).map(({ id }) => id),
  );
  joinByControl(graph, joins);
  return joins;
}

/** Persons who act jointly, each in one group; whoever acts alone is a group of one. */
export function personGroups({ persons }: Ownership): string[][] {
  const joins = new Joins(persons.map(({ id }) => id));
  for (const { id, actingTogether = [] } of persons) {
    for (const other of actingTogether) joins.join(id, other);
  }
  return joins.groups();
}

/**
 * What holders control together, directly or through what they control already: the closure of
 * majorities of votes and of rights to control.
 */
export function controlledBy(links: readonly Holding[], holders: readonly string[]): Set<string> {
  const block = new Set(holders);
  for (let grown = true; grown;) {
    grown = false;
    const votes = new Map<string, number>();
    for (const link of links) {
      if (!block.has(link.from) || block.has(link.to)) continue;
      const sum = (votes.get(link.to) ?? 0) + link.votesPpm;
      votes.set(link.to, sum);
      if (givesControl({ ...link, votesPpm: sum })) {
        block.add(link.to);
        grown = true;
      }
    }
  }
  for (const holder of holders) block.delete(holder);
  return block;
}

/** Majorities and rights of one holder first, then of groups together, until nothing is added. */
function joinByControl({ links }: Ownership, joins: Joins): void {
  for (const link of links) {
    if (!givesControl(link) || !joins.has(link.from)) continue;
    joins.join(link.from, link.to, reasonOf(link));
  }
  for (let grown = true; grown;) {
    grown = false;
    const votes = new Map<string, number>();
    for (const { from, to, votesPpm } of links) {
      if (!joins.has(from) || !joins.has(to) || joins.same(from, to)) continue;
      const key = JSON.stringify([joins.nameOf(from), to]);
      const sum = (votes.get(key) ?? 0) + votesPpm;
      votes.set(key, sum);
      if (sum * 2 <= ppmMax) continue;
      joins.join(from, to, {
        article: 'Article 3(3)(a)',
        enterprise: to,
        text: `${listed(joins.groupOf(from))} are linked and hold together ${percent(sum)} of the votes in ${to}: linked.`,
        between: [from, to],
      });
      grown = true;
    }
  }
}

function reasonOf({ from, to, votesPpm, control }: Holding): LinkReason {
  const by = control ?? 'votes';
  const share = by === 'votes' ? ` (${percent(votesPpm)})` : '';
  return {
    article: controlArticles[by],
    enterprise: to,
    text: `${from} ${controlWords[by]} ${to}${share}: linked.`,
    between: [from, to],
  };
}

/** Article 3(3), fourth subparagraph: those that they control in one market, or in adjacent ones. */
function joinThroughPersons(graph: Ownership, persons: readonly string[], joins: Joins): void {
  const controlled = controlledBy(graph.links, persons);
  const enterprises = graph.enterprises.filter(({ id }) => controlled.has(id) && joins.has(id));
  if (enterprises.length < 2) return;
  const who =
    persons.length === 1
      ? `${listed(persons)} controls`
      : `${listed(persons)} act jointly and control`;
  const article = 'Article 3(3), fourth subparagraph';
  const markets = new Map<string, string[]>();
  for (const { id, market } of enterprises) {
    for (const name of marketsOf(market)) markets.set(name, [...(markets.get(name) ?? []), id]);
  }
  for (const [market, ids] of markets) {
    const [first = '', ...others] = ids;
    if (others.length === 0) continue;
    for (const other of others) joins.join(first, other);
    const text = `${who} ${listed(ids)}, which act in the same or an adjacent market (${market}): linked.`;
    joins.reasons.push({ article, enterprise: first, text, between: ids });
  }
  const ids = enterprises.map(({ id }) => id);
  if (ids.every((id) => joins.same(id, ids[0] as string))) return;
  const unsaid = enterprises.filter(({ market }) => marketsOf(market).length === 0);
  const gap =
    unsaid.length > 0 ? ` No market is given for ${listed(unsaid.map(({ id }) => id))}.` : '';
  const text = `${who} ${listed(ids)}: those that act in different markets are not linked by that.${gap}`;
  joins.reasons.push({ article, enterprise: ids[0] as string, text, between: ids });
}

const marketsOf = (market = ''): string[] =>
  market
    .split(/[,;]/)
    .map((name) => name.trim().replace(/\s+/g, ' ').toLowerCase())
    .filter((name) => name !== '');

/** A, B and C. */
export const listed = (ids: readonly string[]): string =>
  ids.length < 2 ? (ids[0] ?? '') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;

/** Union-find that remembers why. */
class Joins implements LinkedGroups {
  private readonly parents = new Map<string, string>();
  readonly reasons: LinkReason[] = [];

  constructor(private readonly ids: readonly string[]) {
    for (const id of ids) this.parents.set(id, id);
  }

  has(id: string): boolean {
    return this.parents.has(id);
  }

  /** Joins two; the reason is kept also where they were linked already, because each is a fact. */
  join(a: string, b: string, reason?: LinkReason): void {
    if (!this.has(a) || !this.has(b)) return;
    const [rootA, rootB] = [this.nameOf(a), this.nameOf(b)];
    if (rootA !== rootB) this.parents.set(rootB, rootA);
    if (reason !== undefined) this.reasons.push(reason);
  }

  nameOf(id: string): string {
    let root = id;
    for (let up = this.parents.get(root); up !== undefined && up !== root;) {
      root = up;
      up = this.parents.get(root);
    }
    this.parents.set(id, root);
    return root;
  }

  same(a: string, b: string): boolean {
    return this.has(a) && this.has(b) && this.nameOf(a) === this.nameOf(b);
  }

  groupOf(id: string): string[] {
    if (!this.has(id)) return [id];
    const name = this.nameOf(id);
    return this.ids.filter((other) => this.nameOf(other) === name);
  }

  groups(): string[][] {
    const found = new Map<string, string[]>();
    for (const id of this.ids) {
      const name = this.nameOf(id);
      found.set(name, [...(found.get(name) ?? []), id]);
    }
    return [...found.values()];
  }
}
