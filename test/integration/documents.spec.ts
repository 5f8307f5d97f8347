import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { documentLimits } from '../../src/documents/documents.rules.js';
import { aJpeg, aPdf, aPng, pdfOf } from '../../src/documents/files.fixture.js';
import { newId } from '../../src/kernel/random.js';
import { anOrganisation, joinOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

/* Files of membership applications: what is taken, how, by whom, and what a broken upload leaves. */

let portal: Portal;
let owner: TestPerson;
let manager: TestPerson;
let viewer: TestPerson;
let officer: TestPerson;
let organisationId: string;

beforeAll(async () => {
  portal = await openPortal();
  [owner, manager, viewer] = [await aPerson(portal), await aPerson(portal), await aPerson(portal)];
  officer = await aPerson(portal, { platformRoles: ['officer'] });
  ({ id: organisationId } = await anOrganisation(portal, {
    people: { representative: owner, manager, viewer },
  }));
});
afterAll(() => portal.close());

/** A fresh draft; the one before is withdrawn. */
async function aDraft(): Promise<string> {
  await portal.manager.query(
    `UPDATE membership_applications SET state = 'withdrawn' WHERE organisation_id = $1`,
    [organisationId],
  );
  const { body } = await portal
    .as(owner)
    .post('/api/v1/membership-applications')
    .send({ organisationId })
    .expect(201);
  return body.id as string;
}

const documents = (id: string) => `/api/v1/membership-applications/${id}/documents`;
const upload = (who: TestPerson, id: string, file: Buffer, name = 'a.pdf', kind = 'accounts') =>
  portal
    .as(who)
    .post(`${documents(id)}?kind=${kind}`)
    .attach('file', file, name);
const rows = async (sql: string) => await portal.manager.query<{ count: number }[]>(sql);
const leftovers = async () =>
  (
    await rows(`SELECT (SELECT count(*)::int FROM documents WHERE state = 'receiving')
      + (SELECT count(*)::int FROM document_chunks c JOIN documents d ON d.id = c.document_id
          WHERE d.state = 'receiving') AS count`)
  )[0]?.count;

test('a file is stored as it is, by content, and told with its hash', async () => {
  const id = await aDraft();
  const file = pdfOf(700_001);
  const { body, headers } = await upload(manager, id, file, 'Käufe <2025>.png').expect(201);
  expect(body).toMatchObject({
    subjectKind: 'membership-application',
    subjectId: id,
    kind: 'accounts',
    name: 'Käufe _2025_.pdf',
    mediaType: 'application/pdf',
    sizeBytes: 700_001,
    sha256: createHash('sha256').update(file).digest('hex'),
    uploadedBy: { id: manager.id, name: manager.name },
    version: 1,
  });
  expect(headers['location']).toBe(`${documents(id)}/${body.id}`);
  await portal
    .as(owner)
    .get(headers['location'] as string)
    .expect(200, body);
  const { body: list } = await portal.as(officer).get(documents(id)).expect(200);
  expect(list).toMatchObject({ items: [body], limits: { fileBytes: 20_971_520, perSubject: 20 } });
});

test('a download is the same bytes, to be saved and never run', async () => {
  const id = await aDraft();
  const file = pdfOf(600_000);
  const { body } = await upload(owner, id, file, 'Vollmacht für Ada.pdf').expect(201);
  const { body: bytes, headers } = await portal
    .as(officer)
    .get(`${documents(id)}/${body.id}/content`)
    .buffer(true)
    .parse((answer, done) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => done(null, Buffer.concat(pieces)));
    })
    .expect(200);
  expect((bytes as Buffer).equals(file)).toBe(true);
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': '600000',
    'content-disposition': `attachment; filename="Vollmacht fur Ada.pdf"; filename*=UTF-8''Vollmacht%20f%C3%BCr%20Ada.pdf`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    etag: `"${body.sha256}"`,
  });
});

test.each([
  ['a web page called PDF', Buffer.from('<html><script>alert(1)</script>'), 422, 'DOCUMENT_TYPE'],
  ['a drawing called PNG', Buffer.from('<svg xmlns="x" onload="a()"/>'), 422, 'DOCUMENT_TYPE'],
  ['a program', Buffer.from('MZ\x90\0'), 422, 'DOCUMENT_TYPE'],
  ['an empty file', Buffer.alloc(0), 422, 'DOCUMENT_EMPTY'],
  ['half a PDF', aPdf.subarray(0, 60), 422, 'DOCUMENT_BROKEN'],
  ['one byte too many', pdfOf(documentLimits.fileBytes + 1), 413, 'UPLOAD_TOO_LARGE'],
  ['far too much', Buffer.alloc(30_000_000, 'x'), 413, 'UPLOAD_TOO_LARGE'],
])('%s is refused and leaves nothing', async (_, file, status, code) => {
  const id = await aDraft();
  const { body } = await upload(owner, id, file, 'mandate.pdf').expect(status);
  expect(body).toMatchObject({ code, detail: expect.stringMatching(/\.$/) });
  expect(await leftovers()).toBe(0);
  expect((await portal.as(owner).get(documents(id))).body.items).toEqual([]);
});

test('the largest file is taken', async () => {
  const id = await aDraft();
  const { body } = await upload(owner, id, pdfOf(documentLimits.fileBytes)).expect(201);
  expect(body.sizeBytes).toBe(documentLimits.fileBytes);
});

describe('a form that is none', () => {
  const send = async (id: string, type: string, body: string | Buffer) =>
    await portal
      .as(owner)
      .post(documents(id))
      .set('Content-Type', type)
      .serialize((sent: unknown) => sent as string)
      .send(body);
  const part = (name: string, more = '') =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  const pdf = aPdf.toString('latin1');
  test.each([
    ['JSON', 'application/json', '{}', 415, 'UPLOAD_FORM'],
    ['another type', 'text/plain', 'x', 415, 'MEDIA_TYPE'],
    ['no boundary', 'multipart/form-data', 'x', 400, 'UPLOAD_MALFORMED'],
    ['a boundary that never comes', 'multipart/form-data; boundary=b', 'x', 400, 'UPLOAD_MALFORMED'],
    ['nothing in it', 'multipart/form-data; boundary=b', '--b--\r\n', 400, 'UPLOAD_MALFORMED'],
    ['a field only', 'multipart/form-data; boundary=b', `${part('file')}x\r\n--b--\r\n`, 400, 'UPLOAD_MALFORMED'],
    ['no end', 'multipart/form-data; boundary=b', `${part('file', '; filename="a"')}${pdf}`, 400, 'UPLOAD_MALFORMED'],
    ['two files', 'multipart/form-data; boundary=b', `${part('file', '; filename="a"')}${pdf}\r\n${part('more', '; filename="b"')}${pdf}\r\n--b--\r\n`, 400, 'UPLOAD_MALFORMED'],
    ['a name of Object', 'multipart/form-data; boundary=b', `${part('__proto__', '; filename="a"')}${pdf}\r\n--b--\r\n`, 400, 'UPLOAD_MALFORMED'],
    ['too many fields', 'multipart/form-data; boundary=b', `${part('a').repeat(50)}x\r\n--b--\r\n`, 400, 'UPLOAD_MALFORMED'],
  ])('%s', async (_, type, sent, status, code) => {
    const id = await aDraft();
    const { status: got, body } = await send(id, type, sent);
    expect([got, body.code]).toEqual([status, code]);
    expect(await leftovers()).toBe(0);
  }); // prettier-ignore

  test('an unknown kind names the field', async () => {
    const { body } = await upload(owner, await aDraft(), aPdf, 'a.pdf', 'secret').expect(400);
    expect(body.errors).toEqual([expect.objectContaining({ pointer: '/kind' })]);
  });

  test('no other route takes a form', async () => {
    const { body } = await portal
      .as(owner)
      .post('/api/v1/membership-applications')
      .field('organisationId', organisationId)
      .expect(415);
    expect(body.code).toBe('MEDIA_TYPE');
  });
});

test('a connection that is cut leaves nothing', async () => {
  const id = await aDraft();
  const sent = httpRequest(`${portal.url}${documents(id)}`, {
    method: 'POST',
    headers: {
      Cookie: owner.cookie,
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'multipart/form-data; boundary=b',
      'Content-Length': '5000000',
    },
  });
  sent.on('error', () => undefined);
  sent.write(`--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`);
  sent.write(aPdf.subarray(0, 40));
  sent.write(Buffer.alloc(1_000_000, 'x'));
  for (let tries = 0; tries < 100 && (await leftovers()) === 0; tries += 1) await sleep(20);
  expect(await leftovers()).toBeGreaterThan(0);
  sent.destroy();
  for (let tries = 0; tries < 100 && (await leftovers()) !== 0; tries += 1) await sleep(20);
  expect(await leftovers()).toBe(0);
});

test('what a dead process left behind is swept', async () => {
  const id = await aDraft();
  await portal.manager.query(
    `INSERT INTO documents (id, organisation_id, subject_kind, subject_id, kind, received_at)
     VALUES ($1, $2, 'membership-application', $3, 'other', now() - interval '1 hour')`,
    [newId(), organisationId, id],
  );
  await portal.manager.query(
    `INSERT INTO document_chunks SELECT id, 0, 'x' FROM documents WHERE state = 'receiving'`,
  );
  expect(await portal.run('documents.sweep', {})).toEqual({ swept: 1 });
  expect(await leftovers()).toBe(0);
});

test('the same file twice, even at one instant, is there once', async () => {
  const id = await aDraft();
  const answers = await Promise.all(
    [1, 2, 3].map(async () => await upload(owner, id, aPng, 'a.png')),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('DOCUMENT_SAME');
  expect(await leftovers()).toBe(0);
});

test('the count holds when many send at one instant', async () => {
  const id = await aDraft();
  const send = async (of: TestPerson, from: number, to: number) => {
    for (let n = from; n < to; n += 1) {
      await upload(of, id, pdfOf(200, `${n}`)).expect(201);
    }
  };
  await Promise.all([send(owner, 0, 9), send(manager, 9, 18)]);
  const many = await Promise.all(
    [20, 21, 22, 23].map(async (n) => await upload(owner, id, pdfOf(200, `${n}`))),
  );
  expect(many.filter(({ status }) => status === 201)).toHaveLength(2);
  expect(many.filter(({ body }) => body.code === 'DOCUMENT_COUNT')).toHaveLength(2);
  expect((await portal.as(owner).get(documents(id))).body.items).toHaveLength(20);
});

test('all documents of an application together have a limit', async () => {
  const id = await aDraft();
  for (let n = 0; n < 5; n += 1) {
    await portal.manager.query(
      `INSERT INTO documents (id, organisation_id, subject_kind, subject_id, kind, state, name, media_type,
                              size_bytes, sha256)
       VALUES ($1, $2, 'membership-application', $3, 'other', 'stored', 'x.pdf', 'application/pdf', 20971500,
               repeat($4, 64))`,
      [newId(), organisationId, id, String(n)],
    );
  }
  const { body } = await upload(owner, id, pdfOf(200)).expect(409);
  expect(body.code).toBe('DOCUMENT_ROOM');
});

test('a retry with the same key has one effect, and another file under it is refused', async () => {
  const id = await aDraft();
  const key = newId();
  const first = await upload(owner, id, aJpeg, 'a.jpg').set('Idempotency-Key', key).expect(201);
  const again = await upload(owner, id, aJpeg, 'a.jpg').set('Idempotency-Key', key).expect(201);
  expect(again.body).toEqual(first.body);
  const other = await upload(owner, id, aPdf).set('Idempotency-Key', key).expect(422);
  expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect((await portal.as(owner).get(documents(id))).body.items).toHaveLength(1);
  expect(await leftovers()).toBe(0);
});

test('a document goes only while the application can be written, and its content with it', async () => {
  const id = await aDraft();
  const { body } = await upload(owner, id, aPdf).expect(201);
  const path = `${documents(id)}/${body.id}`;
  await portal.as(owner).delete(path).expect(428);
  await portal.manager.query(`UPDATE membership_applications SET state = 'review' WHERE id = $1`, [
    id,
  ]);
  const fixed = await portal.as(owner).delete(path).set('If-Match', '"1"').expect(409);
  expect(fixed.body.code).toBe('MEM_APPLICATION_FIXED');
  await upload(owner, id, aPng).expect(409);
  await portal.manager.query(
    `UPDATE membership_applications SET state = 'changes_requested' WHERE id = $1`,
    [id],
  );
  await portal.as(viewer).delete(path).set('If-Match', '"1"').expect(403);
  await portal.as(owner).delete(path).set('If-Match', '"1"').expect(204);
  await portal.as(owner).get(path).expect(404);
  await portal.as(owner).get(`${path}/content`).expect(404);
  const [kept] = await rows(
    `SELECT count(*)::int FROM document_chunks WHERE document_id = '${body.id}'`,
  );
  expect(kept?.count).toBe(0);
});

test('AUD-1: both acts are told, without the name of the file', async () => {
  const id = await aDraft();
  const { body } = await upload(owner, id, aPdf, 'Jane Doe.pdf').expect(201);
  await portal
    .as(owner)
    .delete(`${documents(id)}/${body.id}`)
    .set('If-Match', '"1"')
    .expect(204);
  const events = await portal.manager.query<{ act: string; text: string }[]>(
    `SELECT act, concat(before, after) AS text FROM audit_event WHERE object_id = $1 ORDER BY at, id`,
    [id],
  );
  expect(events.map(({ act }) => act).slice(-2)).toEqual([
    'membership-application.document-add',
    'membership-application.document-remove',
  ]);
  expect(events.some(({ text }) => text.includes('Jane'))).toBe(false);
});

test('what is stored can neither be changed nor lose its content', async () => {
  const { body } = await upload(owner, await aDraft(), aPdf).expect(201);
  for (const sql of [
    `UPDATE documents SET sha256 = repeat('0', 64) WHERE id = '${body.id}'`,
    `UPDATE documents SET state = 'receiving' WHERE id = '${body.id}'`,
    `UPDATE document_chunks SET bytes = 'x' WHERE document_id = '${body.id}'`,
    `DELETE FROM document_chunks WHERE document_id = '${body.id}'`,
    `DELETE FROM documents WHERE id = '${body.id}'`,
  ]) {
    await expect(portal.manager.query(sql)).rejects.toThrow(/never changes/);
  }
});

describe('who reads', () => {
  test('another organisation gets what it gets for nothing', async () => {
    const id = await aDraft();
    const { body } = await upload(owner, id, aPdf).expect(201);
    const stranger = await aPerson(portal);
    const own = await anOrganisation(portal, { representative: stranger });
    const { body: theirs } = await portal
      .as(stranger)
      .post('/api/v1/membership-applications')
      .send({ organisationId: own.id });
    for (const path of [
      documents(id),
      `${documents(id)}/${body.id}`,
      `${documents(id)}/${body.id}/content`,
      `${documents(theirs.id)}/${body.id}`,
      `${documents(theirs.id)}/${body.id}/content`,
    ]) {
      await portal.as(stranger).get(path).expect(404);
    }
    await upload(stranger, id, aPng).expect(404);
    const deleting = `${documents(theirs.id)}/${body.id}`;
    await portal.as(stranger).delete(deleting).set('If-Match', '"1"').expect(404);
  });

  test('viewers and members of the organisation do not; the office and auditors do', async () => {
    const id = await aDraft();
    await portal.as(viewer).get(documents(id)).expect(403);
    await portal.as(officer).get(documents(id)).expect(200);
    const auditor = await aPerson(portal, { platformRoles: ['auditor'] });
    await portal.as(auditor).get(documents(id)).expect(200);
  });

  test('MEM-4: an officer who belongs or is linked to the organisation does not', async () => {
    const id = await aDraft();
    const { body } = await upload(owner, id, aPdf).expect(201);
    const groupId = newId();
    await portal.manager.query(`UPDATE organisations SET group_id = $2 WHERE id = $1`, [
      organisationId,
      groupId,
    ]);
    const linked = await aPerson(portal, { platformRoles: ['officer'] });
    await anOrganisation(portal, { groupId, people: { member: linked } });
    const belonging = await aPerson(portal, { platformRoles: ['officer'] });
    await joinOrganisation(portal, organisationId, belonging.id, 'member');
    for (const who of [linked, belonging]) {
      for (const path of ['', `/${body.id}`, `/${body.id}/content`]) {
        const { body: refusal } = await portal
          .as(who)
          .get(`${documents(id)}${path}`)
          .expect(403);
        expect(refusal.code).toBe('MEM_INTERESTED');
      }
    }
  });
});
