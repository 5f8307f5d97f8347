import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/commands/verify.js';
import { ed25519KeyPair, ed25519Sign } from '../../src/kernel/hash.js';
import { newId } from '../../src/kernel/random.js';
import {
  credentialText,
  signedText,
  type Credential,
} from '../../src/membership-credentials/credential.rules.js';
import { aMemberWith, anIdentifier, type MadeMember } from '../factories/memberships.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: TestPerson;
const folder = mkdtempSync(join(tmpdir(), 'credential-'));

beforeAll(async () => {
  portal = await openPortal();
  officer = await aPerson(portal, { platformRoles: ['officer'] });
});
afterAll(async () => {
  await portal.close();
  rmSync(folder, { recursive: true });
});

const reason = 'The reports of the last year were not handed in, despite three reminders.';
const path = ({ membershipId }: MadeMember) => `/api/v1/memberships/${membershipId}/credential`;
const credentialOf = async (member: MadeMember) =>
  (await portal.http.get(path(member)).expect(200)).text;
const verify = async (credential: string) =>
  (await portal.http.post('/api/v1/public/credential-verifications').send({ credential })).body;

/** The command on a file of this content. */
async function command(content: string | Buffer, ...options: string[]) {
  const file = join(folder, 'credential.json');
  writeFileSync(file, content);
  const written: string[] = [];
  const [out, err] = [process.stdout.write, process.stderr.write];
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  process.stderr.write = () => true;
  try {
    const exit = await run([file, ...options]);
    return { exit, told: exit === 2 ? null : JSON.parse(written.join('')) };
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
}

describe('CRED-1: the command line', () => {
  test('verifies an exported file offline, and refuses it after one byte changed', async () => {
    const member = await aMemberWith(portal, { name: 'Ålesund Données “Æ” AS' });
    await anIdentifier(portal, member.id);
    const text = await credentialOf(member);
    const [{ publicKey }] = (await portal.http.get('/api/v1/public/signing-keys')).body.items;
    const good = await command(text, '--key', publicKey as string);
    expect(good).toEqual({
      exit: 0,
      told: {
        valid: true,
        checks: ['C1', 'C2', 'C3', 'C4'].map((id) => ({ id, holds: true })),
        signature: true,
        publicKey,
        askAt: JSON.parse(text).status,
      },
    });
    expect((await command(JSON.stringify(JSON.parse(text), null, 2))).exit).toBe(0);
    const bytes = Buffer.from(text, 'utf8');
    for (let index = 1; index < bytes.length - 1; index += 37) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      // What is no JSON any more cannot be read (2); everything else is not valid (1).
      expect([1, 2]).toContain((await command(changed)).exit);
    }
    const at = bytes.indexOf(Buffer.from(member.id));
    const changed = Buffer.from(bytes);
    changed[at] = changed[at] === 0x30 ? 0x31 : 0x30;
    expect(await command(changed)).toMatchObject({ exit: 1, told: { signature: false } });
  });

  test('tells another key, another time and what is no credential', async () => {
    const text = await credentialOf(await aMemberWith(portal));
    const other = ed25519KeyPair();
    expect((await command(text, '--key', other.publicKey)).exit).toBe(1);
    expect((await command(text, '--at', '2020-01-01T00:00:00Z')).exit).toBe(1);
    expect((await command(text, '--at', 'yesterday')).exit).toBe(2);
    expect((await command('no json')).exit).toBe(2);
  });
});

describe('the document', () => {
  test('is public, names its member, and stays the same until something changes', async () => {
    const member = await aMemberWith(portal);
    const answer = await portal.http.get(path(member)).expect(200);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.headers['content-disposition']).toContain('membership-credential.json');
    expect(JSON.parse(answer.text)).toMatchObject({
      kind: 'membership-credential',
      membershipId: member.membershipId,
      member: { id: member.id, name: member.name, country: 'FR', class: 'sme' },
    });
    const [again, twice] = await Promise.all([credentialOf(member), credentialOf(member)]);
    expect([again, twice]).toEqual([answer.text, answer.text]);
    await portal.manager.query(`UPDATE organisations SET name = 'Renamed SA' WHERE id = $1`, [
      member.id,
    ]);
    const anew = JSON.parse(await credentialOf(member)) as Credential;
    expect(anew.member.name).toBe('Renamed SA');
    const old = JSON.parse(answer.text) as Credential;
    const status = async (id: string) =>
      (await portal.http.get(`${path(member)}/status?credential=${id}`)).body.credential as string;
    expect([await status(old.id), await status(anew.id), await status(newId())]).toEqual([
      'superseded',
      'in_force',
      'unknown',
    ]);
  });

  test('two first readers at one instant get one credential', async () => {
    const member = await aMemberWith(portal);
    const texts = await Promise.all([1, 2, 3, 4].map(() => credentialOf(member)));
    expect(new Set(texts).size).toBe(1);
  });

  test('an unknown membership is 404', async () => {
    await portal.http.get(`/api/v1/memberships/${newId()}/credential`).expect(404);
    await portal.http.get(`/api/v1/memberships/${newId()}/credential/status`).expect(404);
    await portal.http.get('/api/v1/memberships/x/credential').expect(404);
  });

  test('a renewal replaces it', async () => {
    const member = await aMemberWith(portal, { days: 20, class: 'science', kind: 'university' });
    const old = await credentialOf(member);
    await portal
      .as(member.representative)
      .post(`/api/v1/memberships/${member.membershipId}/renew`)
      .send({ confirmed: { identity: true, representative: true, class: true } })
      .expect(200);
    const fresh = await credentialOf(member);
    expect(JSON.parse(fresh).validUntil > JSON.parse(old).validUntil).toBe(true);
    expect(await verify(old)).toMatchObject({ valid: false, status: { credential: 'superseded' } });
    expect(await verify(fresh)).toMatchObject({ valid: true, status: { credential: 'in_force' } });
  });
});

describe('the verification', () => {
  test('says who it is and that the membership holds; a suspension shows at once', async () => {
    const member = await aMemberWith(portal);
    const text = await credentialOf(member);
    expect(await verify(text)).toMatchObject({
      readable: true,
      valid: true,
      member: { name: member.name },
      status: { state: 'active', current: true, credential: 'in_force' },
    });
    await portal
      .as(officer)
      .post(`/api/v1/memberships/${member.membershipId}/suspend`)
      .send({ code: 'misuse', reason })
      .expect(200);
    expect(await verify(text)).toMatchObject({
      valid: false,
      member: { name: member.name },
      checks: [{ holds: true }, { holds: true }, { holds: true }, { holds: true }],
      status: { state: 'suspended', current: false },
    });
    expect((await command(text)).exit).toBe(0);
  });

  test('of a forgery tells nothing that it claims', async () => {
    const text = await credentialOf(await aMemberWith(portal));
    const { publicKey, privateKey } = ed25519KeyPair();
    const { signature: _, ...rest } = JSON.parse(text) as Credential & { signature: string };
    const forged = { ...rest, publicKey };
    const own = credentialText(forged, ed25519Sign(signedText({ ...forged }), privateKey));
    expect(await verify(own)).toMatchObject({
      readable: true,
      valid: false,
      member: null,
      status: null,
    });
  });

  test.each([
    ['no JSON', 'hello', false],
    ['a list', '[1]', false],
    ['something else', '{"kind":"other"}', true],
    ['nested without end', '['.repeat(9_000), false],
    ['a member that is no object', '{"kind":"membership-credential","member":null}', true],
  ])('of %s', async (_, text, readable) => {
    expect(await verify(text)).toMatchObject({ readable, valid: false, member: null });
  });

  test('of too much or of nothing is 400', async () => {
    for (const credential of ['', 'x'.repeat(20_001), 5, undefined]) {
      await portal.http
        .post('/api/v1/public/credential-verifications')
        .send({ credential })
        .expect(400);
    }
  });
});
