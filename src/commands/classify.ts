import { readFileSync } from 'node:fs';
import { classifyOwnership } from '../classification/classify.rules.js';
import { OwnershipRefused, readOwnership } from '../classification/ownership.rules.js';
import { clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { parseStrictJson } from '../platform/strict-json.js';

/**
 * `cli classify ownership.json`: the class that follows from an ownership graph (MEM-2) as one JSON
 * line. A graph that cannot be judged prints its refusal, and the sentence on standard error.
 * @returns 0, or 2 if the graph is refused or cannot be read
 */
export async function run([file, ...more]: string[]): Promise<number> {
  if (file === undefined || more.length > 0) {
    process.stderr.write('Usage: cli classify <ownership.json>\n');
    return 2;
  }
  try {
    const { ruleSets: _, ...found } = classifyOwnership(readOwnership(readJson(file)), today());
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof OwnershipRefused)) throw error;
    const { field, sentence } = error;
    process.stdout.write(`${JSON.stringify({ refused: true, field, sentence })}\n`);
    process.stderr.write(`${file}: ${sentence}\n`);
    return 2;
  }
}

/** The ceilings of today count. */
const today = (): string => new Date(clock.nowMs()).toISOString().slice(0, 10);

function readJson(file: string): unknown {
  try {
    return parseStrictJson(readFileSync(file));
  } catch (error) {
    if (error instanceof DomainError) throw new OwnershipRefused(['graph'], error.detail);
    const why = error instanceof Error ? error.message : String(error);
    throw new OwnershipRefused(['graph'], `The file cannot be read: ${why}.`);
  }
}
