import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { readConfig, type Config } from '../config/config.js';
import { migrationSource } from '../data-source.js';
import type { InvariantReport } from '../ledger/ledger.schemas.js';
import { Invariants } from '../ledger/invariants.service.js';

/**
 * `cli ledger verify [--json]`: checks I1 to I10 as of one instant and prints the report.
 * Exit 0 when no promise is broken, 1 when one is, 2 for a wrong call.
 */
export async function run(args: string[]): Promise<number> {
  if (args.some((argument) => argument !== '--json')) {
    process.stderr.write('Usage: cli ledger verify [--json]\n');
    return 2;
  }
  const report = await invariantReport(readConfig());
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(report)}\n` : tableOf(report));
  return report.holds ? 0 : 1;
}

/** The modules say what has to be checked; the owner's connection has no timeouts that a big ledger would meet. */
async function invariantReport(config: Config): Promise<InvariantReport> {
  const app = await NestFactory.createApplicationContext(
    AppModule.with({ ...config, ROLE: 'api' }),
    { logger: ['error', 'warn'] },
  );
  const source = await migrationSource(config.DATABASE_URL).initialize();
  try {
    const invariants = app.get(Invariants, { strict: false });
    return await source.transaction('REPEATABLE READ', (manager) => invariants.reportOn(manager));
  } finally {
    await source.destroy();
    await app.close();
  }
}

const words = { holds: 'holds', broken: 'BROKEN', notApplicable: 'not yet' };

function tableOf({ asOf, checks, holds }: InvariantReport): string {
  const lines = checks.flatMap(({ id, sentence, state, broken, examples }) => [
    `${id.padEnd(4)} ${words[state].padEnd(8)} ${sentence}`,
    ...examples.map((example) => `${' '.repeat(14)}${example}`),
    ...(broken > examples.length ? [`${' '.repeat(14)}and ${broken - examples.length} more`] : []),
  ]);
  return `As of ${asOf}\n${lines.join('\n')}\n${holds ? 'Nothing is broken.' : 'Something is broken.'}\n`;
}
