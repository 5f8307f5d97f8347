import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { Database } from '../platform/database.service.js';
import { findingOf } from './invariants.queries.js';
import {
  INVARIANT_CHECKS,
  refuseDoubledChecks,
  reportOf,
  type InvariantCheck,
} from './invariants.rules.js';
import type { InvariantReport } from './ledger.schemas.js';

/** Looks whether the books keep their promises I1–I10. */
@Injectable()
export class Invariants implements OnModuleInit {
  private checks: readonly InvariantCheck[] = [];

  constructor(
    private readonly database: Database,
    private readonly discovery: DiscoveryService,
  ) {}

  /** Collects what the ledger and the folders to its left have to look at. */
  onModuleInit(): void {
    this.checks = this.discovery
      .getProviders()
      .filter(({ token }) => token === INVARIANT_CHECKS)
      .flatMap(({ instance }) => instance as readonly InvariantCheck[]);
    refuseDoubledChecks(this.checks);
  }

  /** The report as of one instant. */
  async report(principal: Principal): Promise<InvariantReport> {
    return await this.database.inTransaction(
      principal,
      (manager) => this.reportOn(manager),
      'REPEATABLE READ',
    );
  }

  /** The same on a given connection: the caller's transaction must be REPEATABLE READ. */
  async reportOn(manager: EntityManager): Promise<InvariantReport> {
    const asOf = await this.database.now(manager);
    const findings = [];
    for (const check of this.checks) findings.push(await findingOf(manager, check));
    return reportOf(asOf, findings);
  }
}
