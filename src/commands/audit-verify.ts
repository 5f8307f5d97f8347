import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { readConfig } from '../config/config.js';
import { AuditChain } from '../platform/audit-chain.service.js';

/**
 * `cli audit verify`: recomputes the audit chain (AUD-2) and prints the report as JSON.
 * Exit 0 when it holds, 1 when it does not.
 */
export async function run(): Promise<number> {
  const config = readConfig();
  const app = await NestFactory.createApplicationContext(
    AppModule.with({ ...config, ROLE: 'api' }),
    {
      logger: ['error', 'warn'],
    },
  );
  try {
    const report = await app.get(AuditChain, { strict: false }).verify();
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.holds ? 0 : 1;
  } finally {
    await app.close();
  }
}
