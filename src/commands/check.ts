import { checkIdentifier, identifierKinds, type IdentifierKind } from '../kernel/identifiers.js';

/** `cli check <kind> <value>`: one JSON line; exit 0 valid, 1 not valid, 2 wrong call. */
export async function run([kind = '', ...words]: string[]): Promise<number> {
  if (!isKind(kind) || words.length === 0) {
    process.stderr.write(`Usage: cli check <${identifierKinds.join('|')}> <value>\n`);
    return 2;
  }
  const checked = checkIdentifier(kind, words.join(' '));
  const line = checked.valid
    ? { valid: true, kind: checked.kind, normal: checked.normal }
    : { valid: false, code: checked.code, detail: checked.detail };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return checked.valid ? 0 : 1;
}

const isKind = (kind: string): kind is IdentifierKind =>
  (identifierKinds as readonly string[]).includes(kind);
