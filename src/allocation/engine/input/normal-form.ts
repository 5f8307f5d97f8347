import { canonicalJson } from '../../../kernel/canonical-json.js';
import { sha256Stream } from '../../../kernel/hash.js';
import { checkSnapshot, type Checked } from './check.js';
import type { Columns, Ids } from './columns.js';
import type {
  Snapshot,
  SnapshotClass,
  SnapshotGroup,
  SnapshotOrganisation,
  SnapshotPool,
  SnapshotRequest,
} from './snapshot.js';
import type { Units } from './units.js';

/*
 * ALLOC-14: the one form in which a snapshot is hashed and published: rows sorted by id, defaults
 * filled in, amounts without leading zeros, times in UTC with milliseconds, as canonical JSON (RFC 8785).
 * Organisations and requests are written straight from the columns, a million of them in a second; what
 * is wanted as an object is that text, parsed, so that there is one definition of it.
 */

/** Makes a hash over texts that come one after the other; SHA-256. */
export type HashMaker = () => { update(text: string): void; hex(): string };

const amount = (text: string | undefined | null) => BigInt(text ?? '0').toString();
const limit = (text: string | undefined | null) =>
  text === undefined || text === null ? null : amount(text);

const normalClass = ({ id, borrowWeight }: SnapshotClass): SnapshotClass => ({ id, borrowWeight });
const normalGroup = ({ id, cap }: SnapshotGroup): SnapshotGroup => ({ id, cap: limit(cap) });

const normalPool = (pool: SnapshotPool): SnapshotPool => ({
  id: pool.id,
  capacity: amount(pool.capacity),
  guarantees: { ...pool.guarantees },
  ceilings: { ...pool.ceilings },
});

function byId<Row extends { id: string }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

const hex8 = (value: number) => value.toString(16).padStart(8, '0');
/** An amount as it is written; null for "no limit". */
const unitsText = (units: Units, none: Units) => (units === none ? 'null' : `"${units}"`);

/** Writes organisations and requests by their numbers in the columns. */
class RowWriter {
  private readonly columns: Columns;
  private readonly ids: Ids;
  private readonly classes: string[];
  private readonly groups: string[];
  private readonly organisations: string[];
  private readonly preferences: string[];

  constructor({ columns, ids }: Checked) {
    this.columns = columns;
    this.ids = ids;
    this.classes = ids.classes.map((id) => JSON.stringify(id));
    this.groups = ids.groups.map((id) => JSON.stringify(id));
    this.organisations = ids.organisations.map((id) => JSON.stringify(id));
    this.preferences = columns.preferences.map((list) =>
      JSON.stringify(Array.from(list, (pool) => ids.pools[pool]!)),
    );
  }

  organisation(o: number): string {
    const { math, balance, cap, classOf, groupOf, tieHigh, tieLow, weight } = this.columns;
    const group = groupOf[o]! < 0 ? 'null' : this.groups[groupOf[o]!]!;
    const tieKey = hex8(tieHigh[o]!) + hex8(tieLow[o]!);
    return `{"balance":"${balance[o]!}","cap":${unitsText(cap[o]!, math.none)},"class":${this.classes[classOf[o]!]!},"group":${group},"id":${this.organisations[o]!},"tieKey":"${tieKey}","weight":${weight[o]!}}`;
  }

  request(r: number): string {
    const { ask, deadline, minimum, organisationOf, preferenceOf, score, submittedAt } =
      this.columns;
    const single = this.columns.singlePool[r] === 1;
    return `{"ask":"${ask[r]!}","deadline":${this.instant(deadline[r]!)},"id":${JSON.stringify(this.ids.requests[r]!)},"minimum":"${minimum[r]!}","organisation":${this.organisations[organisationOf[r]!]!},"pools":${this.preferences[preferenceOf[r]!]!},"score":${score[r]! < 0 ? 'null' : score[r]!},"singlePool":${single},"submittedAt":${this.instant(submittedAt[r]!)}}`;
  }

  private instant(ms: number): string {
    return ms === Infinity ? 'null' : `"${new Date(ms).toISOString()}"`;
  }
}

/** The members of a snapshot before its organisations, between these and its requests, and after. */
function frameOf({ snapshot }: Checked) {
  const rows = (list: readonly object[]) => canonicalJson(list);
  const quantum = canonicalJson(amount(snapshot.quantumGpuSeconds));
  return {
    before: `{"classes":${rows(byId(snapshot.classes).map(normalClass))},"engine":${canonicalJson(snapshot.engine)},"groups":${rows(byId(snapshot.groups ?? []).map(normalGroup))},"organisations":[`,
    between: `],"pools":${rows(byId(snapshot.pools).map(normalPool))},"quantumGpuSeconds":${quantum},"requests":[`,
    after: `],"roundId":${canonicalJson(snapshot.roundId)},"seed":${canonicalJson(snapshot.seed.toLowerCase())}}`,
  };
}

/** The canonical JSON of the normal form, a row at a time: the snapshot of a large round is never one string. */
function* snapshotPieces(checked: Checked): Generator<string> {
  const frame = frameOf(checked);
  const rows = new RowWriter(checked);
  yield frame.before;
  for (let o = 0; o < checked.ids.organisations.length; o++) {
    yield o === 0 ? rows.organisation(o) : `,${rows.organisation(o)}`;
  }
  yield frame.between;
  for (let r = 0; r < checked.ids.requests.length; r++) {
    yield r === 0 ? rows.request(r) : `,${rows.request(r)}`;
  }
  yield frame.after;
}

/** The normal form of a snapshot. @throws SnapshotRefused (ALLOC-1). */
export function normalForm(snapshot: Snapshot): Snapshot {
  const checked = checkSnapshot(snapshot);
  const frame = frameOf(checked);
  const rows = new RowWriter(checked);
  const bare = JSON.parse(frame.before + frame.between + frame.after) as Snapshot;
  return {
    ...bare,
    organisations: checked.ids.organisations.map(
      (_, o) => JSON.parse(rows.organisation(o)) as SnapshotOrganisation,
    ),
    requests: checked.ids.requests.map((_, r) => JSON.parse(rows.request(r)) as SnapshotRequest),
  };
}

/** SHA-256 of the canonical JSON (RFC 8785) of the normal form of an accepted snapshot, 64 hex digits. */
export const snapshotHash = (checked: Checked, hash: HashMaker = sha256Stream): string =>
  hashOfPieces(snapshotPieces(checked), hash);

const charactersPerUpdate = 1 << 16;

/** Hash over a text that comes in small pieces; gathers them, since each update has its price. */
export function hashOfPieces(pieces: Iterable<string>, hash: HashMaker): string {
  const whole = hash();
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < charactersPerUpdate) continue;
    whole.update(text);
    text = '';
  }
  whole.update(text);
  return whole.hex();
}
