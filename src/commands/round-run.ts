import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { system } from '../access/principal.js';
import { AppModule } from '../app.module.js';
import { readConfig } from '../config/config.js';
import { DomainError } from '../kernel/domain-error.js';
import type { RoundDetail } from '../rounds/rounds.schemas.js';
import { Rounds } from '../rounds/rounds.service.js';

const usage = `Usage: cli round run <roundId> [--json]
Computes a round whose call is closed and ranked, as the scheduler would. Approving and publishing it stays with people.
`;

/** `cli round run <roundId>`: exit 0 computed, 1 refused with the reason, 2 wrong call. */
export async function run(args: string[]): Promise<number> {
  const [roundId = '', ...more] = args.filter((argument) => argument !== '--json');
  if (more.length > 0 || !z.uuid().safeParse(roundId).success) {
    process.stderr.write(usage);
    return 2;
  }
  const app = await NestFactory.createApplicationContext(
    AppModule.with({ ...readConfig(), ROLE: 'api' }),
    { logger: ['error', 'warn'] },
  );
  try {
    const round = await app.get(Rounds, { strict: false }).compute(system('cli'), roundId);
    if (round === null) return 1;
    process.stdout.write(args.includes('--json') ? `${JSON.stringify(round)}\n` : tableOf(round));
    return 0;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    process.stderr.write(`${error.detail}\n`);
    return 1;
  } finally {
    await app.close();
  }
}

function tableOf(round: RoundDetail): string {
  const hours = (amount: number) => amount.toLocaleString('en').padStart(16);
  const rows = round.classes.map(
    (line) =>
      `${line.class.padEnd(10)}${hours(line.gpuHoursAsked)}${hours(line.gpuHoursGranted)}${`${line.awarded} of ${line.requests}`.padStart(16)}`,
  );
  return [
    `${round.reference} is ${round.state}. Plan ${round.planHash}`,
    `${'class'.padEnd(10)}${'asked'.padStart(16)}${'granted'.padStart(16)}${'awarded'.padStart(16)}`,
    ...rows,
    '',
  ].join('\n');
}
