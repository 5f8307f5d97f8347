import { z } from 'zod';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../kernel/domain-error.js';

export const limitDefault = 50;
export const limitMax = 200;

/** What every list takes: size, cursor, one of the named sort fields (minus = descending), filters. */
export function listQuery<Sorts extends string, Filters extends z.ZodRawShape>(
  sorts: readonly [Sorts, ...Sorts[]],
  filters: Filters,
) {
  const names = sorts.flatMap((sort) => [sort, `-${sort}`]) as [Sorts | `-${Sorts}`];
  return z.strictObject({
    limit: z.coerce.number().int().min(1).max(limitMax).default(limitDefault),
    cursor: z.string().max(600).optional(),
    sort: z.enum(names).optional(),
    ...filters,
  });
}

/** What every list answers. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.number().int().optional(),
  });
}

/** One sort field: the SQL expression (never null) and its type for the cursor's comparison. */
export interface SortField {
  expression: string;
  type: 'timestamptz' | 'text' | 'bigint' | 'integer';
}

export interface KeysetList {
  /** `FROM … JOIN …`, with `$n` parameters. */
  from: string;
  select: string;
  /** Conditions joined by AND; `$n` count on from `parameters`. */
  where: readonly string[];
  parameters: readonly unknown[];
  /** The id column that breaks ties. */
  id: string;
  /** `text` for a public name that stands for the row: a cursor tells it to whoever reads the list. */
  idType?: 'uuid' | 'text';
  sorts: Readonly<Record<string, SortField>>;
  sortDefault: string;
}

interface ListAsked {
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
}

/**
 * One page of a list by keyset: the cursor holds the last row's sort value and id, so pages neither
 * skip nor repeat when rows come and go, and deep pages cost as much as the first.
 * @throws DomainError malformed CURSOR_MALFORMED for a cursor of another list or sort.
 */
export async function keysetPage<Row extends object>(
  manager: EntityManager,
  list: KeysetList,
  asked: ListAsked,
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const sort = asked.sort ?? list.sortDefault;
  const descending = sort.startsWith('-');
  const field = list.sorts[descending ? sort.slice(1) : sort];
  if (!field) throw new Error(`No sort field ${sort}`);
  const parameters = [...list.parameters];
  const where = [...list.where];
  if (asked.cursor !== undefined) {
    const [value, id] = readCursor(asked.cursor, sort, field.type, list.idType ?? 'uuid');
    parameters.push(value, id);
    const [v, i] = [parameters.length - 1, parameters.length];
    where.push(
      `(${field.expression}, ${list.id}) ${descending ? '<' : '>'} ($${v}::${field.type}, $${i}::${list.idType ?? 'uuid'})`,
    );
  }
  const direction = descending ? 'DESC' : 'ASC';
  const rows = await manager.query<(Row & { keysetValue: string; keysetId: string })[]>(
    `SELECT ${list.select}, (${field.expression})::text AS "keysetValue", ${list.id}::text AS "keysetId"
       ${list.from} ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
      ORDER BY ${field.expression} ${direction}, ${list.id} ${direction} LIMIT ${asked.limit + 1}`,
    parameters,
  );
  const items = rows.slice(0, asked.limit);
  const last = items.at(-1);
  const more = rows.length > asked.limit && last !== undefined;
  return {
    items,
    nextCursor: more ? writeCursor(sort, last.keysetValue, last.keysetId) : null,
  };
}

function writeCursor(sort: string, value: string, id: string): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
}

const cursorSchemas = {
  uuid: z.tuple([z.string(), z.string(), z.uuid()]),
  text: z.tuple([z.string(), z.string(), z.string().max(100)]),
};

/** What PostgreSQL writes for a value of each type, and reads again without an error. */
const cursorForms: Readonly<Record<SortField['type'], RegExp>> = {
  timestamptz:
    /^(-?infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}( BC)?)$/,
  text: /^/,
  bigint: /^-?\d{1,19}$/,
  integer: /^-?\d{1,10}$/,
};

function readCursor(
  cursor: string,
  sort: string,
  type: SortField['type'],
  idType: 'uuid' | 'text',
): [string, string] {
  try {
    const [of, value, id] = cursorSchemas[idType].parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    );
    if (of === sort && cursorForms[type].test(value)) return [value, id];
  } catch {
    // told below
  }
  throw new DomainError(
    'malformed',
    'CURSOR_MALFORMED',
    'This cursor belongs to another list or order. Start again without it.',
  );
}
