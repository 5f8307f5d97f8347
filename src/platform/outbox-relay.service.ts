import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from './database.service.js';
import { jobNames, jobRegistry, type JobName } from './job-registry.js';
import { LOGGER } from './logger.js';
import { openQueue, type QueueHandle } from './queues.js';
import { system } from '../access/principal.js';

const pollMs = 250;
const reconcileMs = 15_000;
const batchSize = 100;

interface OutboxRow {
  id: string;
  job: JobName;
  payload: object;
}

/**
 * Carries committed outbox rows to the queue and keeps the recurring ticks alive. Rows are taken with
 * FOR UPDATE SKIP LOCKED, never by "id greater than last seen" (ids do not commit in order). A crash
 * between hand-over and mark-sent sends a row twice: the job id is the row's id and handlers are
 * idempotent. A job that this version does not know waits for a process that does: during a rolling
 * restart old relays must not stumble over what new processes ask for.
 */
@Injectable()
export class OutboxRelay {
  private handle: QueueHandle | null = null;
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly database: Database,
  ) {}

  async start(): Promise<void> {
    this.handle = openQueue(this.config);
    this.loops = [
      this.repeat(pollMs, () => this.relayOnce()),
      this.repeat(reconcileMs, () => this.reconcile()),
    ];
    await Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
    await this.handle?.close();
    this.handle = null;
  }

  /** Hands one batch over; returns how many rows went. */
  async relayOnce(): Promise<number> {
    const queue = this.handle?.queue;
    if (!queue) return 0;
    return await this.database.inTransaction(system('outbox'), async (manager) => {
      const rows = await manager.query<OutboxRow[]>(
        `SELECT id, job, payload FROM outbox WHERE sent_at IS NULL AND job = ANY($1)
          ORDER BY id LIMIT ${batchSize} FOR UPDATE SKIP LOCKED`,
        [jobNames],
      );
      if (rows.length === 0) return 0;
      await queue.addBulk(rows.map((row) => this.jobOf(row)));
      await manager.query(`UPDATE outbox SET sent_at = now() WHERE id = ANY($1)`, [
        rows.map((row) => row.id),
      ]);
      return rows.length;
    });
  }

  /** Upserts every recurring tick: a wiped queue is whole again within one round of this loop. */
  async reconcile(): Promise<void> {
    const queue = this.handle?.queue;
    if (!queue) return;
    const present = new Set((await queue.getJobSchedulers()).map((scheduler) => scheduler.key));
    for (const name of jobNames) {
      const definition = jobRegistry[name];
      if (!('everySeconds' in definition) || definition.everySeconds === undefined) continue;
      const key = `tick-${name}`;
      if (present.has(key)) continue;
      await queue.upsertJobScheduler(
        key,
        { every: definition.everySeconds * 1000 },
        { name, data: {}, opts: { removeOnComplete: 20, removeOnFail: 100 } },
      );
    }
  }

  private jobOf(row: OutboxRow) {
    return {
      name: row.job,
      data: row.payload,
      opts: {
        jobId: `outbox-${row.id}`,
        attempts: jobRegistry[row.job].attempts,
        backoff: { type: 'exponential', delay: 500 },
        removeOnComplete: 1_000,
        removeOnFail: 5_000,
      },
    };
  }

  private async repeat(everyMs: number, work: () => Promise<unknown>): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await work();
      } catch (error) {
        this.logger.warn({ err: error }, 'the queue or the database is away; trying again');
        await this.pause(1_000);
      }
      await this.pause(everyMs);
    }
  }

  /** Ends early when the relay is told to stop. */
  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
