import { parentPort, workerData } from 'node:worker_threads';
import { allocate, SnapshotRefused, type Snapshot } from './allocation/engine/index.js';

/** A thread that divides one snapshot and ends; its parent waits without blocking the event loop. */
function answer(snapshot: Snapshot) {
  try {
    return { plan: allocate(snapshot) };
  } catch (error) {
    if (!(error instanceof SnapshotRefused)) throw error;
    return { refused: { field: error.field, sentence: error.sentence } };
  }
}

parentPort?.postMessage(answer(workerData as Snapshot));
