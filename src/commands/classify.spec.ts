import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphOf } from '../classification/ownership.fixture.js';
import { run } from './classify.js';

const folder = mkdtempSync(join(tmpdir(), 'classify-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command on a file of this content and keeps what it writes. */
async function call(content: unknown) {
  const file = join(folder, 'ownership.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return await callWith(file);
}

async function callWith(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const [out, err] = [process.stdout.write, process.stderr.write];
  process.stdout.write = (text: string | Uint8Array) => Boolean((written.stdout += String(text)));
  process.stderr.write = (text: string | Uint8Array) => Boolean((written.stderr += String(text)));
  try {
    return { exit: await run(args), ...written };
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
}

describe('cli classify (MEM-2)', () => {
  test('one line of JSON with class, size, figures and steps; exit 0', async () => {
    const graph = graphOf({ A: [80, 12, 9], B: [400, 90, 70] }, [['B', 'A', 25]]);
    const { exit, stdout, stderr } = await call(graph);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(2);
    const found = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(found)).toEqual(['class', 'size', 'figures', 'provisional', 'steps']);
    expect(found).toMatchObject({
      class: 'sme',
      size: 'medium',
      figures: { awu: '180', turnoverCents: '3450000000', balanceCents: '2650000000' },
      provisional: false,
    });
    expect(found['steps']).toContainEqual({
      article: 'Article 6(2), second subparagraph',
      enterprise: 'B',
      factorPpm: 250_000,
      text: 'B counts with 25 % of 2025: headcount 400, turnover EUR 90,000,000.00, balance sheet EUR 70,000,000.00.',
    });
  });

  test('a bad graph: field and sentence, exit 2', async () => {
    const { exit, stdout, stderr } = await call(graphOf({ A: [1, 1, 1] }, [['X', 'A', 25]]));
    const sentence = 'There is no enterprise or person "X". Add it, or correct the id.';
    expect(exit).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ refused: true, field: 'links[0].from', sentence });
    expect(stderr).toContain(sentence);
  });

  test.each([
    ['no JSON', '{"subject": "A",}', /not valid JSON/],
    ['the same key twice', '{"subject":"A","subject":"B"}', /stands twice/],
    ['an empty file', '', /empty/],
    ['too deep', '['.repeat(50) + ']'.repeat(50), /nested deeper/],
  ])('%s is refused', async (_, content, sentence) => {
    const { exit, stdout } = await call(content);
    expect(exit).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ refused: true, field: 'graph' });
    expect((JSON.parse(stdout) as { sentence: string }).sentence).toMatch(sentence);
  });

  test('a file that is not there is refused, no file is a usage', async () => {
    expect(await callWith(join(folder, 'none.json'))).toMatchObject({ exit: 2 });
    expect(await callWith()).toMatchObject({ exit: 2, stdout: '' });
  });
});
