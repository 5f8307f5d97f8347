import { Injectable } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../kernel/domain-error.js';
import { allocate, SnapshotRefused, type Plan, type Snapshot } from './engine/index.js';

/**
 * Below this, dividing takes less time (milliseconds) than starting a thread and copying the snapshot
 * there and the plan back (about 60 ms), so it happens in place. Above it, other jobs and the API must
 * not stand still meanwhile.
 */
export const inlineRequestsMax = 2_000;
const threadTimeoutMs = 60_000;

type Answer = { plan: Plan } | { refused: { field: string; sentence: string } };

/** Runs the engine where it disturbs nobody. The plan is the same either way: the engine is pure. */
@Injectable()
export class EngineRunner {
  /** Built beside main.js; absent where the sources run without a build (Jest). */
  private readonly entry = new URL('../engine-thread.js', import.meta.url);
  private readonly threads = existsSync(fileURLToPath(this.entry));

  /** @throws DomainError conflict ROUND_SNAPSHOT_REFUSED with the engine's sentence (ALLOC-1). */
  async allocate(snapshot: Snapshot): Promise<Plan> {
    const small = snapshot.requests.length <= inlineRequestsMax;
    return small || !this.threads ? inPlace(snapshot) : await inThread(this.entry, snapshot);
  }
}

function inPlace(snapshot: Snapshot): Plan {
  try {
    return allocate(snapshot);
  } catch (error) {
    if (!(error instanceof SnapshotRefused)) throw error;
    throw refused(error.sentence, error);
  }
}

async function inThread(entry: URL, snapshot: Snapshot): Promise<Plan> {
  const thread = new Worker(entry, { workerData: snapshot });
  const timer = setTimeout(() => void thread.terminate(), threadTimeoutMs);
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('The engine ended without a plan.')));
    });
    if ('refused' in answer) throw refused(answer.refused.sentence);
    return answer.plan;
  } finally {
    clearTimeout(timer);
    void thread.terminate();
  }
}

/** A snapshot that the engine refuses is a mistake of policy or data; the officer reads which. */
const refused = (sentence: string, cause?: unknown) =>
  new DomainError('conflict', 'ROUND_SNAPSHOT_REFUSED', sentence, { cause });
