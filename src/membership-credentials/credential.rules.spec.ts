import { ed25519KeyPair, ed25519Sign } from '../kernel/hash.js';
import {
  credentialText,
  signedText,
  verifyCredential,
  type Credential,
} from './credential.rules.js';

const { publicKey, privateKey } = ed25519KeyPair();
const credential: Credential = {
  kind: 'membership-credential',
  format: 1,
  id: '0198f000-0000-7000-8000-000000000001',
  membershipId: '0198f000-0000-7000-8000-000000000002',
  issuer: { name: 'Champions Portal', url: 'https://portal.example' },
  member: {
    id: '0198f000-0000-7000-8000-000000000003',
    name: 'Łódź Électronique — “Æther” GmbH',
    country: 'PL',
    class: 'sme',
    identifiers: [{ kind: 'vat', value: 'PL1234567890' }],
  },
  issuedAt: '2026-11-25T00:00:00.000Z',
  validFrom: '2026-11-25T00:00:00.000Z',
  validUntil: '2027-11-25T00:00:00.000Z',
  status: 'https://portal.example/api/v1/memberships/x/credential/status',
  publicKey,
};
const text = credentialText(credential, ed25519Sign(signedText({ ...credential }), privateKey));
const read = (changed: string) => JSON.parse(changed) as Record<string, unknown>;
const atMs = Date.parse('2027-01-01T00:00:00Z');
const failing = (changed: string, trust: Parameters<typeof verifyCredential>[1] = { atMs }) =>
  verifyCredential(read(changed), trust)
    .checks.filter(({ holds }) => !holds)
    .map(({ id }) => id);

describe('CRED-1: a credential verifies without the portal', () => {
  test('as it was given out, and laid out anew', () => {
    expect(verifyCredential(read(text), { atMs })).toMatchObject({ valid: true, signature: true });
    expect(failing(JSON.stringify(read(text), null, 2))).toEqual([]);
    expect(failing(text, { atMs, publicKeys: [publicKey] })).toEqual([]);
  });

  test('no byte of it can be changed', () => {
    const bytes = Buffer.from(text, 'utf8');
    for (let index = 0; index < bytes.length; index += 1) {
      for (const mask of [1, 32]) {
        const changed = Buffer.from(bytes);
        changed[index]! ^= mask;
        let document: Record<string, unknown>;
        try {
          document = read(changed.toString('utf8'));
        } catch {
          continue;
        }
        expect([index, mask, verifyCredential(document, { atMs }).valid]).toEqual([
          index,
          mask,
          false,
        ]);
      }
    }
  });

  test('nothing can be added or taken away', () => {
    expect(failing(JSON.stringify({ ...read(text), note: 'x' }))).toEqual(['C2']);
    const { status: _, ...less } = read(text);
    expect(failing(JSON.stringify(less))).toEqual(['C1', 'C2', 'C4']);
    expect(failing('{}')).toEqual(['C1', 'C2', 'C4']);
  });

  test('another key than the portal’s is told', () => {
    const other = ed25519KeyPair();
    const forged = { ...credential, publicKey: other.publicKey };
    const own = credentialText(forged, ed25519Sign(signedText({ ...forged }), other.privateKey));
    expect(failing(own)).toEqual([]);
    expect(failing(own, { atMs, publicKeys: [publicKey] })).toEqual(['C3']);
  });

  test.each([
    ['2026-11-24T23:59:59Z', ['C4']],
    ['2026-11-25T00:00:00Z', []],
    ['2027-11-24T23:59:59Z', []],
    ['2027-11-25T00:00:00Z', ['C4']],
  ])('at %s', (at, expected) => {
    expect(failing(text, { atMs: Date.parse(at) })).toEqual(expected);
  });
});
