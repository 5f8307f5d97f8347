import { CopyLines, copyText } from '../platform/copy-text.js';
import { FittingPools } from '../requests/fitting-pools.rules.js';
import {
  rankedRequestOf,
  type RankedFields,
  type RankedRequest,
  type RankedTerms,
} from '../requests/ranked-request.rules.js';
import {
  divide,
  type Division,
  type HashMaker,
  type PlanHead,
  type SnapshotHead,
} from './engine/index.js';
import { lineRows, organisationRows, type TrueIds } from './plan-rows.rules.js';
import { buildSnapshot, type RoundSource } from './snapshot.rules.js';
import { summaryOf } from './summary.rules.js';
import type { RoundSummary } from './summary.schemas.js';

/** All that decides a round besides its requests, as plain data that a thread can be given. */
export interface RoundBasis extends Omit<RoundSource, 'contenders' | 'hmac' | 'pools'> {
  pools: readonly { id: string; name: string; unallocatedGpuSeconds: bigint }[];
  terms: RankedTerms;
}

/** What of a divided round comes once. */
export interface DividedHead {
  snapshot: SnapshotHead;
  plan: PlanHead;
  summary: RoundSummary;
  requestCount: number;
}

/** The hashes to use: Node's are faster than those of the engine. */
export interface Hashes {
  hmac: NonNullable<RoundSource['hmac']>;
  sha256: HashMaker;
}

/**
 * From the rows of the requests to the rows of the plan, in text as COPY gives and takes it: a million
 * requests are objects here only, and what goes in and out are bytes, which a thread can be handed
 * without copying.
 */
export class RoundDivider {
  private readonly contenders: RankedRequest[] = [];
  private readonly input: CopyLines;
  private divided: { division: Division; ids: TrueIds } | null = null;

  constructor(
    private readonly basis: RoundBasis,
    private readonly hashes: Hashes,
  ) {
    const fitting = new FittingPools(basis.terms.pools, basis.terms.allocateAt);
    this.input = new CopyLines((fields) =>
      this.contenders.push(rankedRequestOf(fields as RankedFields, fitting)),
    );
  }

  /** A piece of what `rankedRequestRows` gives. */
  read(piece: Uint8Array): void {
    this.input.read(piece);
  }

  /** Divides what was read. @throws SnapshotRefused (ALLOC-1). */
  divide(): DividedHead {
    this.input.end();
    const { contenders, basis, hashes } = this;
    const built = buildSnapshot({ ...basis, contenders, hmac: hashes.hmac });
    const division = divide(built.snapshot, hashes.sha256);
    this.divided = { division, ids: { ...built, roundId: basis.roundId } };
    const { organisations: _, requests: __, ...snapshot } = built.snapshot;
    return {
      snapshot,
      plan: division.head,
      summary: summaryOf(division, basis.pools),
      requestCount: contenders.length,
    };
  }

  /** Rows of `organisationColumns`. */
  *organisations(): Generator<Uint8Array> {
    const { division, ids } = this.result();
    yield* copyText(organisationRows(division, ids));
  }

  /** Rows of `lineColumns`. */
  *lines(): Generator<Uint8Array> {
    const { division, ids } = this.result();
    yield* copyText(lineRows(division, ids));
  }

  private result() {
    if (this.divided === null) throw new Error('Nothing has been divided yet.');
    return this.divided;
  }
}
