import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { system } from '../access/principal.js';
import { AppModule } from '../app.module.js';
import { readConfig } from '../config/config.js';
import { DomainError } from '../kernel/domain-error.js';
import { RestrictiveMeasureLists } from '../restrictive-measures/lists.service.js';

/**
 * `cli screening import <file.xml>`: imports the consolidated list of restrictive measures; the workers
 * then screen everybody. Exit 0 done, 1 refused, 2 wrong call.
 */
export async function run([path, ...others]: string[]): Promise<number> {
  if (path === undefined || others.length > 0) {
    process.stderr.write('Usage: cli screening import <file.xml>\n');
    return 2;
  }
  const app = await NestFactory.createApplicationContext(
    AppModule.with({ ...readConfig(), ROLE: 'api' }),
    { logger: ['error', 'warn'] },
  );
  try {
    const lists = app.get(RestrictiveMeasureLists, { strict: false });
    const list = await lists.importFile(system('cli'), path);
    const { entries, names, added, changed, removed, generatedAt } = list;
    process.stdout.write(
      `List of ${String(generatedAt instanceof Date ? generatedAt.toISOString() : generatedAt)}: ${entries} entries with ${names} names (${added} new, ${changed} changed, ${removed} gone).\n`,
    );
    return 0;
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === null) throw error;
    process.stderr.write(`${reason}\n`);
    return 1;
  } finally {
    await app.close();
  }
}

function refusalOf(error: unknown): string | null {
  if (error instanceof DomainError) return error.detail;
  const { code, path } = error as { code?: string; path?: string };
  return ['ENOENT', 'EACCES', 'EISDIR'].includes(code ?? '')
    ? `${path ?? 'The file'} cannot be read.`
    : null;
}
