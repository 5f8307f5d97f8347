import type { JobName, JobPayload } from '../platform/job-registry.js';
import { JobRunner } from '../platform/job-runner.service.js';
import type { SeedContext } from './context.js';

interface OutboxRow {
  id: string;
  job: JobName;
  payload: JobPayload<JobName>;
}

/** Runs a recurring job at the travelled time, and then all that it and others have asked for. */
export async function tick(context: SeedContext, name: JobName): Promise<void> {
  await context.get(JobRunner).run(name, {} as JobPayload<JobName>);
  await runOutbox(context);
}

/** Plays relay and worker: runs every job that waits in the outbox, at the travelled time. */
export async function runOutbox(context: SeedContext): Promise<void> {
  const { manager } = context.database;
  for (;;) {
    const rows = await manager.query<OutboxRow[]>(
      `SELECT id, job, payload FROM outbox WHERE sent_at IS NULL ORDER BY created_at, id`,
    );
    if (rows.length === 0) return;
    for (const { id, job, payload } of rows) {
      await context.get(JobRunner).run(job, payload);
      await manager.query(`UPDATE outbox SET sent_at = now() WHERE id = $1`, [id]);
    }
  }
}
