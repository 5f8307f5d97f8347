import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { configSchema } from '../src/config/config.js';

/*
 * Style as a test (docs/decisions/0001-layout.md): import law, pure rules, sizes, file kinds,
 * environment, clock, rule ids.
 */

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

interface Source {
  path: string;
  text: string;
  tree: ts.SourceFile;
  imports: { from: string; typeOnly: boolean }[];
}

const files = filesBelow(src).filter((path) => path.endsWith('.ts'));
const sources = files.map(read);
const productive = sources.filter(({ path }) => !isTest(path));

/** Folders from the ground up: what a folder may import stands before it. */
const law = ['config', 'kernel', 'access', 'platform', ...foldersOfAppModule()];

describe('import law', () => {
  const startUp = new Set(['.', 'commands', 'seed']);

  test.each(productive.map((source) => [source.path, source] as const))('%s', (_, source) => {
    const own = folderOf(source.path);
    if (startUp.has(own)) return;
    expect(law).toContain(own);
    const broken = source.imports
      .filter(({ from }) => from.startsWith('.'))
      .map(({ from }) => folderOf(targetOf(source.path, from)))
      .filter((folder) => law.indexOf(folder) > law.indexOf(own) || !law.includes(folder))
      .filter((folder) => !(own === 'platform' && folder === '.'));
    expect(broken).toEqual([]);
  });
});

describe('rules are pure', () => {
  const pure = productive.filter(
    ({ path }) =>
      path.endsWith('.rules.ts') || path.includes('/engine/') || path.startsWith('src/kernel/'),
  );

  test.each(pure.map((source) => [source.path, source] as const))('%s', (path, source) => {
    const allowed = ['src/kernel/random.ts', 'src/kernel/clock.ts'].includes(path);
    const impure = source.imports
      .filter(({ typeOnly }) => !typeOnly)
      .map(({ from }) => from)
      .filter((from) => /^(@nestjs|typeorm|pg|bullmq|ioredis|node:|rxjs)/.test(from))
      .filter((from) => !(allowed && from === 'node:crypto'));
    expect(impure).toEqual([]);
  });

  test('the engine imports only itself and the kernel', () => {
    const engine = productive.filter(({ path }) => path.includes('/allocation/engine/'));
    expect(engine.length).toBeGreaterThan(0);
    const own = /^src\/(allocation\/engine|kernel)\//;
    const foreign = engine.flatMap(({ path, imports }) =>
      imports
        .filter(({ from }) => !from.startsWith('.') || !own.test(targetOf(path, from)))
        .map(({ from }) => `${path}: ${from}`),
    );
    expect(foreign).toEqual([]);
  });
});

describe('sizes', () => {
  test('no file is longer than 400 lines', () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > 400 && !path.includes('/seed/data/'));
    expect(long).toEqual([]);
  });

  test('no function is longer than 70 lines', () => {
    expect(productive.flatMap(longFunctions)).toEqual([]);
  });

  test('the root shows at most 20 entries that belong to the project', () => {
    const made = new Set(['node_modules', 'dist', 'coverage', 'test-results']);
    const entries = readdirSync(root).filter((name) => !name.startsWith('.') && !made.has(name));
    expect(entries.length).toBeLessThanOrEqual(20);
  });
});

test('only known kinds of files', () => {
  const known =
    /\.(rules|schemas|entity|service|queries|controller|jobs|client|module|guard|strategy|filter|decorator|interceptor|pipe)\.ts$/;
  const plainFolders =
    /^src\/(kernel|config|commands|access|platform|seed)\/|\/engine\/|^src\/[^/]+\.ts$/;
  const unknown = files
    .map((path) => relative(root, path))
    .filter((path) => !isTest(path) && !known.test(path) && !plainFolders.test(path));
  expect(unknown).toEqual([]);
});

describe('one reader of the environment, one clock, one source of randomness', () => {
  const cases: [string, RegExp, readonly string[]][] = [
    ['process.env', /process\.env\b/, ['src/config/config.ts']],
    ['the clock', /\bDate\.now\(\)|new Date\(\)|performance\.now\(\)/, ['src/kernel/clock.ts']],
    ['Math.random', /Math\.random\(/, []],
    [
      'random bytes',
      /\b(randomBytes|randomInt|randomUUID)\(/,
      ['src/kernel/random.ts', 'src/platform/sealed-box.ts', 'src/platform/database.service.ts'],
    ],
  ];

  test.each(cases)('%s', (_, pattern, allowed) => {
    const found = productive
      .filter(({ path, text }) => !allowed.includes(path) && pattern.test(withoutComments(text)))
      .map(({ path }) => path);
    expect(found).toEqual([]);
  });
});

test('services throw no HTTP exceptions', () => {
  const found = productive
    .filter(({ path }) => !path.startsWith('src/platform/'))
    .filter(({ text }) => /\b(Http|BadRequest|NotFound|Forbidden|Conflict)Exception\b/.test(text))
    .map(({ path }) => path);
  expect(found).toEqual([]);
});

describe('documents', () => {
  const domain = readFileSync(join(root, 'docs/domain.md'), 'utf8');
  const built = domain.slice(0, domain.indexOf('## Not built yet'));
  const ids = [...new Set(built.match(/^\*\*([A-Z]+-\d+b?)\*\*/gm) ?? [])].map((id) =>
    id.replaceAll('*', ''),
  );

  test('docs/domain.md numbers its rules', () => {
    expect(ids.length).toBeGreaterThan(20);
  });

  test.each(ids)('%s is named in code and in a test', (id) => {
    const names = new RegExp(`\\b${id}\\b`);
    const code = productive.filter(({ text }) => names.test(text));
    const tests = [
      ...sources.filter(({ path }) => isTest(path)).map(({ text }) => text),
      ...testTexts(),
    ];
    expect(code.length).toBeGreaterThan(0);
    expect(tests.some((text) => names.test(text))).toBe(true);
  });

  test.each(['.env.example', 'docs/operations.md'])('%s names every variable', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const missing = Object.keys(configSchema.shape).filter((key) => !text.includes(key));
    expect(missing).toEqual([]);
  });
});

let cachedTests: string[] | null = null;
function testTexts(): string[] {
  cachedTests ??= filesBelow(join(root, 'test'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('architecture.spec.ts'))
    .map((path) => readFileSync(path, 'utf8'));
  return cachedTests;
}

function foldersOfAppModule(): string[] {
  const module = read(join(src, 'app.module.ts'));
  const folderOfModule = new Map<string, string>();
  for (const [, name, from] of module.text.matchAll(
    /import \{ (\w+Module) \} from '\.\/([^']+)'/g,
  )) {
    folderOfModule.set(name as string, dirname(from as string));
  }
  const list = /imports: \[([\s\S]*?)\n\s*\],/.exec(module.text)?.[1] ?? module.text;
  const names = [...list.matchAll(/\b(\w+Module)\b/g)].map(([, name]) => name as string);
  return names
    .map((name) => folderOfModule.get(name))
    .filter((name) => name !== undefined && name !== 'platform') as string[];
}

function read(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const imports = tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    if (!statement.moduleSpecifier) return [];
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.isTypeOnly === true
      : statement.isTypeOnly;
    return [{ from: (statement.moduleSpecifier as ts.StringLiteral).text, typeOnly }];
  });
  return { path: relative(root, path), text, tree, imports };
}

function longFunctions({ path, tree }: Source): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = tree.getLineAndCharacterOfPosition(node.getStart()).line;
      const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line;
      if (last - first + 1 > 70) found.push(`${path}:${first + 1} has ${last - first + 1} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** `src/pools/x.ts` → pools; `src/main.ts` → `.`; the engine counts as part of allocation. */
function folderOf(path: string): string {
  const parts = path.split('/');
  return parts.length <= 2 ? '.' : (parts[1] as string);
}

function targetOf(path: string, from: string): string {
  return relative(root, resolve(root, dirname(path), from));
}

function isTest(path: string): boolean {
  return /\.(spec|fixture|oracle|generator)\.ts$/.test(basename(path));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
