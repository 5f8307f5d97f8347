import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadJob, ThreadQuestion } from './allocation/engine-thread.client.js';
import { allocate, SnapshotRefused } from './allocation/engine/index.js';
import { RoundDivider } from './allocation/round-divider.rules.js';
import { nativeHmac, nativeSha256 } from './platform/native-hash.js';

/*
 * A thread that divides one round, while its parent goes on with other work. Requests come as pieces of text
 * and the plan's rows are fetched as such, so that nothing large is ever copied between the two.
 */

const job = workerData as ThreadJob;
const divider =
  'basis' in job ? new RoundDivider(job.basis, { hmac: nativeHmac, sha256: nativeSha256 }) : null;
const rows: Partial<Record<'organisations' | 'lines', Iterator<Uint8Array>>> = {};

function answer(question: ThreadQuestion): unknown {
  if ('piece' in question) return divider?.read(question.piece);
  const { give } = question;
  if (give === 'plan') return 'snapshot' in job ? refusable(() => allocate(job.snapshot)) : null;
  if (give === 'head') return refusable(() => divider?.divide());
  rows[give] ??= divider![give]();
  return rows[give]!.next().value ?? null;
}

function refusable<T>(work: () => T) {
  try {
    return { done: work() };
  } catch (error) {
    if (!(error instanceof SnapshotRefused)) throw error;
    return { refused: { field: error.field, sentence: error.sentence } };
  }
}

parentPort?.on('message', (question: ThreadQuestion) => {
  const given = answer(question);
  const moved = given instanceof Uint8Array ? [given.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(given, moved);
});
