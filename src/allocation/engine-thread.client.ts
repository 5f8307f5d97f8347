import { Worker } from 'node:worker_threads';
import { DomainError } from '../kernel/domain-error.js';
import type { Snapshot } from './engine/index.js';
import type { RoundBasis } from './round-divider.rules.js';

/** What the thread was started for: a snapshot to plan, or a round whose requests will come. */
export type ThreadJob = { snapshot: Snapshot } | { basis: RoundBasis };
/** What it is asked; each question gets one answer, in order. */
export type ThreadQuestion =
  { piece: Uint8Array } | { give: 'plan' | 'head' | 'organisations' | 'lines' };

/** Ends before the transaction that waits for it (platform/bulk.ts). */
const answerTimeoutMs = 300_000;
/** How many pieces may be under way: enough to keep both sides busy, few enough to stay small. */
const piecesUnderWay = 8;

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** The parent's end of src/engine-thread.ts: questions are answered in the order in which they were asked. */
export class EngineThread {
  private readonly worker: Worker;
  private readonly waiting: Waiting[] = [];
  private readonly handed: Promise<unknown>[] = [];
  private failure: unknown = null;

  constructor(entry: URL, job: ThreadJob) {
    this.worker = new Worker(entry, { workerData: job });
    this.worker.on('message', (answer: unknown) => this.waiting.shift()?.resolve(answer));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('The engine ended without an answer.')));
  }

  /** @throws DomainError unavailable ROUND_ENGINE_TIMEOUT · what the thread threw. */
  async ask<Answer>(question: ThreadQuestion, moved: ArrayBuffer[] = []): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Answer>((resolve, reject) => {
        if (this.failure !== null) return reject(this.failure);
        timer = setTimeout(() => reject(tooSlow()), answerTimeoutMs);
        this.waiting.push({ resolve: (answer) => resolve(answer as Answer), reject });
        this.worker.postMessage(question, moved);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Hands a piece of the requests over; waits while too many are under way. */
  async hand(piece: Uint8Array): Promise<void> {
    // A copy of its own: what a socket gives is a part of a buffer that it goes on using.
    const own = piece.slice();
    const taken = this.ask({ piece: own }, [own.buffer as ArrayBuffer]);
    // Heard when it is waited for, here or at the question after the last piece.
    taken.catch(() => undefined);
    this.handed.push(taken);
    if (this.handed.length >= piecesUnderWay) await this.handed.shift();
  }

  /** The plan's rows, fetched ahead of whoever takes them. */
  async *rows(kind: 'organisations' | 'lines'): AsyncGenerator<Uint8Array> {
    const coming = Array.from({ length: piecesUnderWay / 2 }, () => this.next(kind));
    for (;;) {
      const piece = await coming.shift();
      if (!piece) break;
      coming.push(this.next(kind));
      yield piece;
    }
    await Promise.all(coming);
  }

  close(): void {
    void this.worker.terminate();
  }

  private next(kind: 'organisations' | 'lines'): Promise<Uint8Array | null> {
    const answer = this.ask<Uint8Array | null>({ give: kind });
    // Whoever stops reading does not hear of a failure of what was fetched ahead.
    answer.catch(() => undefined);
    return answer;
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}

const tooSlow = () =>
  new DomainError(
    'unavailable',
    'ROUND_ENGINE_TIMEOUT',
    'The round was not divided within five minutes, so nothing has changed. Try again when the machine is less busy.',
    { retryAfterSeconds: 30 },
  );
