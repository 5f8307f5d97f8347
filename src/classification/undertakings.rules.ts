import { checkIdentifier } from '../kernel/identifiers.js';
import { singleUndertakings } from './linked.rules.js';
import type { Ownership } from './ownership.schemas.js';

export interface StatedIdentifier {
  kind: string;
  /** In its written form. */
  value: string;
}

/**
 * MEM-2: by which identifiers a graph names enterprises that are one single undertaking with its
 * subject (Regulation (EU) 2023/2831, Article 2(2): linked enterprises, not through natural persons).
 * @param graph one that `checkOwnership` let pass.
 */
export function statedUndertaking(graph: Ownership): StatedIdentifier[] {
  const own = new Set(singleUndertakings(graph).groupOf(graph.subject));
  return graph.enterprises.flatMap(({ id, identifier }) => {
    if (id === graph.subject || identifier === undefined || !own.has(id)) return [];
    const checked = checkIdentifier(identifier.kind, identifier.value);
    return checked.valid ? [{ kind: identifier.kind, value: checked.normal }] : [];
  });
}

export interface Grouped {
  id: string;
  groupId: string | null;
  /** The group follows from graphs; one that was given is never taken away. */
  derived: boolean;
}

/**
 * Groups of organisations by the pairs that graphs state. A group keeps the id that was given to one of
 * its members, else the one that most of its earlier members share.
 * @param organisations all whom the pairs name, and all who share a derived group with one of them.
 * @param newId makes the id of a group that had none.
 * @returns those whose group changes.
 */
export function regrouped(
  organisations: readonly Grouped[],
  pairs: readonly (readonly [string, string])[],
  newId: () => string,
): Grouped[] {
  const used = new Set<string>();
  return components(organisations, pairs).flatMap((members) => {
    if (members.length === 1) {
      return members.filter(({ derived }) => derived).map((one) => ungrouped(one));
    }
    const given = members.find(({ groupId, derived }) => groupId !== null && !derived)?.groupId;
    const earlier = members
      .flatMap(({ groupId }) => groupId ?? [])
      .toSorted()
      .find((id) => !used.has(id));
    const groupId = given ?? earlier ?? newId();
    used.add(groupId);
    return members
      .filter((member) => member.groupId !== groupId && (member.groupId === null || member.derived))
      .map(({ id }) => ({ id, groupId, derived: true }));
  });
}

const ungrouped = ({ id }: Grouped): Grouped => ({ id, groupId: null, derived: false });

function components(
  organisations: readonly Grouped[],
  pairs: readonly (readonly [string, string])[],
): Grouped[][] {
  const neighbours = new Map<string, string[]>();
  const join = (a: string, b: string) => neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  for (const [a, b] of pairs) {
    join(a, b);
    join(b, a);
  }
  const byId = new Map(organisations.map((one) => [one.id, one]));
  const done = new Set<string>();
  const found: Grouped[][] = [];
  for (const { id } of organisations) {
    if (done.has(id)) continue;
    const members: Grouped[] = [];
    const waiting = [id];
    done.add(id);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const member = byId.get(next);
      if (member !== undefined) members.push(member);
      for (const other of neighbours.get(next) ?? []) {
        if (done.has(other)) continue;
        done.add(other);
        waiting.push(other);
      }
    }
    found.push(members);
  }
  return found;
}
