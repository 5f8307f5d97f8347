import { canonicalJson } from '../../../kernel/canonical-json.js';
import { sha256Stream } from '../../../kernel/hash.js';
import type {
  Snapshot,
  SnapshotClass,
  SnapshotGroup,
  SnapshotOrganisation,
  SnapshotPool,
  SnapshotRequest,
} from './snapshot.js';

/*
 * ALLOC-14: the one form in which a snapshot is hashed and published: rows sorted by id, defaults
 * filled in, amounts without leading zeros, times in UTC with milliseconds. Only for snapshots that
 * ALLOC-1 has accepted.
 */

const amount = (text: string | undefined | null) => BigInt(text ?? '0').toString();
const limit = (text: string | undefined | null) =>
  text === undefined || text === null ? null : amount(text);
const instant = (text: string) => new Date(text.toUpperCase()).toISOString();

const normalClass = ({ id, borrowWeight }: SnapshotClass): SnapshotClass => ({ id, borrowWeight });
const normalGroup = ({ id, cap }: SnapshotGroup): SnapshotGroup => ({ id, cap: limit(cap) });

const normalPool = (pool: SnapshotPool): SnapshotPool => ({
  id: pool.id,
  capacity: amount(pool.capacity),
  guarantees: { ...pool.guarantees },
  ceilings: { ...pool.ceilings },
});

const normalOrganisation = (row: SnapshotOrganisation): SnapshotOrganisation => ({
  id: row.id,
  class: row.class,
  weight: row.weight ?? 1,
  cap: limit(row.cap),
  group: row.group ?? null,
  balance: amount(row.balance),
  tieKey: row.tieKey.toLowerCase(),
});

const normalRequest = (row: SnapshotRequest): SnapshotRequest => ({
  id: row.id,
  organisation: row.organisation,
  minimum: amount(row.minimum),
  ask: amount(row.ask),
  pools: [...row.pools],
  score: row.score ?? null,
  deadline: row.deadline === undefined || row.deadline === null ? null : instant(row.deadline),
  submittedAt: instant(row.submittedAt),
  singlePool: row.singlePool ?? false,
});

function byId<Row extends { id: string }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** The normal form of an accepted snapshot. */
export function normalForm(snapshot: Snapshot): Snapshot {
  return {
    engine: snapshot.engine,
    roundId: snapshot.roundId,
    seed: snapshot.seed.toLowerCase(),
    quantumGpuSeconds: amount(snapshot.quantumGpuSeconds),
    classes: byId(snapshot.classes).map(normalClass),
    pools: byId(snapshot.pools).map(normalPool),
    groups: byId(snapshot.groups ?? []).map(normalGroup),
    organisations: byId(snapshot.organisations).map(normalOrganisation),
    requests: byId(snapshot.requests).map(normalRequest),
  };
}

/**
 * SHA-256 of the canonical JSON (RFC 8785) of the normal form, made row by row: the snapshot of a
 * large round is never one string.
 */
export function snapshotHash(snapshot: Snapshot): string {
  const hash = sha256Stream();
  const rows = <Row extends { id: string }>(list: readonly Row[], normal: (row: Row) => Row) => {
    byId(list).forEach((row, i) => hash.update((i === 0 ? '' : ',') + canonicalJson(normal(row))));
  };
  hash.update('{"classes":[');
  rows(snapshot.classes, normalClass);
  hash.update(`],"engine":${canonicalJson(snapshot.engine)},"groups":[`);
  rows(snapshot.groups ?? [], normalGroup);
  hash.update('],"organisations":[');
  rows(snapshot.organisations, normalOrganisation);
  hash.update('],"pools":[');
  rows(snapshot.pools, normalPool);
  hash.update(
    `],"quantumGpuSeconds":${canonicalJson(amount(snapshot.quantumGpuSeconds))},"requests":[`,
  );
  rows(snapshot.requests, normalRequest);
  hash.update(`],"roundId":${canonicalJson(snapshot.roundId)}`);
  hash.update(`,"seed":${canonicalJson(snapshot.seed.toLowerCase())}}`);
  return hash.hex();
}
