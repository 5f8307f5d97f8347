import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { EngineRunner } from '../allocation/engine-runner.service.js';
import { SnapshotRefused, type Plan, type Snapshot } from '../allocation/engine/index.js';
import { decayedBalance } from '../allocation/snapshot.rules.js';
import { DomainError } from '../kernel/domain-error.js';
import { Database } from '../platform/database.service.js';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import { policyAnswer, roundAnswer } from './simulation-answers.rules.js';
import { organisationChanges, type OrganisationChange } from './comparison.rules.js';
import { SimulationBases, type Basis } from './simulation-bases.service.js';
import { namesOf, policyById, presentRound, publishedRounds } from './simulations.queries.js';
import type {
  PolicyChanges,
  PolicySimulation,
  RoundChanges,
  RoundSimulation,
} from './simulations.schemas.js';
import {
  changedRules,
  refuseUnknownPools,
  simulationRefused,
  triedSnapshot,
} from './what-if.rules.js';

/** Each holds a whole snapshot and a thread: more at once would starve what people wait for. */
const atOnceMax = 2;

/** Claims as the replayed rounds leave them, by true organisation id. */
type Claims = Map<string, { balance: bigint; asOf: Date }>;

/**
 * What would come out under other rules. Nothing of it has any effect: the tables are read in
 * transactions that PostgreSQL itself keeps from writing.
 */
@Injectable()
export class Simulations {
  private running = 0;

  constructor(
    private readonly database: Database,
    private readonly bases: SimulationBases,
    private readonly engine: EngineRunner,
  ) {}

  /**
   * One round under changed rules: its stored snapshot where it has been computed, else as it would be
   * divided now.
   * @throws DomainError not-found · conflict SIMULATION_ROUND_STATE, ROUND_NO_POLICY · rule
   * SIMULATION_POOLS, SIMULATION_REFUSED · unavailable SIMULATION_BUSY.
   */
  async round(
    principal: Principal,
    roundId: string,
    changes: RoundChanges,
  ): Promise<RoundSimulation> {
    return await this.oneOfFew(() =>
      this.simulate(principal, roundId, changes, (rules) => changedRules(rules, changes)),
    );
  }

  /**
   * A policy, with changes on top, for the present round of its pools, or replayed on the last published
   * ones. Pools are matched by their ids; one that the policy does not know keeps its shares.
   * @throws DomainError as `round`; conflict SIMULATION_NO_ROUND.
   */
  async policy(
    principal: Principal,
    policyId: string,
    changes: PolicyChanges,
  ): Promise<PolicySimulation> {
    return await this.oneOfFew(async () => {
      const { policy, roundIds } = await this.reading(principal, async (manager) => {
        const found = await policyById(manager, policyId);
        return { policy: found, roundIds: await this.roundsFor(manager, found, changes.rounds) };
      });
      const tried = changedRules(policy.rules, changes);
      const carried: Claims | null = changes.claims === 'carried' ? new Map() : null;
      const rounds: RoundSimulation[] = [];
      for (const roundId of roundIds) {
        rounds.push(await this.simulate(principal, roundId, changes, () => tried, carried));
      }
      return policyAnswer(policy, rounds);
    });
  }

  private async roundsFor(
    manager: EntityManager,
    policy: { poolGroupId: string },
    count: number | undefined,
  ): Promise<string[]> {
    const present = count === undefined ? await presentRound(manager, policy.poolGroupId) : null;
    const ids =
      count === undefined
        ? [present].filter((id) => id !== null)
        : await publishedRounds(manager, policy.poolGroupId, count);
    if (ids.length > 0) return ids;
    throw new DomainError(
      'conflict',
      'SIMULATION_NO_ROUND',
      'These pools have no round that could be simulated. Wait until one collects requests or is published.',
    );
  }

  private async simulate(
    principal: Principal,
    roundId: string,
    changes: RoundChanges,
    triedOf: (rules: QuotaRules) => QuotaRules,
    claims: Claims | null = null,
  ): Promise<RoundSimulation> {
    const basis = await this.reading(principal, (manager) =>
      this.bases.read(manager, principal, roundId, triedOf),
    );
    refuseUnknownPools(changes.pools, new Set(basis.snapshot.pools.map(({ id }) => id)));
    const snapshot = withClaims(
      triedSnapshot(basis.snapshot, basis.tried, changes, basis.ownMinimums),
      basis,
      claims,
    );
    const after = { snapshot, plan: await this.divide(snapshot, changes) };
    const plan = basis.plan ?? (await this.engine.allocate(basis.snapshot));
    const before = { snapshot: basis.snapshot, plan };
    if (claims !== null) carry(claims, basis, after.plan);
    const named = organisationChanges(before, after).filter(
      ({ id }) => !basis.hidden.has(basis.organisations.get(id) ?? ''),
    );
    const names = await this.names(basis, named.slice(0, changes.organisationsMax));
    return roundAnswer(basis, before, after, named, { names, max: changes.organisationsMax });
  }

  private async divide(snapshot: Snapshot, changes: RoundChanges): Promise<Plan> {
    try {
      return await this.engine.allocate(snapshot);
    } catch (error) {
      if (!(error instanceof SnapshotRefused)) throw error;
      throw simulationRefused(error, snapshot, changes);
    }
  }

  private async names(basis: Basis, lines: readonly OrganisationChange[]) {
    const ids = lines.map(({ id }) => basis.organisations.get(id) ?? '');
    return await namesOf(this.database.manager, 'organisations', ids);
  }

  /** One state of the database, without the key that would be kept beside the answer. */
  private async reading<T>(
    principal: Principal,
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return await this.database.inTransaction(
      { ...principal, idempotency: undefined },
      async (manager) => {
        await manager.query('SET TRANSACTION READ ONLY');
        return await work(manager);
      },
      'REPEATABLE READ',
    );
  }

  private async oneOfFew<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= atOnceMax) throw busy();
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
    }
  }
}

/** ALLOC-12 in a replay: claims as the rounds replayed before leave them, decayed by the tried half-life. */
function withClaims(snapshot: Snapshot, basis: Basis, claims: Claims | null): Snapshot {
  if (claims === null || claims.size === 0) return snapshot;
  const { cutOffAt } = basis.round;
  return {
    ...snapshot,
    organisations: snapshot.organisations.map((organisation) => {
      const carried = claims.get(basis.organisations.get(organisation.id) ?? '');
      if (carried === undefined) return organisation;
      const balance = decayedBalance({ cutOffAt, rules: basis.tried }, carried);
      return { ...organisation, balance: balance.toString() };
    }),
  };
}

function carry(claims: Claims, { organisations, round }: Basis, plan: Plan): void {
  for (const { id, balanceAfter } of plan.organisations) {
    const trueId = organisations.get(id);
    if (trueId === undefined) continue;
    claims.set(trueId, { balance: BigInt(balanceAfter), asOf: round.cutOffAt });
  }
}

const busy = () =>
  new DomainError(
    'unavailable',
    'SIMULATION_BUSY',
    'Other simulations are running. Try again in a few seconds.',
    { retryAfterSeconds: 5 },
  );
