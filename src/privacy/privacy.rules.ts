import { DomainError } from '../kernel/domain-error.js';
import type { PersonData, RetainedData } from '../people/person-data.rules.js';

/** Start-up fails when two folders tell the same section or when one says nothing of an erasure. */
export function refuseDoubtfulData(data: readonly PersonData[]): void {
  const sections = data.map(({ section }) => section);
  const doubled = sections.find((section, index) => sections.indexOf(section) !== index);
  if (doubled !== undefined) throw new Error(`The section ${doubled} of the export is told twice.`);
  const silent = data.find(({ section, erase, kept }) => section !== 'profile' && !erase && !kept);
  if (silent)
    throw new Error(`${silent.section} says neither what an erasure does nor what stays.`);
}

/**
 * AUD-4: what a person still has to do stands against an erasure.
 * @throws DomainError conflict PRIVACY_DUTIES with a sentence for each.
 */
export function checkNoDuties(duties: readonly string[]): void {
  if (duties.length === 0) return;
  throw new DomainError(
    'conflict',
    'PRIVACY_DUTIES',
    `Your account cannot be erased yet. ${duties.join(' ')}`,
    { errors: duties.map((detail) => ({ pointer: '', code: 'PRIVACY_DUTY', detail })) },
  );
}

/**
 * Whoever erases their account types its address, so that nobody does it by a slip.
 * @throws DomainError rule PRIVACY_CONFIRM.
 */
export function checkConfirmed(typed: string, address: string): void {
  if (typed.trim().toLowerCase() === address.trim().toLowerCase()) return;
  const detail = 'Type the address of your account exactly, to confirm that it shall be erased.';
  throw new DomainError('rule', 'PRIVACY_CONFIRM', detail, {
    errors: [{ pointer: '/email', code: 'PRIVACY_CONFIRM', detail }],
  });
}

/** What a run of the retention found for one subject, or did. */
export interface RetentionLine {
  subject: string;
  what: string;
  /** Null when no period is in force: then nothing goes. */
  days: number | null;
  source: string | null;
  before: Date | null;
  count: number;
  oldest: Date | null;
}

/** The subjects without a period, which is a mistake of whoever changed the periods. */
export const withoutPeriod = (
  retained: readonly RetainedData[],
  periods: readonly { subject: string }[],
): string[] =>
  retained
    .map(({ subject }) => subject)
    .filter((name) => !periods.some(({ subject }) => subject === name));

const day = (at: Date | null) => (at === null ? '–' : at.toISOString().slice(0, 10));

/** The lines as a table for people. */
export function retentionTable(lines: readonly RetentionLine[], dryRun: boolean): string {
  const rows = lines.map((line) => [
    line.subject,
    String(line.count),
    day(line.oldest),
    line.days === null ? 'none' : `${line.days} days`,
    day(line.before),
    `${line.what} ${line.source ?? 'No period is in force, so nothing goes.'}`,
  ]);
  const head = ['What', dryRun ? 'Would go' : 'Gone', 'Oldest', 'Period', 'Before', 'Why'];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const text = [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const sum = lines.reduce((total, { count }) => total + count, 0);
  const end = dryRun ? `${sum} would go; nothing was changed.` : `${sum} went.`;
  return `${text.join('\n')}\n${end}\n`;
}
