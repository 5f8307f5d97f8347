import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyCertificate, type Expected } from '../allocation/engine/index.js';
import { clock } from '../kernel/clock.js';
import { credentialKind, verifyCredential } from '../membership-credentials/credential.rules.js';

const usage =
  'Usage: cli verify <certificate or credential.json> [--key <public key>] [--previous <previous certificate.json>] [--at <time>]\n';

/**
 * `cli verify certificate.json`: recomputes a round offline and tells what holds. `--key` asks for the
 * portal's published key instead of any that fits, `--previous` for a chain to this certificate. A
 * membership credential is recognised and verified as of now, or of `--at` (CRED-1).
 * @returns 0 valid, 1 invalid, 2 unreadable
 */
export async function run(args: string[]): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { key: { type: 'string' }, previous: { type: 'string' }, at: { type: 'string' } },
    });
    if (positionals.length !== 1) throw new Error('Name one certificate.');
    const document = readObject(positionals[0]!);
    if (document['kind'] === credentialKind) return credential(document, values);
    const verification = verifyCertificate(document, expectedOf(values));
    const { valid, checks, signature, chain } = verification;
    // Not canonical: `valid` first, checks in the order in which they were made.
    process.stdout.write(`${JSON.stringify({ valid, checks, signature, chain })}\n`);
    return valid ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
}

/** What holds of a credential, and where to ask for what a signature cannot tell. */
function credential(
  document: Record<string, unknown>,
  { key, at }: { key?: string | undefined; at?: string | undefined },
): number {
  const atMs = at === undefined ? clock.nowMs() : Date.parse(at);
  if (Number.isNaN(atMs)) throw new Error(`--at ${at} is no time. Write 2027-01-31T12:00:00Z.`);
  const trust = key === undefined ? { atMs } : { atMs, publicKeys: [key] };
  const { valid, checks, signature } = verifyCredential(document, trust);
  const { publicKey, status } = document;
  process.stdout.write(
    `${JSON.stringify({ valid, checks: checks.map(({ id, holds }) => ({ id, holds })), signature, publicKey, askAt: status })}\n`,
  );
  return valid ? 0 : 1;
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
