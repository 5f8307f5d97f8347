import { createPostgresBackend, Queue, Worker, withBackend, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import type { Config } from '../config/config.js';

export const queueName = 'portal';

/** A killed worker's job is taken over after the lock (10 s) at the next stalled check (5 s). */
const workerTimes = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 10 };

export interface QueueHandle {
  queue: Queue;
  close(): Promise<void>;
}
export interface WorkerHandle {
  worker: Worker;
  close(): Promise<void>;
}

type Process = (job: Job) => Promise<unknown>;

/** BullMQ lives in its own schema of the same database when there is no Redis. */
function postgresConnection(config: Config) {
  return {
    connectionString: config.DATABASE_URL,
    schema: 'bullmq',
    migrate: true,
    max: 4,
    connectionTimeoutMillis: 2_000,
  };
}

/**
 * The producer's end. It fails fast when Redis is away (no offline queue): only the relay produces,
 * and the outbox keeps what could not be handed over.
 */
export function openQueue(config: Config): QueueHandle {
  if (config.REDIS_URL === undefined) {
    const { Queue: PostgresQueue } = withBackend(createPostgresBackend);
    const queue = new PostgresQueue(queueName, { connection: postgresConnection(config) });
    return { queue: queue as unknown as Queue, close: () => queue.close() };
  }
  const connection = new Redis(config.REDIS_URL, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
  });
  connection.on('error', () => undefined); // reported by the relay that meets it
  const queue = new Queue(queueName, { connection });
  queue.on('error', () => undefined);
  return {
    queue,
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
}

/** The consumer's end. */
export function openWorker(config: Config, process: Process, concurrency: number): WorkerHandle {
  if (config.REDIS_URL === undefined) {
    const { Worker: PostgresWorker } = withBackend(createPostgresBackend);
    const worker = new PostgresWorker(queueName, process, {
      connection: postgresConnection(config),
      concurrency,
      ...workerTimes,
    });
    return { worker: worker as unknown as Worker, close: () => worker.close() };
  }
  const connection = new Redis(config.REDIS_URL, { maxRetriesPerRequest: null });
  connection.on('error', () => undefined);
  const worker = new Worker(queueName, process, { connection, concurrency, ...workerTimes });
  return {
    worker,
    close: async () => {
      await worker.close();
      connection.disconnect();
    },
  };
}
