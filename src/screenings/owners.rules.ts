import { ppmMax, type Holding, type Ownership } from '../classification/ownership.schemas.js';

/** An owner through whom, alone or with others, listed people own the organisation. */
export interface CountingOwner {
  name: string;
  kind: 'person' | 'enterprise';
  /** What listed owners, and what they own, hold together in the organisation; all of it by control. */
  holdingPpm: number;
}

/**
 * MEM-6: the listed owners that count. What listed owners hold in an enterprise is added up, the larger of
 * capital and votes; at the threshold (50 %) or by control the enterprise counts as theirs, and so on down
 * to the organisation. None when they do not reach it (EU Best Practices on restrictive measures,
 * "owning" and "controlling").
 * @param listed whether the list has somebody of that name.
 */
export function countingOwners(
  graph: Ownership,
  listed: (name: string, kind: CountingOwner['kind']) => boolean,
  thresholdPpm: number,
): CountingOwner[] {
  const owners: Omit<CountingOwner, 'holdingPpm'>[] = [
    ...graph.enterprises.map(({ id }) => ({ name: id, kind: 'enterprise' as const })),
    ...graph.persons.map(({ id }) => ({ name: id, kind: 'person' as const })),
  ].filter(({ name, kind }) => name !== graph.subject && listed(name, kind));
  const theirs = new Set(owners.map(({ name }) => name));
  for (let grown = true; grown;) {
    grown = false;
    for (const { id } of graph.enterprises) {
      if (theirs.has(id) || heldBy(graph.links, theirs, id) < thresholdPpm) continue;
      theirs.add(id);
      grown = true;
    }
  }
  if (!theirs.has(graph.subject)) return [];
  const holdingPpm = heldBy(graph.links, theirs, graph.subject);
  const above = upwards(graph.links, theirs, graph.subject);
  return owners.filter(({ name }) => above.has(name)).map((owner) => ({ ...owner, holdingPpm }));
}

/** What `holders` have in an enterprise together: the larger sum of capital and votes, at most all. */
function heldBy(links: readonly Holding[], holders: ReadonlySet<string>, id: string): number {
  const own = links.filter(({ from, to }) => to === id && from !== id && holders.has(from));
  if (own.some(({ control }) => control !== undefined)) return ppmMax;
  const sum = (of: (link: Holding) => number) => own.reduce((total, link) => total + of(link), 0);
  return Math.min(
    ppmMax,
    Math.max(
      sum(({ capitalPpm }) => capitalPpm),
      sum(({ votesPpm }) => votesPpm),
    ),
  );
}

/** All of `holders` from which a chain of theirs leads to the enterprise. */
function upwards(links: readonly Holding[], holders: ReadonlySet<string>, id: string): Set<string> {
  const found = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { from, to } of links) {
      if (to !== next || found.has(from) || !holders.has(from)) continue;
      found.add(from);
      waiting.push(from);
    }
  }
  return found;
}
