/**
 * What one folder keeps about people: what the export tells, what an erasure does, what stands against it
 * (AUD-4). Declared here, filled by the folders to the left; src/privacy reads it.
 */
export interface PersonData {
  /** Under this key the export tells it; unique. */
  section: string;
  /** A SELECT with the person's id as `$1`: everything about them, without secrets. */
  sql: string;
  /** What an erasure does, in this order, each with the person's id as `$1`. */
  erase?: readonly string[];
  /** What stays after an erasure, and why: a sentence for the person and for docs/article-30.md. */
  kept?: string;
  /**
   * A SELECT with the person's id as `$1`: one row per thing that has to be done before an erasure, in one
   * text column `what`, a sentence that says what to do.
   */
  duties?: string;
}

/** `{ provide: PERSON_DATA, useValue: [...] }` in a module. */
export const PERSON_DATA = Symbol('person data');

/** What is removed when its time is over. Its period is in the table `retention_periods`. */
export interface RetainedData {
  subject: string;
  /** In words: what goes, and what "old" means. */
  what: string;
  /** A SELECT with the instant `$1` before which it is over: columns `id` (text) and `since`. */
  due: string;
  /** Removes what `due` finds; `$1` likewise. Left out where src/privacy does it itself. */
  remove?: readonly string[];
}

/** `{ provide: RETAINED_DATA, useValue: [...] }` in a module. */
export const RETAINED_DATA = Symbol('retained data');

/** What an erased person is called from then on. */
export const erasedName = 'Erased person';
