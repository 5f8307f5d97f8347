import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { Database } from '../platform/database.service.js';
import { pledgeTargetOn } from './pledge-target.rules.js';
import { pledgeKindSums, pledgeLines, pledgeMonths, pledgeTotals } from './pledges.queries.js';
import type { PledgesReportView } from './pledges.schemas.js';

/** Cells that a spreadsheet would take for a formula are made inert. */
const csv = (rows: object[]) => stringify(rows, { header: true, bom: true, escape_formulas: true });

/** What members pledge, against what the initiative announced, over time. */
@Injectable()
export class PledgesReport {
  constructor(private readonly database: Database) {}

  async read(): Promise<PledgesReportView> {
    const { manager } = this.database;
    const asOf = await this.database.now();
    const [totals, months, kinds] = await Promise.all([
      pledgeTotals(manager),
      pledgeMonths(manager),
      pledgeKindSums(manager),
    ]);
    const target = pledgeTargetOn(asOf);
    return {
      asOf: asOf.toISOString(),
      currency: 'EUR',
      target: target && {
        cents: target.cents.toString(),
        source: target.source,
        validFrom: target.validFrom,
      },
      totals,
      months,
      kinds,
    };
  }

  /** The sums of each month as a table. */
  async monthsCsv(): Promise<string> {
    const months = await pledgeMonths(this.database.manager);
    return csv(
      months.map(({ month, ...sums }) => ({
        month,
        declared_eur: euro(sums.declaredCents),
        confirmed_eur: euro(sums.confirmedCents),
        new_money_declared_eur: euro(sums.newDeclaredCents),
        new_money_confirmed_eur: euro(sums.newConfirmedCents),
      })),
    );
  }

  /** Every pledge one may read, as a table. */
  async linesCsv(who: Principal): Promise<string> {
    const lines = await pledgeLines(this.database.manager, tenantIds(who, 'pledge.read'));
    return csv(lines);
  }
}

/** Cents as euro, exact. */
const euro = (cents: string) => `${BigInt(cents) / 100n}.${cents.padStart(3, '0').slice(-2)}`;
