import { Injectable } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nativeHmac, nativeSha256 } from '../platform/native-hash.js';
import { allocate, SnapshotRefused, type Plan, type Snapshot } from './engine/index.js';
import { EngineThread } from './engine-thread.client.js';
import { RoundDivider, type DividedHead, type RoundBasis } from './round-divider.rules.js';

/**
 * Below this, dividing takes less time (some 50 ms) than starting a thread and loading the engine there
 * (some 200 ms), so it happens in place. Above it, other jobs and the API must not stand still meanwhile.
 */
export const inlineRequestsMax = 500;
/** About as many requests as rows. */
const inlineBytesMax = inlineRequestsMax * 250;

/** A divided round: what comes once, and the rows of its plan in the text format of COPY. */
export interface DividedRound {
  head: DividedHead;
  organisations: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  lines: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Frees what it holds; the rows cannot be read any more. */
  close(): void;
}

/** Runs the engine where it disturbs nobody. The plan is the same either way: the engine is pure. */
@Injectable()
export class EngineRunner {
  /** Built beside main.js; absent where the sources run without a build (Jest). */
  private readonly entry = new URL('../engine-thread.js', import.meta.url);
  private readonly threads = existsSync(fileURLToPath(this.entry));

  /** @throws SnapshotRefused (ALLOC-1) · DomainError unavailable ROUND_ENGINE_TIMEOUT. */
  async allocate(snapshot: Snapshot): Promise<Plan> {
    const small = snapshot.requests.length <= inlineRequestsMax;
    if (small || !this.threads) return allocate(snapshot);
    const thread = new EngineThread(this.entry, { snapshot });
    try {
      return unlessRefused(await thread.ask({ give: 'plan' }));
    } finally {
      thread.close();
    }
  }

  /**
   * Divides a round whose requests come as `rankedRequestRows` gives them; `onRead` is told how many when
   * all have come. Close what it returns.
   * @throws SnapshotRefused (ALLOC-1) · DomainError unavailable ROUND_ENGINE_TIMEOUT.
   */
  async divide(
    basis: RoundBasis,
    requests: AsyncIterator<Uint8Array>,
    onRead: (requestCount: number) => void,
  ): Promise<DividedRound> {
    const first: Uint8Array[] = [];
    let bytes = 0;
    while (bytes <= inlineBytesMax || !this.threads) {
      const { value, done } = await requests.next();
      if (done === true) {
        onRead(rowsIn(first));
        return divideInPlace(basis, first);
      }
      bytes += value.length;
      first.push(value);
    }
    return await this.divideInThread(basis, first, requests, onRead);
  }

  private async divideInThread(
    basis: RoundBasis,
    first: readonly Uint8Array[],
    requests: AsyncIterator<Uint8Array>,
    onRead: (requestCount: number) => void,
  ): Promise<DividedRound> {
    const thread = new EngineThread(this.entry, { basis });
    let requestCount = rowsIn(first);
    try {
      for (const piece of first) await thread.hand(piece);
      for (;;) {
        const { value, done } = await requests.next();
        if (done === true) break;
        requestCount += rowsIn([value]);
        await thread.hand(value);
      }
      onRead(requestCount);
      const head = unlessRefused(await thread.ask<Refusable<DividedHead>>({ give: 'head' }));
      return {
        head,
        organisations: thread.rows('organisations'),
        lines: thread.rows('lines'),
        close: () => thread.close(),
      };
    } catch (error) {
      thread.close();
      await readToItsEnd(requests);
      throw error;
    }
  }
}

const newLine = 10;

/** Every row of COPY ends with a new line. */
function rowsIn(pieces: readonly Uint8Array[]): number {
  let rows = 0;
  for (const piece of pieces) {
    for (let at = piece.indexOf(newLine); at >= 0; at = piece.indexOf(newLine, at + 1)) rows += 1;
  }
  return rows;
}

/** The connection is free for the rollback only when all that it was asked for has come. */
async function readToItsEnd(requests: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    while ((await requests.next()).done !== true);
  } catch {
    // It has ended by failing, which is told already.
  }
}

function divideInPlace(basis: RoundBasis, pieces: readonly Uint8Array[]): DividedRound {
  const divider = new RoundDivider(basis, { hmac: nativeHmac, sha256: nativeSha256 });
  for (const piece of pieces) divider.read(piece);
  const head = divider.divide();
  return {
    head,
    organisations: divider.organisations(),
    lines: divider.lines(),
    close: () => undefined,
  };
}

type Refusable<T> = { done: T } | { refused: { field: string; sentence: string } };

function unlessRefused<T>(answer: Refusable<T>): T {
  if ('done' in answer) return answer.done;
  throw new SnapshotRefused(answer.refused.field, answer.refused.sentence);
}
