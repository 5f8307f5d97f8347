import type { Plan, Snapshot, SnapshotOrganisation } from '../allocation/engine/index.js';

/** What moved an amount most, in the order in which they are tried. */
export const changeReasons = [
  'UNCHANGED',
  'REQUEST_ADMITTED',
  'REQUEST_REFUSED',
  'CAP',
  'GUARANTEE',
  'ENTITLEMENT',
  'BORROWED',
  'OTHER',
] as const;
export type ChangeReason = (typeof changeReasons)[number];

/** An amount in units under the rules that hold and under those that are tried. */
export interface Change {
  before: bigint;
  after: bigint;
}

export interface ClassChange {
  class: string;
  requests: number;
  awardedBefore: number;
  awardedAfter: number;
  guaranteed: Change;
  entitled: Change;
  granted: Change;
  borrowed: Change;
  reason: ChangeReason;
}

export interface OrganisationChange {
  /** Pseudonym. */
  id: string;
  class: string;
  awardedBefore: number;
  awardedAfter: number;
  entitled: Change;
  granted: Change;
  borrowed: Change;
  reason: ChangeReason;
}

export interface Divided {
  snapshot: Snapshot;
  plan: Plan;
}

const sign = (amount: bigint) => (amount > 0n ? 1 : amount < 0n ? -1 : 0);
const moved = ({ before, after }: Change) => sign(after - before);
const size = ({ before, after }: Change) => (after > before ? after - before : before - after);
const change = (before: string | undefined, after: string | undefined): Change => ({
  before: BigInt(before ?? '0'),
  after: BigInt(after ?? '0'),
});
const byId = <Row extends { id: string }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [row.id, row]));

/** Every class that either division knows. */
export function classChanges(before: Divided, after: Divided): ClassChange[] {
  const was = byId(before.plan.classes);
  const awardedBefore = awardsBy(before, 'class');
  const awardedAfter = awardsBy(after, 'class');
  return after.plan.classes.map((line) => {
    const old = was.get(line.id);
    const amounts = {
      guaranteed: change(old?.guaranteed, line.guaranteed),
      entitled: change(old?.entitled, line.entitled),
      granted: change(old?.granted, line.granted),
      borrowed: change(old?.borrowed, line.borrowed),
    };
    return {
      class: line.id,
      requests: awardedAfter.get(line.id)?.requests ?? 0,
      awardedBefore: awardedBefore.get(line.id)?.awarded ?? 0,
      awardedAfter: awardedAfter.get(line.id)?.awarded ?? 0,
      ...amounts,
      reason: classReason(amounts),
    };
  });
}

function classReason(amounts: Pick<ClassChange, 'guaranteed' | 'granted' | 'borrowed'>) {
  const way = moved(amounts.granted);
  if (way === 0) return 'UNCHANGED';
  if (moved(amounts.guaranteed) === way) return 'GUARANTEE';
  return shareOrBorrowed(amounts, way);
}

/** Part from the own share, or part from others' unused time: whichever moved further that way. */
function shareOrBorrowed(
  { granted, borrowed }: Pick<ClassChange, 'granted' | 'borrowed'>,
  way: number,
): ChangeReason {
  const own = {
    before: granted.before - borrowed.before,
    after: granted.after - borrowed.after,
  };
  const [fromShare, fromOthers] = [own, borrowed].map((part) =>
    moved(part) === way ? size(part) : 0n,
  ) as [bigint, bigint];
  if (fromShare === 0n && fromOthers === 0n) return 'OTHER';
  return fromShare >= fromOthers ? 'ENTITLEMENT' : 'BORROWED';
}

/** Every organisation, the largest change of what it gets first; equal ones by id. */
export function organisationChanges(before: Divided, after: Divided): OrganisationChange[] {
  const was = byId(before.plan.organisations);
  const inputs = byId(after.snapshot.organisations);
  const inputsBefore = byId(before.snapshot.organisations);
  const awardedBefore = awardsBy(before, 'organisation');
  const awardedAfter = awardsBy(after, 'organisation');
  const changes = after.plan.organisations.map((line): OrganisationChange => {
    const old = was.get(line.id);
    const amounts = {
      entitled: change(old?.entitlement, line.entitlement),
      granted: change(old?.granted, line.granted),
      borrowed: change(old?.borrowed, line.borrowed),
      awardedBefore: awardedBefore.get(line.id)?.awarded ?? 0,
      awardedAfter: awardedAfter.get(line.id)?.awarded ?? 0,
    };
    const caps = {
      before: capOf(before, inputsBefore.get(line.id)),
      after: capOf(after, inputs.get(line.id)),
    };
    return {
      id: line.id,
      class: inputs.get(line.id)?.class ?? '',
      ...amounts,
      reason: organisationReason(amounts, caps),
    };
  });
  return changes.sort((a, b) => compareSize(a, b) || (a.id < b.id ? -1 : 1));
}

/** A cap that all there is does not exceed binds nobody. */
function capOf({ plan }: Divided, input: SnapshotOrganisation | undefined): bigint | null {
  if (input?.cap === undefined || input.cap === null) return null;
  const capacity = plan.pools.reduce((sum, pool) => sum + BigInt(pool.capacity), 0n);
  return BigInt(input.cap) < capacity ? BigInt(input.cap) : null;
}

function compareSize(a: OrganisationChange, b: OrganisationChange): number {
  return sign(size(b.granted) - size(a.granted));
}

function organisationReason(
  line: Omit<OrganisationChange, 'id' | 'class' | 'reason'>,
  caps: { before: bigint | null; after: bigint | null },
): ChangeReason {
  const way = moved(line.granted);
  if (way === 0) return 'UNCHANGED';
  if (way > 0 && line.awardedAfter > line.awardedBefore) return 'REQUEST_ADMITTED';
  if (way < 0 && line.awardedAfter < line.awardedBefore) return 'REQUEST_REFUSED';
  const atCap = way > 0 ? line.granted.before === caps.before : line.granted.after === caps.after;
  if (atCap && caps.before !== caps.after) return 'CAP';
  return shareOrBorrowed(line, way);
}

interface Awards {
  requests: number;
  awarded: number;
}

function awardsBy({ snapshot, plan }: Divided, key: 'class' | 'organisation') {
  const classOf = new Map(snapshot.organisations.map((row) => [row.id, row.class]));
  const granted = new Set(plan.requests.filter((line) => line.granted !== '0').map(({ id }) => id));
  const counts = new Map<string, Awards>();
  for (const { id, organisation } of snapshot.requests) {
    const of = key === 'class' ? (classOf.get(organisation) ?? '') : organisation;
    const count = counts.get(of) ?? { requests: 0, awarded: 0 };
    count.requests += 1;
    if (granted.has(id)) count.awarded += 1;
    counts.set(of, count);
  }
  return counts;
}

/** How many requests ended with which reason, in either division. */
export function reasonCounts(before: Divided, after: Divided) {
  const count = ({ plan }: Divided) => {
    const counts = new Map<string, number>();
    for (const { reason } of plan.requests) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return counts;
  };
  const [was, is] = [count(before), count(after)];
  const known = [...new Set([...was.keys(), ...is.keys()])].sort();
  return known.map((reason) => ({
    reason,
    before: was.get(reason) ?? 0,
    after: is.get(reason) ?? 0,
  }));
}

/** What was offered and granted of each pool. */
export function poolChanges(before: Divided, after: Divided) {
  const was = byId(before.plan.pools);
  return after.plan.pools.map(({ id, capacity, granted }) => ({
    id,
    capacity: change(was.get(id)?.capacity, capacity),
    granted: change(was.get(id)?.granted, granted),
  }));
}
