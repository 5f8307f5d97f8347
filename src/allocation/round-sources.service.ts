import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { DomainError } from '../kernel/domain-error.js';
import { sha256Hex } from '../kernel/hash.js';
import { nativeHmac } from '../platform/native-hash.js';
import { unseal } from '../platform/sealed-box.js';
import { dueReleases, effectivePolicy, poolsOfGroup } from '../pools/pools.queries.js';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import {
  rankedRequests,
  rankedTerms,
  receiptsDigest,
} from '../requests/ranked-requests.queries.js';
import { roundSeed } from './engine/index.js';
import type { Round } from './round.entity.js';
import { balancesOf, sealedSecrets } from './rounds.queries.js';
import type { RoundBasis } from './round-divider.rules.js';
import type { RoundSource } from './snapshot.rules.js';

/** Reads from the tables what decides a round. */
@Injectable()
export class RoundSources {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * All of it but the requests (`rankedRequestRows`), with the round's secrets, for its computation. Due
   * releases have been booked before.
   * @throws DomainError conflict ROUND_NO_POLICY.
   */
  async read(manager: EntityManager, round: Round) {
    const policy = await policyInForce(manager, round.poolGroupId);
    const { secretSealed, saltSealed } = await sealedSecrets(manager, round.id);
    const digest = await receiptsDigest(manager, round.callId);
    const secret = this.open('round-secret', secretSealed);
    const basis: RoundBasis = {
      ...(await tablesOf(manager, round)),
      seed: roundSeed(secret, digest),
      salt: this.open('round-salt', saltSealed),
      rules: policy.rules,
    };
    return { basis, policyId: policy.id, receiptsDigest: digest };
  }

  /**
   * As the round would be divided now, releases that are due by its cut-off included. It stands on a
   * seed and a salt of its own: nobody may learn from a simulation what the sealed secret will draw
   * (ALLOC-0), so ties can fall otherwise in the round itself.
   */
  async preview(manager: EntityManager, round: Round, rules: QuotaRules): Promise<RoundSource> {
    const { terms: _, ...tables } = await tablesOf(manager, round);
    const due = await dueReleases(manager, round.poolGroupId, round.cutOffAt);
    return {
      ...tables,
      hmac: nativeHmac,
      contenders: await rankedRequests(manager, round.callId),
      pools: tables.pools.map((pool) => ({
        ...pool,
        unallocatedGpuSeconds: pool.unallocatedGpuSeconds + (due.get(pool.id) ?? 0n),
      })),
      seed: sha256Hex(`simulated seed of ${round.id}`),
      salt: sha256Hex(`simulated salt of ${round.id}`),
      rules,
    };
  }

  private open(purpose: string, sealed: Buffer): string {
    return unseal(this.config.APP_SECRET, purpose, sealed).toString('utf8');
  }
}

/** @throws DomainError conflict ROUND_NO_POLICY. */
export async function policyInForce(manager: EntityManager, poolGroupId: string) {
  const policy = await effectivePolicy(manager, poolGroupId);
  if (policy !== null) return policy;
  throw new DomainError(
    'conflict',
    'ROUND_NO_POLICY',
    'No quota policy is in force for these pools. Have one drafted and approved, then compute the round.',
  );
}

async function tablesOf(manager: EntityManager, round: Round) {
  return {
    roundId: round.id,
    cutOffAt: round.cutOffAt,
    quantumGpuSeconds: BigInt(round.quantumGpuSeconds),
    pools: await poolsOfGroup(manager, round.poolGroupId),
    balances: await balancesOf(manager, round.poolGroupId),
    terms: await rankedTerms(manager, round.callId),
  };
}
