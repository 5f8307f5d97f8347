import { SnapshotRefused } from './snapshot.js';
import { amountMax } from './units.js';

/*
 * Readers of single fields (ALLOC-1). The path of a field is put together only when it is refused,
 * because a million requests pass through here.
 */

/** Where a value stands: `list[index].name`, or just `list` with index −1. */
export function pathOf(list: string, index: number, name: string): string {
  const row = index < 0 ? list : `${list}[${index}]`;
  return row === '' ? name : name === '' ? row : `${row}.${name}`;
}

export function refuse(field: string, must: string, value: unknown): never {
  throw new SnapshotRefused(field, `${field} ${must}; it is ${shown(value)}.`);
}

/** A value as it is named in a refusal; what has an inside is not written out. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const digits = /^\d{1,40}$/;
const signedDigits = /^-?\d{1,40}$/;
const mustBeAmount =
  'must be a decimal integer between 0 and 1000000000000000, written as a string';
const mustBeBalance =
  'must be a decimal integer between -1000000000000000 and 1000000000000000, written as a string';
/** So many characters are below 10^15 in any case: the common one needs no bigint. */
const surelySmall = 15;

/** A decimal integer in [0, 10^15], written as a string; gives that string. */
export function amountAt(value: unknown, list: string, index: number, name: string): string {
  if (typeof value === 'string' && digits.test(value)) {
    if (value.length <= surelySmall || BigInt(value) <= amountMax) return value;
  }
  return refuse(pathOf(list, index, name), mustBeAmount, value);
}

/** An amount that may be negative, |balance| ≤ 10^15. */
export function balanceAt(value: unknown, list: string, index: number, name: string): string {
  if (typeof value === 'string' && signedDigits.test(value)) {
    if (value.length <= surelySmall) return value;
    const amount = BigInt(value);
    if (amount <= amountMax && amount >= -amountMax) return value;
  }
  return refuse(pathOf(list, index, name), mustBeBalance, value);
}

/** A JSON number that is an integer in 0…10^6: weights and parts per million. */
export function smallIntegerAt(value: unknown, list: string, index: number, name: string): number {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1_000_000) {
    return value as number;
  }
  return refuse(pathOf(list, index, name), 'must be an integer between 0 and 1000000', value);
}

export function textAt(value: unknown, list: string, index: number, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  return refuse(pathOf(list, index, name), 'must be a text that is not empty', value);
}

export function hexAt(value: unknown, digitCount: number, path: string): string {
  if (typeof value === 'string' && value.length === digitCount && /^[0-9a-fA-F]+$/.test(value)) {
    return value.toLowerCase();
  }
  return refuse(path, `must be ${digitCount} hex digits`, value);
}

const instant =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A time as RFC 3339 writes it, as milliseconds since 1970; finer parts of a second are cut off. */
export function instantAt(value: unknown, list: string, index: number, name: string): number {
  const parts = typeof value === 'string' ? instant.exec(value) : null;
  if (parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) {
    const milliseconds = Date.parse((value as string).toUpperCase());
    if (Number.isFinite(milliseconds)) return milliseconds;
  }
  return refuse(
    pathOf(list, index, name),
    'must be a time such as 2026-11-01T10:00:00Z (RFC 3339)',
    value,
  );
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const thirty = month === 4 || month === 6 || month === 9 || month === 11;
  return day <= (month === 2 ? (leap ? 29 : 28) : thirty ? 30 : 31);
}

export function rowsAt(value: unknown, name: string): Record<string, unknown>[] {
  if (!Array.isArray(value)) return refuse(name, 'must be a list', value);
  value.forEach((row: unknown, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      refuse(`${name}[${index}]`, 'must be an object', row);
    }
  });
  return value as Record<string, unknown>[];
}

/** Ids of a list, each a text and none twice: id → index. */
export function idsOf(rows: readonly Record<string, unknown>[], list: string): Map<string, number> {
  const ids = new Map<string, number>();
  rows.forEach((row, index) => {
    const id = textAt(row.id, list, index, 'id');
    if (ids.has(id)) {
      refuse(pathOf(list, index, 'id'), `is there twice (also in ${list}[${ids.get(id)}])`, id);
    }
    ids.set(id, index);
  });
  return ids;
}

/** The index of a named row. */
export function knownAt(
  value: unknown,
  ids: ReadonlyMap<string, number>,
  list: string,
  index: number,
  name: string,
): number {
  const found = typeof value === 'string' ? ids.get(value) : undefined;
  if (found !== undefined) return found;
  return refuse(pathOf(list, index, name), 'names nothing in this snapshot', value);
}
