/*
 * The text format of COPY (PostgreSQL manual, COPY, "Text Format"), without a database: threads use it too.
 */

const charactersPerChunk = 256 * 1024;

/** A value as COPY takes it: texts are escaped, null is null, the rest is written as it is. */
export type CopyValue = string | number | bigint | boolean | null;

/** Rows in the text format of COPY, in pieces of some size. */
export function* copyText(rows: Iterable<readonly CopyValue[]>): Generator<Uint8Array> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(fieldOf).join('\t')}\n`;
    if (chunk.length < charactersPerChunk) continue;
    yield utf8.encode(chunk);
    chunk = '';
  }
  if (chunk !== '') yield utf8.encode(chunk);
}

const utf8 = new TextEncoder();

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function fieldOf(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return /[\\\n\r\t]/.test(value) ? value.replace(/[\\\n\r\t]/g, (sign) => escapes[sign]!) : value;
}

/**
 * Reads rows that COPY wrote, from the pieces in which they arrived: `read` takes a piece, `end` what is
 * left. For fields that never hold a backslash, a tab or a new line: ids, numbers, words; null is null.
 */
export class CopyLines {
  private rest = '';
  private readonly text = new TextDecoder();

  constructor(private readonly take: (fields: (string | null)[]) => void) {}

  read(piece: Uint8Array): void {
    const lines = (this.rest + this.text.decode(piece, { stream: true })).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.line(line);
  }

  end(): void {
    if (this.rest !== '') throw new Error('COPY ended in the middle of a row.');
  }

  private line(line: string): void {
    const fields: (string | null)[] = line.split('\t');
    if (line.includes('\\')) {
      for (let i = 0; i < fields.length; i++) {
        if (fields[i] === '\\N') fields[i] = null;
        else if (fields[i]?.includes('\\')) throw new Error('A copied field holds a backslash.');
      }
    }
    this.take(fields);
  }
}
