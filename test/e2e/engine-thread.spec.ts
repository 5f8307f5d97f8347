import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EngineRunner } from '../../src/allocation/engine-runner.service.js';
import { RoundDivider, type RoundBasis } from '../../src/allocation/round-divider.rules.js';
import { copyText } from '../../src/platform/copy-text.js';
import { nativeHmac, nativeSha256 } from '../../src/platform/native-hash.js';

/* Large rounds are divided in a thread of the built server: the same plan, to the byte, as in place. */

const pools = ['01980000-0000-7000-8000-000000000001', '01980000-0000-7000-8000-000000000002'];
const idOf = (kind: string, number: number) =>
  `0198000${kind}-0000-7000-8000-${number.toString().padStart(12, '0')}`;

const basis: RoundBasis = {
  roundId: idOf('9', 1),
  cutOffAt: new Date('2026-11-02T00:00:00Z'),
  seed: 'ab'.repeat(32),
  salt: 'salt',
  quantumGpuSeconds: 3_600n,
  rules: {
    borrowWeights: { large: 1, sme: 2, science: 2 },
    pools: pools.map((poolId) => ({ poolId, guarantees: { sme: 300_000, science: 300_000 } })),
    organisationCapPpm: 400_000,
    groupCapPpm: 500_000,
    scoreBands: [{ fromScore: 600, weight: 1 }],
    halfLifeDays: 180,
    minimumGrantGpuSeconds: '0',
  },
  pools: pools.map((id) => ({ id, name: id, unallocatedGpuSeconds: 3_600n * 40_000n })),
  balances: new Map([[idOf('1', 3), { balance: -7n, asOf: new Date('2026-10-01T00:00:00Z') }]]),
  terms: {
    allocateAt: new Date('2026-11-03T00:00:00Z'),
    pools: pools.map((id) => ({
      id,
      name: id,
      site: 'Site',
      country: 'FI',
      accelerator: 'H200',
      accelerators: 1_000,
      peakTflops: null,
      startsAt: new Date('2026-12-01T00:00:00Z'),
      endsAt: new Date('2027-12-01T00:00:00Z'),
    })),
  },
};

const rows = Array.from({ length: 3_000 }, (_, at) => [
  idOf('2', at),
  idOf('1', at % 700),
  ['large', 'sme', 'science'][(at % 700) % 3]!,
  at % 70 === 0 ? idOf('3', 1) : null,
  at % 5 === 0 ? null : 500 + (at % 500),
  1_793_600_000_000 + at,
  3_600 * (10 + ((at * 37) % 400)),
  3_600 * ((at * 11) % 10),
  '2026-12-01',
  3,
  8,
  JSON.stringify(at % 3 === 0 ? pools : at % 3 === 1 ? [pools[1]!] : pools.toReversed()),
]);
const pieces = [...copyText(rows)].flatMap((chunk) => [
  // As a socket gives them: cut anywhere.
  chunk.subarray(0, 100_001),
  chunk.subarray(100_001),
]);

function runner(entry = 'dist/src/engine-thread.js') {
  const built = new EngineRunner();
  const url = pathToFileURL(join(import.meta.dirname, '../..', entry));
  // The thread of the build: the sources beside this test cannot start one.
  Object.assign(built, { entry: url, threads: true });
  return built;
}

function given() {
  const state = { ended: false };
  async function* requests() {
    for (const piece of pieces) yield await Promise.resolve(piece);
    state.ended = true;
  }
  return { state, requests: requests() };
}

async function textOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

test('ALLOC-14: a thread gives the rows and hashes that dividing in place gives', async () => {
  const divider = new RoundDivider(basis, { hmac: nativeHmac, sha256: nativeSha256 });
  for (const piece of pieces) divider.read(piece);
  const head = divider.divide();
  const read: number[] = [];
  const divided = await runner().divide(basis, given().requests, (count) => read.push(count));
  try {
    expect(read).toEqual([rows.length]);
    expect(divided.head).toEqual(head);
    expect(divided.head.requestCount).toBe(rows.length);
    expect(await textOf(divided.organisations)).toBe(await textOf(divider.organisations()));
    const lines = await textOf(divided.lines);
    expect(lines).toBe(await textOf(divider.lines()));
    expect(lines.trimEnd().split('\n')).toHaveLength(rows.length);
  } finally {
    divided.close();
  }
});

test('ALLOC-1: a refusal comes back by its field, after all requests have been read', async () => {
  const broken = {
    ...basis,
    rules: { ...basis.rules, borrowWeights: { large: -1, sme: 2, science: 2 } },
  };
  const { state, requests } = given();
  await expect(runner().divide(broken, requests, () => undefined)).rejects.toMatchObject({
    field: 'classes[0].borrowWeight',
  });
  expect(state.ended).toBe(true);
});

test('a thread that dies is told, and the connection it read from is free again', async () => {
  const { state, requests } = given();
  const dead = runner('dist/src/no-such-thread.js').divide(basis, requests, () => undefined);
  await expect(dead).rejects.toThrow('no-such-thread');
  expect(state.ended).toBe(true);
});
