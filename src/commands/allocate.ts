import { readFileSync } from 'node:fs';
import { allocate, SnapshotRefused, type Snapshot } from '../allocation/engine/index.js';
import { canonicalJson } from '../kernel/canonical-json.js';

/**
 * `cli allocate a.json [b.json …]`: one plan per line in that order, canonical JSON. A refused snapshot
 * prints its refusal in its line and the sentence on standard error.
 * @returns 2 if any was refused or could not be read, else 0
 */
export async function run(files: string[]): Promise<number> {
  if (files.length === 0) {
    process.stderr.write('Usage: cli allocate <snapshot.json> [more.json …]\n');
    return 2;
  }
  let refused = false;
  for (const file of files) {
    try {
      process.stdout.write(`${canonicalJson(allocate(readSnapshot(file)))}\n`);
    } catch (error) {
      if (!(error instanceof SnapshotRefused)) throw error;
      const { field, sentence } = error;
      process.stdout.write(`${JSON.stringify({ refused: true, field, sentence })}\n`);
      process.stderr.write(`${file}: ${sentence}\n`);
      refused = true;
    }
  }
  return refused ? 2 : 0;
}

function readSnapshot(file: string): Snapshot {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SnapshotRefused('snapshot', `snapshot cannot be read as JSON: ${why}`);
  }
}
