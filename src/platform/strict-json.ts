import { DomainError } from '../kernel/domain-error.js';

const depthMax = 32;

/** A refused body: 400 with the reason. */
function refuse(code: string, detail: string): DomainError {
  return new DomainError('malformed', code, detail);
}

/**
 * Parses a JSON body strictly: valid UTF-8, at most 32 levels deep (checked before anything
 * recurses), no key twice in one object, no NUL, no lone surrogates; texts are brought to NFC.
 * @throws DomainError malformed with a sentence that says what to mend.
 */
export function parseStrictJson(body: Buffer): unknown {
  const text = decode(body);
  if (text.trim() === '') {
    throw refuse('BODY_EMPTY', 'The body is empty. Send a JSON object.');
  }
  checkDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(
      'JSON_MALFORMED',
      'The body is not valid JSON. Check commas, quotes and brackets.',
    );
  }
  checkDoubledKeys(text);
  return cleanTexts(value, '');
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw refuse('ENCODING', 'The body is not valid UTF-8. Send UTF-8.');
  }
}

/** Walks structural characters only: strings are skipped. */
function* structure(text: string): Generator<{ at: number; sign: string; end: number }> {
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (sign === '"') {
      const end = stringEnd(text, at);
      yield { at, sign, end };
      at = end;
    } else if ('{}[]:,'.includes(sign)) yield { at, sign, end: at };
  }
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function checkDepth(text: string): void {
  let depth = 0;
  for (const { sign } of structure(text)) {
    if (sign === '{' || sign === '[') depth += 1;
    if (sign === '}' || sign === ']') depth -= 1;
    if (depth > depthMax) {
      throw refuse(
        'JSON_TOO_DEEP',
        `The body is nested deeper than ${depthMax} levels. Flatten it.`,
      );
    }
  }
}

/** Two parsers may choose different ones of two equal keys: refused (ASVS 1.5.3). */
function checkDoubledKeys(text: string): void {
  const open: (Set<string> | null)[] = [];
  let key: string | null = null;
  for (const { at, sign, end } of structure(text)) {
    if (sign === '{') open.push(new Set());
    else if (sign === '[') open.push(null);
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === '"') key = JSON.parse(text.slice(at, end + 1)) as string;
    else if (sign === ':' && key !== null) {
      const keys = open.at(-1);
      if (keys?.has(key)) {
        throw refuse(
          'JSON_DOUBLED_KEY',
          `The field "${key.slice(0, 60)}" stands twice in one object. Send it once.`,
        );
      }
      keys?.add(key);
    }
  }
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function cleanTexts(value: unknown, pointer: string): unknown {
  if (typeof value === 'string') return cleanText(value, pointer);
  if (Array.isArray(value))
    return value.map((item, index) => cleanTexts(item, `${pointer}/${index}`));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      cleanText(key, pointer),
      cleanTexts(field, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ]),
  );
}

function cleanText(text: string, pointer: string): string {
  if (text.includes('\0') || loneSurrogate.test(text)) {
    const detail =
      'The text has a character that cannot be stored (NUL or half a symbol). Remove it.';
    throw new DomainError('malformed', 'TEXT_CHARACTER', detail, {
      errors: [{ pointer, code: 'TEXT_CHARACTER', detail }],
    });
  }
  return text.normalize('NFC');
}
