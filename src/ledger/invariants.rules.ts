import type { InvariantReport } from './ledger.schemas.js';

/**
 * The promises of the books (docs/domain.md, quality rules). `parts` names what has to be looked at before
 * a promise counts as kept; while a part does not exist yet, the answer is `notApplicable`.
 */
export const invariants = [
  { id: 'I1', sentence: 'Debits equal credits in the ledger of every pool.', parts: ['ledger'] },
  {
    id: 'I2',
    sentence: 'In every pool, what is reserved and granted is within its capacity.',
    parts: ['ledger', 'pools'],
  },
  {
    id: 'I3',
    sentence:
      'A request has at most one live grant, and a reservation is settled or released at most once.',
    parts: ['ledger', 'grants'],
  },
  {
    id: 'I4',
    sentence: 'The balance of every account is the sum of its transfers.',
    parts: ['ledger'],
  },
  {
    id: 'I5',
    sentence: 'Every acknowledged command is there exactly once.',
    parts: ['commands', 'requests'],
  },
  { id: 'I6', sentence: 'Nothing that was refused left an effect.', parts: ['grants'] },
  {
    id: 'I7',
    sentence: 'The limits at the sites are those of the ledger.',
    parts: ['enforcement'],
  },
  { id: 'I8', sentence: 'Every job is charged exactly once.', parts: ['usage'] },
  {
    id: 'I9',
    sentence: 'Every change of state has one audit row, and their chain is unbroken.',
    parts: ['audit', 'policies'],
  },
  { id: 'I10', sentence: 'What has to be sent is sent within five minutes.', parts: ['outbox'] },
] as const;
export type InvariantId = (typeof invariants)[number]['id'];

/** One look at one promise. A folder adds its own as a provider of INVARIANT_CHECKS in its module. */
export interface InvariantCheck {
  id: InvariantId;
  /** What it looks at; `id` and `part` together are unique. */
  part: string;
  /** A SELECT without parameters: one row per thing that breaks the promise, in one text column `what`. */
  sql: string;
}

/** Declared here, filled by the folders to the left: `{ provide: INVARIANT_CHECKS, useValue: [...] }`. */
export const INVARIANT_CHECKS = Symbol('invariant checks');

/** What one check found. */
export interface Finding {
  id: InvariantId;
  part: string;
  broken: number;
  examples: readonly string[];
}

const examplesMax = 5;

/** @throws Error for a check that exists twice: a mistake of the code, found at start-up. */
export function refuseDoubledChecks(checks: readonly InvariantCheck[]): void {
  const names = checks.map(({ id, part }) => `${id} ${part}`);
  const doubled = names.filter((name, index) => names.indexOf(name) !== index);
  if (doubled.length > 0) throw new Error(`Invariant checks exist twice: ${doubled.join(', ')}`);
}

/**
 * I1–I10: puts the findings together. A promise is broken when any part of it is; it holds only when
 * every part that it needs was looked at; otherwise it is not applicable yet.
 */
export function reportOf(asOf: Date, findings: readonly Finding[]): InvariantReport {
  const checks = invariants.map(({ id, sentence, parts }) => {
    const own = findings.filter((finding) => finding.id === id);
    const broken = own.reduce((sum, finding) => sum + finding.broken, 0);
    const looked = parts.every((part) => own.some((finding) => finding.part === part));
    const state = broken > 0 ? 'broken' : looked ? 'holds' : 'notApplicable';
    const examples = own.flatMap((finding) => finding.examples).slice(0, examplesMax);
    return { id, sentence, state: state as 'holds' | 'broken' | 'notApplicable', broken, examples };
  });
  const holds = checks.every(({ state }) => state !== 'broken');
  return { asOf: asOf.toISOString(), holds, checks };
}
