import { ed25519Verify } from '../../src/kernel/hash.js';
import { newId } from '../../src/kernel/random.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';
import pg from 'pg';

let portal: Portal;
let auditor: TestPerson;
let owner: pg.Client;

beforeAll(async () => {
  portal = await openPortal();
  auditor = await aPerson(portal, { platformRoles: ['auditor'] });
  owner = new pg.Client({ connectionString: portal.databaseUrl });
  await owner.connect();
  // Real acts, so that there is something to audit.
  for (let index = 0; index < 5; index += 1) {
    const person = await aPerson(portal);
    await portal
      .as(person)
      .patch('/api/v1/me')
      .set('If-Match', '"1"')
      .send({ name: `Renamed ${index}` })
      .expect(200);
  }
  await portal.run('audit.chain', {});
  await portal.run('audit.publish-head', {});
});
afterAll(async () => {
  await owner.end();
  await portal.close();
});

const verify = async () => {
  const { body } = await portal.as(auditor).get('/api/v1/audit-events/verify').expect(200);
  return body as {
    holds: boolean;
    length: number;
    tail: number;
    firstBad: { position: number; what: string } | null;
  };
};

test('AUD-1: an act is told with actor, object, before, after and request', async () => {
  const { body } = await portal.as(auditor).get('/api/v1/audit-events?limit=3').expect(200);
  expect(body.items).toHaveLength(3);
  expect(body.nextCursor).toEqual(expect.any(String));
  expect(body.items[0]).toMatchObject({
    actor: { kind: 'person', id: expect.any(String), name: expect.any(String) },
    object: { kind: 'person', id: expect.any(String) },
    requestId: expect.any(String),
    position: expect.any(Number),
  });
  const { body: second } = await portal
    .as(auditor)
    .get(`/api/v1/audit-events?limit=3&cursor=${body.nextCursor}`)
    .expect(200);
  expect(second.items).toHaveLength(2);
});

test('AUD-2: the chain holds, and its published head is signed', async () => {
  expect(await verify()).toMatchObject({ holds: true, length: 5, tail: 0, firstBad: null });
  const { body } = await portal.http.get('/api/v1/public/audit-heads').expect(200);
  const [head] = body.items;
  expect(head.position).toBe(5);
  expect(ed25519Verify(`${head.position}:${head.hash}`, head.signature, head.publicKey)).toBe(true);
});

test('AUD-2: rows that are not chained yet are counted', async () => {
  await owner.query(
    `INSERT INTO audit_event (id, actor_kind, actor_name, act, object_kind, object_id, request_id)
     VALUES ($1, 'system', 'test', 'test.act', 'test', 'x', 'test')`,
    [newId()],
  );
  expect(await verify()).toMatchObject({ holds: true, length: 5, tail: 1 });
  await portal.run('audit.chain', {});
  expect(await verify()).toMatchObject({ holds: true, length: 6, tail: 0 });
});

test('AUD-3: the application cannot change or remove a row, and neither can its owner by accident', async () => {
  for (const sql of [
    `UPDATE audit_event SET actor_name = 'x'`,
    `DELETE FROM audit_event`,
    `DELETE FROM audit_link`,
    `TRUNCATE audit_event CASCADE`,
  ]) {
    await expect(portal.manager.query(sql)).rejects.toThrow(/permission denied|never changed/);
    await expect(owner.query(sql)).rejects.toThrow(/never changed or removed/);
  }
});

describe('AUD-2: tampering by somebody with full power over the database shows', () => {
  const tampered = async (sql: string) => {
    await owner.query('BEGIN');
    await owner.query(`SET LOCAL session_replication_role = replica`);
    await owner.query(sql);
    await owner.query('COMMIT');
    return await verify();
  };

  test('a changed row is named', async () => {
    const report = await tampered(
      `UPDATE audit_event SET actor_name = 'somebody else' WHERE id = (SELECT event_id FROM audit_link WHERE position = 3)`,
    );
    expect(report).toMatchObject({
      holds: false,
      length: 2,
      firstBad: { position: 3, what: 'its content was changed' },
    });
  });

  test('a cut tail shows by the published head', async () => {
    await tampered(
      `DELETE FROM audit_link WHERE position >= 3; DELETE FROM audit_event WHERE act <> 'x' AND id NOT IN (SELECT event_id FROM audit_link)`,
    );
    expect(await verify()).toMatchObject({
      holds: false,
      length: 2,
      firstBad: { what: 'a published head at 5 is missing' },
    });
  });
});
