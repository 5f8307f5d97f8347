import type { Columns, Ids } from './columns.js';
import {
  amountAt,
  balanceAt,
  hexAt,
  idsOf,
  instantAt,
  knownAt,
  pathOf,
  refuse,
  rowsAt,
  smallIntegerAt,
  textAt,
} from './fields.js';
import { engineVersion, type Snapshot } from './snapshot.js';
import { arithmeticFor, type Arithmetic } from './units.js';

type Row = Record<string, unknown>;
/** Rows of one list in ascending order of id, and where each of them stands in the input. */
interface Sorted {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Place in ascending order → index in the input, for paths. */
  readonly at: Int32Array;
  readonly ids: readonly string[];
}

interface Named extends Sorted {
  readonly numberOf: ReadonlyMap<string, number>;
}

/** A snapshot that has passed, and the same in columns. */
export interface Checked {
  readonly snapshot: Snapshot;
  readonly columns: Columns;
  readonly ids: Ids;
  /** Number of a request in the columns → its index in the snapshot's list. */
  readonly requestIndex: Int32Array;
}

/**
 * ALLOC-1: reads a snapshot into columns.
 * @throws SnapshotRefused naming the first field that is not as it must be.
 */
export function checkSnapshot(snapshot: unknown, forceWide = false): Checked {
  const head = checkHead(snapshot);
  const classes = named(head.classes, 'classes');
  const pools = named(head.pools, 'pools');
  const groups = named(head.groups ?? [], 'groups');
  const organisations = named(head.organisations, 'organisations');
  const requests = sorted(head.requests, 'requests');
  const capacities = pools.rows.map((row, i) =>
    BigInt(amountAt(row.capacity, 'pools', pools.at[i]!, 'capacity')),
  );
  const total = capacities.reduce((sum, capacity) => sum + capacity, 0n);
  const math = arithmeticFor(total, forceWide);
  const capacity = math.array(pools.rows.length);
  capacities.forEach((value, i) => (capacity[i] = math.of(value)));
  return {
    snapshot: snapshot as Snapshot,
    columns: {
      math,
      classCount: classes.rows.length,
      poolCount: pools.rows.length,
      borrowWeight: Float64Array.from(classes.rows, (row, i) =>
        smallIntegerAt(row.borrowWeight, 'classes', classes.at[i]!, 'borrowWeight'),
      ),
      capacity,
      ...sharesOf(classes, pools),
      groupCap: capsOf(math, groups),
      ...organisationColumns(math, organisations, classes, groups),
      ...requestColumns(math, requests, organisations, pools),
    },
    ids: {
      classes: classes.ids,
      pools: pools.ids,
      groups: groups.ids,
      organisations: organisations.ids,
      requests: requests.ids,
    },
    requestIndex: requests.at,
  };
}

function checkHead(snapshot: unknown): Row {
  if (typeof snapshot !== 'object' || snapshot === null || Array.isArray(snapshot)) {
    return refuse('snapshot', 'must be a JSON object', snapshot);
  }
  const head = snapshot as Row;
  if (head.engine !== engineVersion) refuse('engine', `must be "${engineVersion}"`, head.engine);
  textAt(head.roundId, '', -1, 'roundId');
  hexAt(head.seed, 64, 'seed');
  if (BigInt(amountAt(head.quantumGpuSeconds, '', -1, 'quantumGpuSeconds')) === 0n) {
    refuse('quantumGpuSeconds', 'must be at least 1', head.quantumGpuSeconds);
  }
  return head;
}

function sorted(list: unknown, name: string): Sorted {
  const input = rowsAt(list, name);
  const indexOf = idsOf(input, name);
  // The default order of strings in JavaScript is by UTF-16 code units.
  const ids = [...indexOf.keys()].sort();
  const at = Int32Array.from(ids, (id) => indexOf.get(id)!);
  return { name, rows: Array.from(at, (index) => input[index]!), at, ids };
}

/** A list whose rows others name. */
function named(list: unknown, name: string): Named {
  const rows = sorted(list, name);
  return { ...rows, numberOf: new Map(rows.ids.map((id, number) => [id, number])) };
}

function sharesOf(classes: Named, pools: Sorted) {
  const poolCount = pools.rows.length;
  const guaranteePpm = new Int32Array(classes.rows.length * poolCount);
  const ceilingPpm = new Int32Array(classes.rows.length * poolCount).fill(-1);
  pools.rows.forEach((row, pool) => {
    const at = pools.at[pool]!;
    let sum = 0;
    for (const [classNumber, ppm] of sharesIn(row.guarantees, classes, at, 'guarantees')) {
      guaranteePpm[classNumber * poolCount + pool] = ppm;
      sum += ppm;
    }
    if (sum > 1_000_000) {
      refuse(
        pathOf('pools', at, 'guarantees'),
        'must not sum above 1000000 parts per million',
        sum,
      );
    }
    for (const [classNumber, ppm] of sharesIn(row.ceilings ?? {}, classes, at, 'ceilings')) {
      ceilingPpm[classNumber * poolCount + pool] = ppm;
      if (ppm < guaranteePpm[classNumber * poolCount + pool]!) {
        const path = pathOf('pools', at, `ceilings.${classes.ids[classNumber]}`);
        refuse(path, 'must not be below the guarantee of the same class', ppm);
      }
    }
  });
  return { guaranteePpm, ceilingPpm };
}

function* sharesIn(
  shares: unknown,
  classes: Named,
  at: number,
  name: string,
): Generator<[number, number]> {
  if (typeof shares !== 'object' || shares === null || Array.isArray(shares)) {
    refuse(pathOf('pools', at, name), 'must be an object of class and parts per million', shares);
  }
  for (const [id, ppm] of Object.entries(shares as Row)) {
    if (ppm === undefined) continue;
    const field = `${name}.${id}`;
    yield [
      knownAt(id, classes.numberOf, 'pools', at, field),
      smallIntegerAt(ppm, 'pools', at, field),
    ];
  }
}

function capsOf(math: Arithmetic, { rows, at, name }: Sorted) {
  const caps = math.array(rows.length);
  rows.forEach((row, i) => {
    caps[i] =
      row.cap === undefined || row.cap === null
        ? math.none
        : math.read(amountAt(row.cap, name, at[i]!, 'cap'));
  });
  return caps;
}

function organisationColumns(
  math: Arithmetic,
  organisations: Sorted,
  classes: Named,
  groups: Named,
) {
  const { rows, at, name } = organisations;
  const balance = math.array(rows.length);
  const classOf = new Int32Array(rows.length);
  const groupOf = new Int32Array(rows.length).fill(-1);
  const weight = new Float64Array(rows.length).fill(1);
  const tieHigh = new Uint32Array(rows.length);
  const tieLow = new Uint32Array(rows.length);
  rows.forEach((row, i) => {
    const index = at[i]!;
    classOf[i] = knownAt(row.class, classes.numberOf, name, index, 'class');
    if (row.group !== undefined && row.group !== null) {
      groupOf[i] = knownAt(row.group, groups.numberOf, name, index, 'group');
    }
    if (row.weight !== undefined) weight[i] = smallIntegerAt(row.weight, name, index, 'weight');
    if (row.balance !== undefined) {
      balance[i] = math.read(balanceAt(row.balance, name, index, 'balance'));
    }
    const tieKey = hexAt(row.tieKey, 16, pathOf(name, index, 'tieKey'));
    tieHigh[i] = Number.parseInt(tieKey.slice(0, 8), 16);
    tieLow[i] = Number.parseInt(tieKey.slice(8), 16);
  });
  return { classOf, weight, cap: capsOf(math, organisations), groupOf, balance, tieHigh, tieLow };
}

function requestColumns(math: Arithmetic, requests: Sorted, organisations: Named, pools: Named) {
  const { rows, at, name } = requests;
  const minimum = math.array(rows.length);
  const ask = math.array(rows.length);
  const organisationOf = new Int32Array(rows.length);
  const preferenceOf = new Int32Array(rows.length);
  const score = new Float64Array(rows.length).fill(-1);
  const deadline = new Float64Array(rows.length).fill(Infinity);
  const submittedAt = new Float64Array(rows.length);
  const singlePool = new Uint8Array(rows.length);
  const lists = new PreferenceLists(pools);
  rows.forEach((row, i) => {
    const index = at[i]!;
    organisationOf[i] = knownAt(
      row.organisation,
      organisations.numberOf,
      name,
      index,
      'organisation',
    );
    if (row.minimum !== undefined)
      minimum[i] = math.read(amountAt(row.minimum, name, index, 'minimum'));
    ask[i] = math.read(amountAt(row.ask, name, index, 'ask'));
    preferenceOf[i] = lists.numberOf(row.pools, index);
    if (row.score !== undefined && row.score !== null) score[i] = scoreAt(row.score, index);
    if (row.deadline !== undefined && row.deadline !== null) {
      deadline[i] = instantAt(row.deadline, name, index, 'deadline');
    }
    submittedAt[i] = instantAt(row.submittedAt, name, index, 'submittedAt');
    if (row.singlePool !== undefined && typeof row.singlePool !== 'boolean') {
      refuse(pathOf(name, index, 'singlePool'), 'must be true or false', row.singlePool);
    }
    singlePool[i] = row.singlePool === true ? 1 : 0;
  });
  const preferences = lists.lists;
  return {
    organisationOf,
    minimum,
    ask,
    preferenceOf,
    score,
    deadline,
    submittedAt,
    singlePool,
    preferences,
  };
}

function scoreAt(value: unknown, index: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  return refuse(
    pathOf('requests', index, 'score'),
    'must be an integer of at least 0, or null',
    value,
  );
}

/** A list of pools that has been seen, or the beginning of one. */
interface Branch {
  number: number;
  readonly next: Map<unknown, Branch>;
}

/** Numbers the distinct ordered lists of pools: there are few of them among many requests. */
class PreferenceLists {
  readonly lists: Int32Array[] = [];
  private readonly root: Branch = { number: -1, next: new Map() };

  constructor(private readonly pools: Named) {}

  numberOf(value: unknown, index: number): number {
    if (!Array.isArray(value))
      return refuse(pathOf('requests', index, 'pools'), 'must be a list', value);
    let branch: Branch | undefined = this.root;
    for (const id of value) {
      branch = branch.next.get(id);
      if (branch === undefined) break;
    }
    if (branch !== undefined && branch.number >= 0) return branch.number;
    return this.add(value, index);
  }

  private add(value: readonly unknown[], index: number): number {
    const list = Int32Array.from(value, (id: unknown, i) =>
      knownAt(id, this.pools.numberOf, 'requests', index, `pools[${i}]`),
    );
    list.forEach((pool, i) => {
      if (list.indexOf(pool) < i) {
        refuse(pathOf('requests', index, `pools[${i}]`), 'names a pool twice', value[i]);
      }
    });
    let branch = this.root;
    for (const id of value) {
      const next = branch.next.get(id) ?? { number: -1, next: new Map<unknown, Branch>() };
      branch.next.set(id, next);
      branch = next;
    }
    branch.number = this.lists.push(list) - 1;
    return branch.number;
  }
}
