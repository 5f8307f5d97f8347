import type { EntityManager } from 'typeorm';
import { newId } from '../kernel/random.js';
import type { JobName, JobPayload } from './job-registry.js';

/**
 * Asks for a job once this transaction has committed: a row in the same transaction, which the relay
 * hands to the queue afterwards. Nothing is lost when the queue is away.
 */
export async function enqueue<Name extends JobName>(
  manager: EntityManager,
  name: Name,
  payload: JobPayload<Name>,
): Promise<void> {
  await manager.query(`INSERT INTO outbox (id, job, payload) VALUES ($1, $2, $3)`, [
    newId(),
    name,
    JSON.stringify(payload),
  ]);
}
