import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { system } from '../access/principal.js';
import { RETAINED_DATA, type RetainedData } from '../people/person-data.rules.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { overdue, periodsNow } from './privacy.queries.js';
import { withoutPeriod, type RetentionLine } from './privacy.rules.js';
import { Privacy } from './privacy.service.js';

/** Removes personal data whose time is over, by the periods in force. */
@Injectable()
export class Retention implements OnModuleInit {
  private retained: readonly RetainedData[] = [];

  constructor(
    private readonly database: Database,
    private readonly discovery: DiscoveryService,
    private readonly privacy: Privacy,
  ) {}

  /** Collects what the folders remove in time. */
  onModuleInit(): void {
    this.retained = this.discovery
      .getProviders()
      .filter(({ token }) => token === RETAINED_DATA)
      .flatMap(({ instance }) => instance as readonly RetainedData[]);
  }

  /** Looks what is over and removes it; a dry run only looks. What has no period in force stays. */
  async run({ dryRun }: { dryRun: boolean }): Promise<RetentionLine[]> {
    const lines: RetentionLine[] = [];
    const periods = await periodsNow(this.database.manager);
    for (const subject of withoutPeriod(this.retained, periods)) {
      const what = this.retained.find((one) => one.subject === subject)?.what ?? '';
      const none = { days: null, source: null, before: null, count: 0, oldest: null };
      lines.push({ subject, what, ...none });
    }
    for (const period of periods) {
      const data = this.retained.find(({ subject }) => subject === period.subject);
      if (data) lines.push(await this.one(data, period, dryRun));
    }
    return lines;
  }

  /** One subject in one transaction: found and removed are the same. */
  private async one(
    data: RetainedData,
    { before, days, source }: { before: Date; days: number; source: string },
    dryRun: boolean,
  ): Promise<RetentionLine> {
    const who = system('privacy.retention');
    return await this.database.inTransaction(
      who,
      async (manager) => {
        const { count, oldest, ids } = await overdue(manager, data, before);
        const { subject, what } = data;
        const line = { subject, what, days, source, before, count, oldest };
        if (dryRun || count === 0) return line;
        for (const sql of data.remove ?? []) await manager.query(sql, [before]);
        if (data.remove === undefined) {
          const reason = `Nobody used it for ${days} days.`;
          for (const personId of ids)
            await this.privacy.eraseIn(manager, who, { personId, reason });
        }
        await audit(manager, who, {
          act: 'privacy.retention',
          object: { kind: 'retention', id: subject },
          after: { count, days, before },
          reason: source,
          rule: 'AUD-4',
        });
        return data.remove === undefined ? { ...line, count: ids.length } : line;
      },
      'REPEATABLE READ',
    );
  }
}
