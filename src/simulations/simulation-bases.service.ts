import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import type { Plan, Snapshot } from '../allocation/engine/index.js';
import { policyInForce, RoundSources } from '../allocation/round-sources.service.js';
import { Round } from '../allocation/round.entity.js';
import type { RoundState } from '../allocation/round.rules.js';
import { buildSnapshot, pseudonymOf, type RoundSource } from '../allocation/snapshot.rules.js';
import {
  ownMinimums,
  storedOrganisations,
  storedRound,
} from '../allocation/stored-rounds.queries.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import { requestSight } from '../requests/requests.queries.js';
import { hiddenOrganisations, namesOf, policyById } from './simulations.queries.js';

/** What a simulation compares with, and all that it needs to divide anew without the database. */
export interface Basis {
  round: { id: string; reference: string; state: RoundState; cutOffAt: Date };
  kind: 'stored' | 'now';
  snapshot: Snapshot;
  /** Null when the round was not computed: then the snapshot is divided as it is. */
  plan: Plan | null;
  /** In force for the round. */
  rules: QuotaRules;
  /** What is tried. */
  tried: QuotaRules;
  /** Each request's own minimum, where another minimum grant is tried; else null. */
  ownMinimums: ReadonlyMap<string, bigint> | null;
  /** True ids by pseudonym. */
  organisations: ReadonlyMap<string, string>;
  /** True ids of organisations that the reader must not learn of (REV-2). */
  hidden: ReadonlySet<string>;
  poolNames: ReadonlyMap<string, string>;
}

const computed: readonly RoundState[] = ['computed', 'approved', 'published'];

/** Reads what a simulation starts from. Writes nothing. */
@Injectable()
export class SimulationBases {
  constructor(private readonly sources: RoundSources) {}

  /**
   * A computed round as it is stored; one that collects as it would be divided now.
   * @throws DomainError not-found · conflict SIMULATION_ROUND_STATE, ROUND_NO_POLICY.
   */
  async read(
    manager: EntityManager,
    principal: Principal,
    roundId: string,
    triedOf: (rules: QuotaRules) => QuotaRules,
  ): Promise<Basis> {
    const round = await manager.findOne(Round, { where: { id: roundId } });
    if (round === null) throw notFound('round');
    const divided = computed.includes(round.state)
      ? await stored(manager, round, triedOf)
      : await this.now(manager, round, triedOf);
    const sight = await requestSight(manager, principal);
    return {
      round,
      ...divided,
      hidden: await hiddenOrganisations(manager, round.callId, sight),
      poolNames: await namesOf(
        manager,
        'pools',
        divided.snapshot.pools.map(({ id }) => id),
      ),
    };
  }

  private async now(
    manager: EntityManager,
    round: Round,
    triedOf: (rules: QuotaRules) => QuotaRules,
  ) {
    if (round.state !== 'collecting') throw notSimulable(round.state);
    const { rules } = await policyInForce(manager, round.poolGroupId);
    const tried = triedOf(rules);
    const source = await this.sources.preview(manager, round, rules);
    const { snapshot, organisations } = buildSnapshot(source);
    const minimums = sameMinimumGrant(rules, tried) ? null : minimumsOf(source);
    return {
      kind: 'now' as const,
      snapshot,
      plan: null,
      rules,
      tried,
      ownMinimums: minimums,
      organisations,
    };
  }
}

async function stored(
  manager: EntityManager,
  round: Round,
  triedOf: (rules: QuotaRules) => QuotaRules,
) {
  const { rules } = await policyById(manager, round.policyId ?? '');
  const tried = triedOf(rules);
  return {
    kind: 'stored' as const,
    ...(await storedRound(manager, round.id)),
    rules,
    tried,
    ownMinimums: sameMinimumGrant(rules, tried) ? null : await ownMinimums(manager, round.id),
    organisations: await storedOrganisations(manager, round.id),
  };
}

const sameMinimumGrant = (a: QuotaRules, b: QuotaRules) =>
  a.minimumGrantGpuSeconds === b.minimumGrantGpuSeconds;

const minimumsOf = ({ salt, contenders }: RoundSource) =>
  new Map(
    contenders.map(({ requestId, minimumGpuSeconds }) => [
      pseudonymOf(salt, 'r', requestId),
      minimumGpuSeconds,
    ]),
  );

const notSimulable = (state: RoundState) =>
  new DomainError(
    'conflict',
    'SIMULATION_ROUND_STATE',
    state === 'scheduled'
      ? 'The call of this round is not open yet, so there is nothing to divide. Simulate a later state, or another round.'
      : 'This round was cancelled. Simulate another one.',
  );
