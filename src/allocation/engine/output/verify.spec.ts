import fc from 'fast-check';
import { snapshots } from '../../../../test/engine/random-snapshots.js';
import { runs } from '../../../../test/engine/runs.js';
import { ed25519KeyPair, ed25519Sign, sha256Hex } from '../../../kernel/hash.js';
import { allocate } from '../allocate.js';
import type { Snapshot } from '../input/snapshot.js';
import { buildCertificate, type Certificate, certificateText } from './certificate.js';
import { commitmentOf, roundSeed, tieKeyOf } from './round-seed.js';
import { verifyCertificate } from './verify.js';

const keys = ed25519KeyPair();
const secret = 'c2VjcmV0LW9mLXRoZS1yb3VuZA';
const receiptsDigest = sha256Hex('receipts');
const seed = roundSeed(secret, receiptsDigest);

/** A certificate as the portal makes it. */
function certify(random: Snapshot, previousPlanHash: string | null = null): Certificate {
  const snapshot: Snapshot = {
    ...random,
    seed,
    organisations: random.organisations.map((row) => ({ ...row, tieKey: tieKeyOf(seed, row.id) })),
  };
  const commitment = commitmentOf(secret);
  const plan = allocate(snapshot);
  const unsigned = buildCertificate({
    snapshot,
    plan,
    previousPlanHash,
    commitment,
    secret,
    receiptsDigest,
  });
  const signature = ed25519Sign(certificateText(unsigned), keys.privateKey);
  return { ...unsigned, signature, publicKey: keys.publicKey };
}

/** One round with everything in it. */
const [example] = fc.sample(
  snapshots().filter(
    ({ requests, pools, groups }) => requests.length > 8 && pools.length > 1 && groups!.length > 0,
  ),
  { numRuns: 1, seed: 11 },
);
const certificate = certify(example!, sha256Hex('the round before'));

describe('ALLOC-14: verifying a certificate', () => {
  test('what the portal makes is valid, after a trip through JSON too', () => {
    fc.assert(
      fc.property(snapshots(), (snapshot) => {
        const read: unknown = JSON.parse(JSON.stringify(certify(snapshot)));
        const { valid, checks, signature, chain } = verifyCertificate(read);
        expect(checks.filter(({ holds }) => !holds)).toEqual([]);
        expect({ valid, signature, chain }).toEqual({ valid: true, signature: true, chain: true });
      }),
      { numRuns: Math.ceil(runs / 10) },
    );
  });

  test('every property of the design that is marked is checked', () => {
    const ids = verifyCertificate(certificate).checks.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['P1', 'P2', 'P3', 'P5', 'P7', 'P12']));
  });

  test('one character changed anywhere is noticed', () => {
    const text = JSON.stringify(certificate);
    const positions = fc.sample(fc.nat(text.length - 1), { numRuns: 60, seed: 5 });
    for (const position of positions) {
      const digit = text[position] === '7' ? '8' : '7';
      const changed = text.slice(0, position) + digit + text.slice(position + 1);
      let read: unknown;
      try {
        read = JSON.parse(changed);
      } catch {
        continue;
      }
      expect(verifyCertificate(read).valid).toBe(false);
    }
  });

  test.each<[string, Partial<Certificate>, string]>([
    ['another secret', { secret: 'other' }, 'commitment'],
    ['another receipts digest', { receiptsDigest: sha256Hex('x') }, 'seed'],
    ['another snapshot hash', { snapshotHash: sha256Hex('x') }, 'snapshot'],
    ['another plan hash', { planHash: sha256Hex('x') }, 'plan'],
    ['another engine', { engine: 'gbc/2' }, 'form'],
  ])('%s fails its check even if it is signed anew', (_, change, id) => {
    const forged = { ...certificate, ...change };
    forged.signature = ed25519Sign(certificateText(forged), keys.privateKey);
    const { valid, checks, signature } = verifyCertificate(forged);
    expect(valid).toBe(false);
    expect(signature).toBe(true);
    expect(checks.find((check) => check.id === id)!.holds).toBe(false);
  });

  test('a plan that gives one unit more fails, and the property that it breaks is named', () => {
    const plan = structuredClone(certificate.plan);
    plan.requests[0]!.granted = String(BigInt(plan.requests[0]!.granted) + 1n);
    const { checks } = verifyCertificate({ ...certificate, plan });
    const failed = checks.filter(({ holds }) => !holds).map(({ id }) => id);
    expect(failed).toEqual(expect.arrayContaining(['plan', 'P1']));
  });

  test('the key and the round before are confirmed when the reader knows them', () => {
    expect(verifyCertificate(certificate, { publicKey: keys.publicKey }).valid).toBe(true);
    expect(
      verifyCertificate(certificate, { publicKey: ed25519KeyPair().publicKey }).signature,
    ).toBe(false);
    const before = sha256Hex('the round before');
    expect(verifyCertificate(certificate, { previousPlanHash: before }).chain).toBe(true);
    expect(verifyCertificate(certificate, { previousPlanHash: null }).chain).toBe(false);
  });

  test.each([null, 7, 'text', [], {}, { snapshot: {} }])(
    '%j is not valid, and does not throw',
    (broken) => {
      expect(verifyCertificate(broken).valid).toBe(false);
    },
  );
});
