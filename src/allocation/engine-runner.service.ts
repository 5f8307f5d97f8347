import { Injectable } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../kernel/domain-error.js';
import { allocate, SnapshotRefused, type Plan, type Snapshot } from './engine/index.js';

/**
 * Below this, dividing takes less time (some 50 ms) than starting a thread, loading the engine there and
 * copying the snapshot over and the plan back (some 200 ms), so it happens in place. Above it, other
 * jobs and the API must not stand still meanwhile.
 */
export const inlineRequestsMax = 500;
/** Ends before the transaction that waits for it (platform/bulk.ts). */
const threadTimeoutMs = 300_000;

type Answer = { plan: Plan } | { refused: { field: string; sentence: string } };

/** Runs the engine where it disturbs nobody. The plan is the same either way: the engine is pure. */
@Injectable()
export class EngineRunner {
  /** Built beside main.js; absent where the sources run without a build (Jest). */
  private readonly entry = new URL('../engine-thread.js', import.meta.url);
  private readonly threads = existsSync(fileURLToPath(this.entry));

  /** @throws SnapshotRefused (ALLOC-1) · DomainError unavailable ROUND_ENGINE_TIMEOUT. */
  async allocate(snapshot: Snapshot): Promise<Plan> {
    const small = snapshot.requests.length <= inlineRequestsMax;
    return small || !this.threads ? allocate(snapshot) : await inThread(this.entry, snapshot);
  }
}

async function inThread(entry: URL, snapshot: Snapshot): Promise<Plan> {
  const thread = new Worker(entry, { workerData: snapshot });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      timer = setTimeout(() => reject(tooSlow()), threadTimeoutMs);
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('The engine ended without a plan.')));
    });
    if ('refused' in answer)
      throw new SnapshotRefused(answer.refused.field, answer.refused.sentence);
    return answer.plan;
  } finally {
    clearTimeout(timer);
    void thread.terminate();
  }
}

const tooSlow = () =>
  new DomainError(
    'unavailable',
    'ROUND_ENGINE_TIMEOUT',
    'The round was not divided within five minutes, so nothing has changed. Try again when the machine is less busy.',
    { retryAfterSeconds: 30 },
  );
