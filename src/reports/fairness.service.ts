import { Injectable } from '@nestjs/common';
import { gpuTimeFields } from '../kernel/gpu-time.js';
import { Database } from '../platform/database.service.js';
import { longestWaits, organisationOutcomes, publishedRound } from './fairness.queries.js';
import { classFairness, jainPpm, satisfactions } from './fairness.rules.js';
import type { FairnessReport } from './fairness.schemas.js';

/** How fair a published round was, in figures that the literature knows. */
@Injectable()
export class Fairness {
  constructor(private readonly database: Database) {}

  /** @throws DomainError not-found for a round that is unknown or not published. */
  async report(roundId: string | undefined): Promise<FairnessReport> {
    const manager = this.database.manager;
    const round = await publishedRound(manager, roundId);
    const organisations = await organisationOutcomes(manager, round.id);
    const waits = await longestWaits(manager, round);
    const quantum = BigInt(round.quantum);
    const { pools, classes } = round.summary;
    const capacity = pools.reduce((sum, pool) => sum + BigInt(pool.gpuSecondsCapacity), 0n);
    const lines = classes.map((line) => ({
      class: line.class,
      guaranteed: BigInt(line.gpuSecondsGuaranteed),
      granted: BigInt(line.gpuSecondsGranted),
    }));
    return {
      round: {
        id: round.id,
        reference: round.reference,
        publishedAt: round.publishedAt.toISOString(),
      },
      jainPpm: jainPpm(satisfactions(organisations)),
      classes: classFairness(lines, capacity, organisations).map(
        ({ granted, claimsCarried, ...line }) => ({
          ...line,
          class: line.class as FairnessReport['classes'][number]['class'],
          ...gpuTimeFields('Granted', granted),
          ...gpuTimeFields('ClaimsCarried', claimsCarried * quantum),
          longestWaitRounds: waits.get(line.class) ?? 0,
        }),
      ),
    };
  }
}
