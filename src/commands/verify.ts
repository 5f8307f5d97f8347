import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyCertificate, type Expected } from '../allocation/engine/index.js';

const usage =
  'Usage: cli verify <certificate.json> [--key <public key>] [--previous <previous certificate.json>]\n';

/**
 * `cli verify certificate.json`: recomputes a round offline and tells what holds. `--key` asks for the
 * portal's published key instead of any that fits, `--previous` for a chain to this certificate.
 * @returns 0 valid, 1 invalid, 2 unreadable
 */
export async function run(args: string[]): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { key: { type: 'string' }, previous: { type: 'string' } },
    });
    if (positionals.length !== 1) throw new Error('Name one certificate.');
    const verification = verifyCertificate(readObject(positionals[0]!), expectedOf(values));
    const { valid, checks, signature, chain } = verification;
    // Not canonical: `valid` first, checks in the order in which they were made.
    process.stdout.write(`${JSON.stringify({ valid, checks, signature, chain })}\n`);
    return valid ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
}

function expectedOf({ key, previous }: { key?: string; previous?: string }): Expected {
  const expected: Expected = {};
  if (key !== undefined) expected.publicKey = key;
  if (previous !== undefined) {
    expected.previousPlanHash = String(readObject(previous).planHash);
  }
  return expected;
}

function readObject(file: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new Error(`${file} holds no certificate.`);
}
