import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { readConfig } from '../config/config.js';
import { retentionTable } from '../privacy/privacy.rules.js';
import { Retention } from '../privacy/retention.service.js';

/**
 * `cli privacy retention [--dry-run] [--json]`: removes personal data whose time is over, or tells what
 * would go and why. Exit 0, or 2 for a wrong call.
 */
export async function run(args: string[]): Promise<number> {
  if (args.some((argument) => argument !== '--dry-run' && argument !== '--json')) {
    process.stderr.write('Usage: cli privacy retention [--dry-run] [--json]\n');
    return 2;
  }
  const app = await NestFactory.createApplicationContext(
    AppModule.with({ ...readConfig(), ROLE: 'api' }),
    { logger: ['error', 'warn'] },
  );
  try {
    const dryRun = args.includes('--dry-run');
    const lines = await app.get(Retention, { strict: false }).run({ dryRun });
    const text = args.includes('--json')
      ? `${JSON.stringify({ dryRun, lines })}\n`
      : retentionTable(lines, dryRun);
    process.stdout.write(text);
    return 0;
  } finally {
    await app.close();
  }
}
