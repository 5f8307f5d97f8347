import { jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  allocate,
  buildCertificate,
  certificateText,
  commitmentOf,
  roundSeed,
  tieKeyOf,
  type Snapshot,
} from '../allocation/engine/index.js';
import { canonicalJson } from '../kernel/canonical-json.js';
import { ed25519KeyPair, ed25519Sign, sha256Hex } from '../kernel/hash.js';
import { run as runAllocate } from './allocate.js';
import { run as runVerify } from './verify.js';

const cases = join(import.meta.dirname, '../allocation/engine/cases');
const snapshotOf = (name: string) =>
  (JSON.parse(readFileSync(join(cases, `${name}.json`), 'utf8')) as { snapshot: Snapshot })
    .snapshot;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allocate-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Runs a command and gives what it wrote. */
async function output(work: () => Promise<number>) {
  const written = { out: '', err: '' };
  const spies = [
    jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => Boolean((written.out += String(text)))),
    jest
      .spyOn(process.stderr, 'write')
      .mockImplementation((text) => Boolean((written.err += String(text)))),
  ];
  try {
    return { exit: await work(), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('cli allocate', () => {
  test('prints one plan per line in the order of the files, as canonical JSON', async () => {
    const snapshots = ['mixed-01-two-pools-three-classes', 'fill-01-equal'].map(snapshotOf);
    const files = snapshots.map((snapshot, i) => file(`${i}.json`, snapshot));
    const { exit, out, err } = await output(() => runAllocate(files));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toBe(
      snapshots.map((snapshot) => `${canonicalJson(allocate(snapshot))}\n`).join(''),
    );
  });

  test('a refused snapshot prints its refusal in its line and the sentence on stderr, and exits 2', async () => {
    const files = [
      file('refused.json', snapshotOf('refused-fraction')),
      file('good.json', snapshotOf('fill-01-equal')),
      file('broken.json', '{"engine":'),
      join(folder, 'missing.json'),
    ];
    const { exit, out, err } = await output(() => runAllocate(files));
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(exit).toBe(2);
    expect(lines.map(({ refused, field }) => [refused, field])).toEqual([
      [true, 'pools[1].capacity'],
      [undefined, undefined],
      [true, 'snapshot'],
      [true, 'snapshot'],
    ]);
    expect(err).toContain(String(lines[0]!.sentence));
    expect(err).not.toContain('    at ');
  });

  test('nesting without end is refused, not a stack overflow', async () => {
    const deep = `{"engine":"gbc/1","roundId":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const { exit, out } = await output(() => runAllocate([file('deep.json', deep)]));
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ refused: true, field: 'roundId' });
  });
});

describe('cli verify', () => {
  const keys = ed25519KeyPair();

  function certificate() {
    const receiptsDigest = sha256Hex('receipts');
    const seed = roundSeed('secret', receiptsDigest);
    const golden = snapshotOf('mixed-02-groups-and-single');
    const organisations = golden.organisations.map((row) => ({
      ...row,
      tieKey: tieKeyOf(seed, row.id),
    }));
    const snapshot = { ...golden, seed, organisations };
    const unsigned = buildCertificate({
      snapshot,
      plan: allocate(snapshot),
      previousPlanHash: null,
      commitment: commitmentOf('secret'),
      secret: 'secret',
      receiptsDigest,
    });
    const signature = ed25519Sign(certificateText(unsigned), keys.privateKey);
    return { ...unsigned, signature, publicKey: keys.publicKey };
  }

  test('a true certificate exits 0 and tells what holds', async () => {
    const { exit, out } = await output(() => runVerify([file('true.json', certificate())]));
    const answer = JSON.parse(out) as { valid: boolean; checks: { id: string; holds: boolean }[] };
    expect(exit).toBe(0);
    expect(answer).toMatchObject({ valid: true, signature: true, chain: true });
    expect(answer.checks).toContainEqual({ id: 'P1', holds: true });
  });

  test('one changed byte exits 1', async () => {
    const text = JSON.stringify(certificate()).replace('"granted":"20"', '"granted":"21"');
    const { exit, out } = await output(() => runVerify([file('changed.json', text)]));
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ valid: false });
  });

  test('another key or another round before than expected exits 1', async () => {
    const path = file('true.json', certificate());
    const other = ed25519KeyPair().publicKey;
    expect((await output(() => runVerify([path, '--key', other]))).exit).toBe(1);
    expect((await output(() => runVerify([path, '--previous', path]))).exit).toBe(1);
    expect((await output(() => runVerify([path, '--key', keys.publicKey]))).exit).toBe(0);
  });

  test.each([[[]], [['missing.json']], [['broken.json']], [['list.json']]])(
    '%j is unreadable: exit 2',
    async (names) => {
      file('broken.json', '{');
      file('list.json', '[]');
      const { exit, out, err } = await output(() =>
        runVerify(names.map((name) => join(folder, name))),
      );
      expect(exit).toBe(2);
      expect(out).toBe('');
      expect(err).not.toBe('');
    },
  );
});
