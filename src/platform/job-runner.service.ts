import {
  Inject,
  Injectable,
  SetMetadata,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { jobNames, jobRegistry, type JobName, type JobPayload } from './job-registry.js';
import { LOGGER } from './logger.js';
import { OutboxRelay } from './outbox-relay.service.js';
import { openWorker, type WorkerHandle } from './queues.js';

const HANDLES_JOB = 'handles job';

/** Marks the method that does a job; exactly one per name, checked at start-up. */
export const HandlesJob = (name: JobName) => SetMetadata(HANDLES_JOB, name);

type Handler = (payload: never, jobId: string) => Promise<unknown>;

/** Runs jobs in worker processes: finds the handlers, opens the worker, keeps the relay going. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly handlers = new Map<JobName, Handler>();
  private worker: WorkerHandle | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    private readonly relay: OutboxRelay,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.findHandlers();
    if (this.config.ROLE === 'api') return;
    this.worker = openWorker(this.config, (job) => this.process(job), 4);
    this.worker.worker.on('failed', (job, error) => {
      this.logger.warn({ job: job?.name, jobId: job?.id, err: error }, 'job failed');
    });
    this.worker.worker.on('error', (error) => {
      this.logger.warn({ err: error }, 'queue unreachable; the worker keeps trying');
    });
    await this.relay.start();
  }

  /** Runs first at shutdown: no new jobs, running ones finish. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.relay.stop();
    await this.worker?.close();
  }

  /** Runs a job's handler in this process: for tests and the command line. */
  async run<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<unknown> {
    return await this.handlerOf(name)(payload as never, 'direct');
  }

  private async process(job: Job): Promise<unknown> {
    const name = job.name as JobName;
    if (!jobNames.includes(name)) return { ignored: `no job is called ${job.name}` };
    const payload = jobRegistry[name].payload.parse(job.data);
    return await this.handlerOf(name)(payload as never, job.id ?? '');
  }

  private handlerOf(name: JobName): Handler {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`The job ${name} has no handler.`);
    return handler;
  }

  private findHandlers(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const target = prototype[method] as Handler;
        const name = this.reflector.get<JobName | undefined>(HANDLES_JOB, target);
        if (name !== undefined) this.register(name, target.bind(instance));
      }
    }
    const orphans = jobNames.filter((name) => !this.handlers.has(name));
    if (orphans.length > 0) throw new Error(`Jobs without a handler: ${orphans.join(', ')}`);
  }

  private register(name: JobName, handler: Handler): void {
    if (this.handlers.has(name)) throw new Error(`The job ${name} has two handlers.`);
    this.handlers.set(name, handler);
  }
}
