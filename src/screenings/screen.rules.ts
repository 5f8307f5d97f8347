import type { Ownership } from '../classification/ownership.schemas.js';
import type { MatchPolicy } from '../restrictive-measures/match-policy.rules.js';
import type { NameIndex, NameMatch } from '../restrictive-measures/name-index.rules.js';
import { normalName, type NameKind } from '../restrictive-measures/names.rules.js';
import type { SubjectKind } from './hit.rules.js';
import { countingOwners } from './owners.rules.js';

/** What of an organisation is screened. */
export interface Screened {
  name: string;
  people: readonly string[];
  graph: Ownership | null;
}

/** A name of the organisation that is alike a listed one. */
export interface Found {
  subjectKind: SubjectKind;
  subjectName: string;
  subjectNormal: string;
  holdingPpm: number | null;
  match: NameMatch;
}

/** Identifies a hit: one name of one organisation against one entry as it reads. */
export const hitKey = (kind: SubjectKind, normal: string, entryId: string): string =>
  JSON.stringify([kind, normal, entryId]);

/**
 * MEM-6: the organisation's own name, its people, and its owners from 50 % on, against the list.
 * @param dismissed keys of what people called a false match: such an owner does not count as listed.
 * @returns each name and entry once, and how many names were looked at.
 */
export function screen(
  { name, people, graph }: Screened,
  index: NameIndex,
  policy: MatchPolicy,
  dismissed: ReadonlySet<string>,
): { found: Found[]; names: number } {
  const found = new Map<string, Found>();
  const add = (kind: SubjectKind, of: NameKind, subject: string, holdingPpm: number | null) => {
    const subjectNormal = normalName(subject, of);
    for (const match of index.matches(subject, of, policy)) {
      const key = hitKey(kind, subjectNormal, match.entryId);
      const one = { subjectKind: kind, subjectName: subject, subjectNormal, holdingPpm, match };
      if (!found.has(key)) found.set(key, one);
    }
  };
  add('organisation', 'enterprise', name, null);
  for (const person of people) add('person', 'person', person, null);
  if (graph === null) return { found: [...found.values()], names: 1 + people.length };
  const listed = (owner: string, kind: NameKind) =>
    index
      .matches(owner, kind, policy)
      .some(({ entryId }) => !dismissed.has(hitKey('owner', normalName(owner, kind), entryId)));
  for (const owner of countingOwners(graph, listed, policy.ownershipPpm)) {
    add('owner', owner.kind, owner.name, owner.holdingPpm);
  }
  const names = graph.enterprises.length + graph.persons.length + people.length;
  return { found: [...found.values()], names };
}
