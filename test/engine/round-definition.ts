import type { Snapshot, SnapshotOrganisation } from '../../src/allocation/engine/index.js';
import { lexByDefinition, type DefinedAgent } from './lex-definition.js';
import {
  DefinedPools,
  max,
  min,
  type Organisation,
  type Request,
  sum,
  unlimited,
} from './definition-pools.js';

/*
 * A round by the letter of engine.md, unit by unit, with one plain flow per question. Slow, and sharing
 * no code with the engine: what it says is what the engine has to say.
 */

export interface DefinedRound {
  granted: Record<string, string>;
  organisations: Record<
    string,
    { entitlement: string; granted: string; borrowed: string; balanceAfter: string }
  >;
}

export class RoundByDefinition {
  private readonly organisations: Organisation[];
  private readonly pools: DefinedPools;

  constructor(private readonly snapshot: Snapshot) {
    this.pools = new DefinedPools(snapshot);
    const sorted = [...snapshot.organisations].sort(
      (a, b) => compare(BigInt(`0x${a.tieKey}`), BigInt(`0x${b.tieKey}`)) || compare(a.id, b.id),
    );
    this.organisations = sorted.map((row, rank) => this.organisation(row, rank));
  }

  run(): DefinedRound {
    this.divideGroups();
    this.bindFree();
    for (const { id } of this.snapshot.classes) this.entitle(id);
    for (const o of this.weighted()) o.live.forEach((r) => (r.admitted = r.minimum === 0n));
    for (const o of this.inClaimOrder()) this.admitByClaim(o);
    for (const { id } of this.snapshot.classes) this.fillClass(id);
    this.borrow();
    while (this.pass(this.weighted()));
    const others = this.organisations.filter(({ weight }) => weight === 0n);
    for (const o of others) o.live.forEach((r) => (r.admitted ||= r.minimum === 0n));
    while (this.pass(others));
    this.divideAmounts();
    return this.result();
  }

  private organisation(row: SnapshotOrganisation, rank: number): Organisation {
    const { classes } = this.snapshot;
    const weight = BigInt(row.weight ?? 1);
    const borrowed = BigInt(classes.find(({ id }) => id === row.class)!.borrowWeight);
    const cap = row.cap === undefined || row.cap === null ? unlimited : BigInt(row.cap);
    const live = this.liveRequests(row);
    return {
      id: row.id,
      ofClass: row.class,
      weight,
      cap,
      rank,
      live,
      borrowWeight: max(1n, borrowed * (weight === 0n ? 1n : weight)),
      demand: min(cap, sum(live.map(({ ask }) => ask))),
      balance: BigInt(row.balance ?? '0'),
      entitlement: 0n,
      claim: 0n,
      given: 0n,
      classFill: 0n,
      fresh: 0n,
    };
  }

  /** ALLOC-2. */
  private liveRequests(row: SnapshotOrganisation): Request[] {
    const group = this.snapshot.groups?.find(({ id }) => id === row.group);
    const caps = [row.cap, group?.cap].map((cap) =>
      typeof cap === 'string' ? BigInt(cap) : unlimited,
    );
    const reach = (pool: string) =>
      min(BigInt(this.pools.pool(pool).capacity), this.pools.ceiling(row.class, pool));
    const own = this.snapshot.requests.filter((request) => {
      const [minimum, ask] = [BigInt(request.minimum ?? '0'), BigInt(request.ask)];
      if (request.organisation !== row.id || ask === 0n || minimum > ask) return false;
      if (request.pools.length === 0 || caps.some((cap) => minimum > cap)) return false;
      const rooms = request.pools.map(reach);
      return minimum <= (request.singlePool === true ? rooms.reduce(max) : sum(rooms));
    });
    own.sort(
      (a, b) =>
        (b.score ?? -1) - (a.score ?? -1) ||
        compare(
          Date.parse(a.deadline ?? '9999-12-31T00:00:00Z'),
          Date.parse(b.deadline ?? '9999-12-31T00:00:00Z'),
        ) ||
        compare(Date.parse(a.submittedAt), Date.parse(b.submittedAt)) ||
        compare(a.id, b.id),
    );
    return own.map((request) => ({
      id: request.id,
      pools: request.pools,
      single: request.singlePool === true,
      minimum: BigInt(request.minimum ?? '0'),
      ask: BigInt(request.ask),
      bound: false,
      admitted: false,
      granted: 0n,
    }));
  }

  private weighted = () => this.organisations.filter(({ weight }) => weight > 0n);

  /** ALLOC-3. */
  private divideGroups(): void {
    for (const group of this.snapshot.groups ?? []) {
      if (typeof group.cap !== 'string') continue;
      const cap = BigInt(group.cap);
      const members = this.organisations.filter(
        ({ id }) => this.snapshot.organisations.find((row) => row.id === id)!.group === group.id,
      );
      if (sum(members.map(({ demand }) => demand)) <= cap) continue;
      const parts = lexByDefinition(
        members.map((o) => agent(o.weight, -o.balance, 0n, o.demand, o.rank)),
        (amounts) => sum(amounts) <= cap,
      );
      members.forEach((o, i) => {
        o.cap = min(o.cap, parts[i]!);
        o.demand = min(o.demand, o.cap);
      });
    }
  }

  /** ALLOC-4b. */
  private bindFree(): void {
    const bound = new Map<string, bigint>();
    for (const o of this.organisations) {
      for (const r of o.live) {
        if (!r.single || r.minimum > 0n) continue;
        const room = (id: string) =>
          min(BigInt(this.pools.pool(id).capacity), this.pools.ceiling(o.ofClass, id)) -
          (bound.get(id) ?? 0n);
        const best = r.pools.reduce((a, b) => (room(b) > room(a) ? b : a));
        bound.set(best, (bound.get(best) ?? 0n) + r.ask);
        Object.assign(r, { pools: [best], bound: true });
      }
    }
  }

  /** ALLOC-5. */
  private entitle(ofClass: string): void {
    const members = this.weighted().filter((o) => o.ofClass === ofClass);
    const amounts = lexByDefinition(
      members.map((o) => agent(o.weight, 0n, 0n, o.demand, o.rank)),
      (e) =>
        this.pools.flowOf(
          members,
          ofClass,
          () => 0n,
          (o) => e[members.indexOf(o)]!,
        ) !== null,
    );
    members.forEach((o, i) => {
      o.entitlement = amounts[i]!;
    });
    for (const o of this.organisations) o.claim = min(o.cap, o.entitlement + max(0n, o.balance));
  }

  private inClaimOrder = () =>
    this.weighted().sort(
      (a, b) => compare(b.balance * a.weight, a.balance * b.weight) || a.rank - b.rank,
    );

  /** ALLOC-6. */
  private admitByClaim(o: Organisation): void {
    const members = this.weighted().filter(({ ofClass }) => ofClass === o.ofClass);
    for (const r of o.live) {
      if (r.admitted || minimumsOf(o) + r.minimum > o.claim) continue;
      this.tryAdmit(r, o, members, o.ofClass, minimumsOf);
    }
  }

  /** Admits a request if the flow carries its minimum too; binds a `singlePool` one where most could flow. */
  private tryAdmit(
    r: Request,
    o: Organisation,
    members: readonly Organisation[],
    slicesOf: string | null,
    amounts: (o: Organisation) => bigint,
  ): boolean {
    const pools = r.pools;
    if (r.single && !r.bound) {
      const best = this.mostRoom(r, o, members, slicesOf, amounts);
      if (best.room < r.minimum) return false;
      r.pools = [best.pool];
    }
    r.admitted = true;
    const added = (member: Organisation) =>
      amounts(member) + (member === o && amounts !== minimumsOf ? r.minimum : 0n);
    if (this.pools.flowOf(members, slicesOf, added) !== null) {
      r.bound = r.single;
      return true;
    }
    r.admitted = false;
    r.pools = pools;
    return false;
  }

  private mostRoom(
    r: Request,
    o: Organisation,
    members: readonly Organisation[],
    slicesOf: string | null,
    amounts: (o: Organisation) => bigint,
  ): { pool: string; room: bigint } {
    const rooms = r.pools.map((pool) => ({
      pool,
      room: this.pools
        .flowOf(members, slicesOf, amounts)!
        .send(`${o.ofClass} in ${pool}`, 'end', unlimited),
    }));
    return rooms.reduce((a, b) => (b.room > a.room ? b : a));
  }

  /** ALLOC-7. */
  private fillClass(ofClass: string): void {
    const members = this.weighted().filter((o) => o.ofClass === ofClass);
    const amounts = lexByDefinition(
      members.map((o) => agent(o.weight, 0n, minimumsOf(o), min(o.cap, asksOf(o)), o.rank)),
      (x) => this.pools.flowOf(members, ofClass, (o) => x[members.indexOf(o)]!) !== null,
    );
    members.forEach((o, i) => {
      o.given = o.classFill = amounts[i]!;
    });
  }

  /** ALLOC-8. */
  private borrow(): void {
    const hungry = this.weighted().filter((o) => o.demand > o.given);
    const expected = lexByDefinition(
      hungry.map((o) => agent(o.borrowWeight, -o.balance, 0n, o.demand - o.given, -o.rank)),
      (e) =>
        this.pools.flowOf(
          this.organisations,
          null,
          (o) => o.given,
          (o) => e[hungry.indexOf(o)] ?? 0n,
        ) !== null,
    );
    for (const o of this.inClaimOrder()) {
      const reach = max(0n, o.claim - o.given) + (expected[hungry.indexOf(o)] ?? 0n);
      for (const r of o.live) {
        if (r.admitted || o.fresh + r.minimum > reach || o.given + o.fresh + r.minimum > o.cap)
          continue;
        if (this.tryAdmit(r, o, this.organisations, null, (m) => m.given + m.fresh))
          o.fresh += r.minimum;
      }
    }
    this.fillLeft(this.weighted(), (o) => -o.balance);
  }

  private fillLeft(members: readonly Organisation[], offset: (o: Organisation) => bigint): void {
    const amounts = lexByDefinition(
      members.map((o) =>
        agent(
          o.borrowWeight,
          offset(o),
          o.fresh,
          max(o.fresh, min(o.cap, asksOf(o)) - o.given),
          -o.rank,
        ),
      ),
      (e) =>
        this.pools.flowOf(
          this.organisations,
          null,
          (o) => o.given + (e[members.indexOf(o)] ?? 0n),
        ) !== null,
    );
    members.forEach((o, i) => {
      o.given += amounts[i]!;
      o.fresh = 0n;
    });
  }

  /** ALLOC-9: one pass; false when it changed nothing. */
  private pass(members: readonly Organisation[]): boolean {
    const before = new Map(members.map((o) => [o, o.given]));
    const order = [...members].sort(
      (a, b) =>
        compare((a.given - a.balance) * b.borrowWeight, (b.given - b.balance) * a.borrowWeight) ||
        a.rank - b.rank,
    );
    for (const o of order) {
      for (const r of o.live) {
        if (r.admitted || o.given + o.fresh + r.minimum > o.cap) continue;
        if (this.tryAdmit(r, o, this.organisations, null, (m) => m.given + m.fresh))
          o.fresh += r.minimum;
      }
    }
    const changed = members.some(({ fresh }) => fresh > 0n);
    this.fillLeft(members, (o) => o.given - o.classFill - o.balance);
    return changed || members.some((o) => o.given !== before.get(o));
  }

  /** ALLOC-10: minimums first, then each request as much more as still lets all amounts be routed. */
  private divideAmounts(): void {
    const all = this.organisations.flatMap((o) => o.live.filter((r) => r.admitted));
    all.forEach((r) => (r.granted = r.minimum));
    const settled = new Set<Request>();
    for (const o of this.organisations) {
      for (const r of o.live.filter(({ admitted }) => admitted)) {
        settled.add(r);
        const room = min(r.ask - r.minimum, o.given - sum(o.live.map(({ granted }) => granted)));
        for (let more = room; more >= 0n; more--) {
          r.granted = r.minimum + more;
          if (this.pools.routable(this.organisations, settled)) break;
        }
      }
    }
  }

  private result(): DefinedRound {
    const granted: Record<string, string> = {};
    for (const { id } of this.snapshot.requests) granted[id] = '0';
    const organisations: DefinedRound['organisations'] = {};
    for (const o of this.organisations) {
      for (const r of o.live) granted[r.id] = r.granted.toString();
      organisations[o.id] = {
        entitlement: o.entitlement.toString(),
        granted: o.given.toString(),
        borrowed: (o.given - o.classFill).toString(),
        balanceAfter: this.balanceAfter(o).toString(),
      };
    }
    return { granted, organisations };
  }

  /** ALLOC-12. */
  private balanceAfter(o: Organisation): bigint {
    if (o.live.length === 0) return o.balance;
    const waiting = o.live.filter((r) => !r.admitted).map(({ minimum }) => minimum);
    const bound = max(max(o.balance, o.entitlement), waiting.reduce(max, 0n));
    return max(-(10n ** 15n), min(10n ** 15n, min(o.balance + o.entitlement - o.given, bound)));
  }
}

function agent(
  weight: bigint,
  offset: bigint,
  lower: bigint,
  upper: bigint,
  rank: number,
): DefinedAgent {
  return { weight, offset, lower, upper, rank };
}

const minimumsOf = (o: Organisation) =>
  sum(o.live.filter((r) => r.admitted).map(({ minimum }) => minimum));
const asksOf = (o: Organisation) => sum(o.live.filter((r) => r.admitted).map(({ ask }) => ask));

function compare<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
