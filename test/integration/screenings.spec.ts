import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aMember, anOrganisation, joinOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { listXml, upload, type MadeEntry } from '../factories/restrictive-measures.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: TestPerson;
let auditor: TestPerson;

beforeAll(async () => {
  portal = await openPortal();
  officer = await aPerson(portal, { name: 'Office', platformRoles: ['officer'] });
  auditor = await aPerson(portal, { platformRoles: ['auditor'] });
});
afterAll(() => portal.close());

const sample = readFileSync(
  join(import.meta.dirname, '../../docs/examples/restrictive-measures.sample.xml'),
);
const listed: MadeEntry[] = [
  { id: '1', names: ['Vasil Petrovich Kradenov', 'Василь Петрович Краденов', '~Magpie'] },
  { id: '2', kind: 'enterprise', names: ['OOO Vymysel Energostroy'] },
  { id: '3', kind: 'enterprise', names: ['Nirgendwo Handelsgesellschaft GmbH'] },
];
let day = 1;
/** Imports a list that is newer than all before, and screens everybody as the worker does. */
async function newList(entries: readonly MadeEntry[]) {
  day += 1;
  const xml = listXml(entries, `2026-07-${String(day).padStart(2, '0')}T00:00:00Z`);
  const { body } = await upload(portal, officer, xml).expect(201);
  await portal.run('screenings.list', { listId: body.id });
  return body as { id: string };
}
const lists = async () =>
  (await portal.as(auditor).get('/api/v1/restrictive-measures/lists').expect(200)).body.items;
const hitsOf = async (organisationId: string, filter = '') =>
  (
    await portal
      .as(officer)
      .get(`/api/v1/restrictive-measures/hits?organisation=${organisationId}${filter}`)
      .expect(200)
  ).body.items;
const decide = (by: TestPerson, id: string, decision: string, reason = 'Another date of birth.') =>
  portal.as(by).post(`/api/v1/restrictive-measures/hits/${id}/decide`).send({ decision, reason });
const screenNow = (id: string, by = officer) =>
  portal.as(by).post(`/api/v1/organisations/${id}/screening`).send({});

describe('importing a list', () => {
  test('before the first one nothing can be screened, and nothing stands in the way', async () => {
    const member = await aMember(portal);
    const refused = await screenNow(member.id);
    expect([refused.status, refused.body.code]).toEqual([409, 'LIST_MISSING']);
    await portal.run('screenings.sweep', {});
  });

  test('MEM-6: the sample becomes a version of the list; the same file again is no other', async () => {
    const made = await upload(portal, officer, sample).expect(201);
    expect(made.body).toMatchObject({
      current: true,
      generatedAt: '2026-06-01T08:00:00.000Z',
      fileId: '900001',
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      bytes: String(sample.length),
      entries: 4,
      names: 10,
      added: 4,
      changed: 0,
      removed: 0,
      importedBy: 'Office',
    });
    expect(made.headers['location']).toBe(`/api/v1/restrictive-measures/lists/${made.body.id}`);
    const again = await upload(portal, officer, sample).expect(201);
    expect(again.body).toEqual(made.body);
    await portal.as(auditor).get(`/api/v1/restrictive-measures/lists/${made.body.id}`).expect(200);
    expect(await lists()).toHaveLength(1);
    const audits = await portal.manager.query<unknown[]>(
      `SELECT 1 FROM audit_event WHERE act = 'restrictive-measure-list.import' AND rule = 'MEM-6'`,
    );
    expect(audits).toHaveLength(1);
  });

  test.each<[string, string, RegExp]>([
    ['half a file', sample.toString().slice(0, 2500), /^Line 29: .*Nothing was changed\.$/],
    [
      'an entity from outside',
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x/>`,
      /DOCTYPE/,
    ],
    ['a list without entries', listXml([], '2026-06-02T00:00:00Z'), /no sanctionEntity/],
    [
      'an entry without a name',
      listXml([{ id: '1', names: [] }], '2026-06-02T00:00:00Z'),
      /no name/,
    ],
  ])('%s changes nothing and is told by line', async (_, xml, detail) => {
    const count = () =>
      portal.manager.query(`SELECT (SELECT count(*) FROM restrictive_measure_entries) AS e,
        (SELECT count(*) FROM restrictive_measure_lists) AS l`);
    const before = await count();
    const { status, body } = await upload(portal, officer, xml);
    expect([status, body.code]).toEqual([400, 'LIST_UNREADABLE']);
    expect(body.detail).toMatch(detail);
    expect(await count()).toEqual(before);
  });

  test('an older list, one of the future, bytes that are no text, another type', async () => {
    const code = async (xml: string | Buffer) => (await upload(portal, officer, xml)).body.code;
    expect(await code(listXml(listed, '2026-05-01T00:00:00Z'))).toBe('LIST_OLDER');
    expect(await code(listXml(listed, '2099-05-01T00:00:00Z'))).toBe('LIST_FUTURE');
    expect(await code(Buffer.from([0x3c, 0xff, 0xfe, 0x3e]))).toBe('LIST_UNREADABLE');
    const path = '/api/v1/restrictive-measures/lists';
    const json = await portal.as(officer).post(path).send({ list: 1 });
    expect([json.status, json.body.code]).toEqual([415, 'LIST_TYPE']);
    await portal.as(officer).post(path).set('Content-Type', 'text/csv').send('a').expect(415);
    await portal
      .as(officer)
      .post('/api/v1/pledges')
      .set('Content-Type', 'application/xml')
      .send('<a/>')
      .expect(415);
  });

  test('more than 100 MB are refused, said before or not, and no file stays behind', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('restrictive-'));
    const before = left();
    const status = (headers: object, bytes: number) =>
      new Promise<number>((resolve, reject) => {
        const asked = request(`${portal.url}/api/v1/restrictive-measures/lists`, {
          method: 'POST',
          headers: { Cookie: officer.cookie, 'Content-Type': 'application/xml', ...headers },
        });
        asked.on('response', (answer) => resolve(answer.statusCode ?? 0)).on('error', reject);
        const piece = Buffer.alloc(1024 * 1024, 0x20);
        const send = (rest: number): void => {
          if (rest <= 0) return void asked.end();
          asked.write(piece, () => send(rest - piece.length));
        };
        send(bytes);
      }).catch((error: NodeJS.ErrnoException) =>
        error.code === 'EPIPE' || error.code === 'ECONNRESET' ? 413 : 0,
      );
    expect(await status({ 'Content-Length': String(200 * 1024 * 1024) }, 1)).toBe(413);
    expect(await status({}, 105 * 1024 * 1024)).toBe(413);
    expect(left()).toEqual(before);
  }, 60_000);

  test('the command line imports too, and says why it does not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'screening-cli-'));
    const cli = (name: string, xml: string | null) => {
      const path = join(folder, name);
      if (xml !== null) writeFileSync(path, xml);
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(import.meta.dirname, '../../dist/cli.js'), 'screening', 'import', path],
        {
          encoding: 'utf8',
          env: {
            PATH: process.env['PATH'],
            NODE_ENV: 'test',
            DATABASE_URL: portal.databaseUrl,
            APP_SECRET: 'x'.repeat(40),
            LOG_LEVEL: 'silent',
          },
        },
      );
      return { status, stdout, stderr };
    };
    try {
      expect(cli('good.xml', listXml(listed, '2026-06-20T00:00:00Z'))).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('3 entries with 5 names (3 new, 0 changed, 4 gone)'),
      });
      expect(cli('bad.xml', '<export>')).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/^Line 1: /),
      });
      expect(cli('none.xml', null)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('cannot be read'),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

describe('screening', () => {
  test('MEM-6: the organisation, its people and owners are found; a hit explains itself', async () => {
    await newList(listed);
    const boss = await aPerson(portal, { name: 'Kradenow, Wasil' });
    const made = await aMember(portal, { name: 'Vymysel Energostroi AO', representative: boss });
    await portal.manager.query(
      `INSERT INTO ownerships (organisation_id, version, graph) VALUES ($1, 1, $2)`,
      [
        made.id,
        JSON.stringify({
          subject: 'S',
          holderRegime: 'sme',
          enterprises: [
            { id: 'S', kind: 'enterprise', years: [] },
            { id: 'Nirgendwo Handelsgesellschaft mbH', kind: 'enterprise', years: [] },
          ],
          persons: [{ id: 'Василь Краденов' }],
          links: [
            {
              from: 'Nirgendwo Handelsgesellschaft mbH',
              to: 'S',
              capitalPpm: 300_000,
              votesPpm: 300_000,
            },
            { from: 'Василь Краденов', to: 'S', capitalPpm: 250_000, votesPpm: 100_000 },
          ],
        }),
      ],
    );
    const run = await screenNow(made.id);
    expect(run.status).toBe(201);
    expect(run.body).toMatchObject({
      organisationId: made.id,
      cause: 'officer',
      policy: 'names-2026-1',
      names: 4,
      found: 4,
      raised: 4,
      openHits: 4,
      trueMatches: 0,
    });
    const hits = await hitsOf(made.id);
    const rows = hits.map((hit: { subject: object; entry: { logicalId: string } }) => [
      hit.subject,
      hit.entry.logicalId,
    ]);
    expect(rows).toHaveLength(4);
    expect(rows).toContainEqual([{ kind: 'organisation', name: made.name, holdingPpm: null }, '2']);
    expect(rows).toContainEqual([
      { kind: 'person', name: 'Kradenow, Wasil', holdingPpm: null },
      '1',
    ]);
    expect(rows).toContainEqual([
      { kind: 'owner', name: 'Василь Краденов', holdingPpm: 550_000 },
      '1',
    ]);
    const person = hits.find((hit: { subject: { kind: string } }) => hit.subject.kind === 'person');
    expect(person).toMatchObject({
      organisation: { id: made.id, member: true, applicant: false },
      matchedName: 'Vasil Petrovich Kradenov',
      entry: { listed: true, kind: 'person', reference: 'EU.1' },
      explanation: { thresholdPpm: 920_000, method: 'contained', entryAlone: ['petrovich'] },
      state: 'open',
      possibleActs: ['confirm', 'dismiss'],
      proposal: null,
    });
    expect(person.scorePpm).toBeGreaterThanOrEqual(920_000);
    // The one owner is somebody else: the other alone holds 30 %, so that hit lapses.
    const owners = hits.filter(
      (hit: { subject: { kind: string } }) => hit.subject.kind === 'owner',
    );
    const [dismissed, other] = owners[0].entry.logicalId === '1' ? owners : owners.toReversed();
    await decide(officer, dismissed.id, 'false_match').expect(200);
    await portal.run('screenings.organisation', { organisationId: made.id, cause: 'change' });
    const after = await hitsOf(made.id);
    const stateOf = (id: string) => after.find((hit: { id: string }) => hit.id === id).state;
    expect([stateOf(dismissed.id), stateOf(other.id)]).toEqual(['false_match', 'lapsed']);
  });

  test('MEM-6: a new list screens members and open applicants, nobody else, each once', async () => {
    const names = { name: 'Zorblax Consulting' };
    const [member, stranger] = [await aMember(portal, names), await anOrganisation(portal, names)];
    const list = await newList([
      ...listed,
      { id: '7', kind: 'enterprise', names: ['Zorblax Consulting Ltd'] },
    ]);
    expect(await hitsOf(member.id)).toHaveLength(1);
    expect(await hitsOf(stranger.id)).toHaveLength(0);
    expect(await portal.run('screenings.list', { listId: list.id })).toEqual({ screened: 0 });
  });

  test('MEM-6: a false match is not raised again by the same entry and name, unless the entry changed', async () => {
    const member = await aMember(portal, { name: 'Quibble & Fitch' });
    const entry: MadeEntry = { id: '8', kind: 'enterprise', names: ['Quibble and Fitch LLC'] };
    await newList([...listed, entry]);
    const [hit] = await hitsOf(member.id);
    await decide(officer, hit.id, 'false_match').expect(200);
    await newList([...listed, entry, { id: '9', names: ['Somebody Else'] }]);
    await screenNow(member.id).expect(201);
    expect(await hitsOf(member.id)).toMatchObject([{ id: hit.id, state: 'false_match' }]);
    await newList([...listed, { ...entry, born: '1970' }]);
    const states = (await hitsOf(member.id)).map((one: { state: string }) => one.state);
    expect(states.toSorted()).toEqual(['false_match', 'open']);
    await newList(listed);
    const gone = (await hitsOf(member.id)).map((one: { state: string }) => one.state);
    expect(gone.toSorted()).toEqual(['false_match', 'lapsed']);
    await newList([...listed, { ...entry, born: '1970' }]);
    expect(await hitsOf(member.id, '&state=open')).toHaveLength(1);
  });
});

describe('deciding on a hit', () => {
  async function aHit(wish: { people?: { viewer: TestPerson } } = {}) {
    const name = `Flummox ${['Alpha', 'Bravo', 'Delta', 'Hotel', 'Kilo', 'Quebec', 'Tango'][day % 7]} Systems`;
    const member = await aMember(portal, { name, ...wish });
    await newList([...listed, { id: `5${day}`, kind: 'enterprise', names: [name] }]);
    const [hit] = await hitsOf(member.id);
    return { member, hit };
  }

  test('MEM-4: not by somebody who belongs to the organisation', async () => {
    const insider = await aPerson(portal, { platformRoles: ['officer'] });
    const { hit } = await aHit({ people: { viewer: insider } });
    const refused = await decide(insider, hit.id, 'false_match');
    expect([refused.status, refused.body.code]).toEqual([403, 'HIT_INTERESTED']);
  });

  test('with a reason; a true match of a member proposes suspension; a decision can be corrected', async () => {
    const { hit } = await aHit();
    await decide(officer, hit.id, 'true_match', 'short').expect(400);
    await decide(auditor, hit.id, 'true_match').expect(403);
    await decide(officer, hit.id, 'true_match').set('If-Match', '"99"').expect(412);
    const taken = await decide(officer, hit.id, 'true_match', 'Same register number.');
    expect(taken.body).toMatchObject({
      state: 'true_match',
      proposal: 'suspend',
      decidedBy: 'Office',
      reason: 'Same register number.',
      possibleActs: ['dismiss'],
    });
    await decide(officer, hit.id, 'true_match').expect(409);
    const corrected = await decide(officer, hit.id, 'false_match', 'The register number differs.');
    expect(corrected.body).toMatchObject({ state: 'false_match', proposal: null });
    const audits = await portal.manager.query<{ act: string; reason: string }[]>(
      `SELECT act, reason FROM audit_event WHERE object_id = $1 ORDER BY at, id`,
      [hit.id],
    );
    expect(audits.map(({ act }) => act)).toEqual(
      ['raise', 'confirm', 'dismiss'].map((act) => `screening-hit.${act}`),
    );
    expect(await hitsOf(hit.organisation.id, '&state=true_match')).toEqual([]);
  });

  test('nobody but officers, admins and auditors sees hits and lists', async () => {
    const boss = await aPerson(portal);
    const own = await anOrganisation(portal, { representative: boss });
    for (const path of ['lists', 'hits']) {
      await portal.as(boss).get(`/api/v1/restrictive-measures/${path}`).expect(403);
      await portal.as(auditor).get(`/api/v1/restrictive-measures/${path}`).expect(200);
    }
    await portal.as(boss).get(`/api/v1/organisations/${own.id}/screening`).expect(403);
    await screenNow(own.id, boss).expect(403);
    await screenNow(own.id, auditor).expect(403);
    await screenNow('01980000-0000-7000-8000-000000000000').expect(404);
    await portal.as(officer).get(`/api/v1/organisations/${own.id}/screening`).expect(404);
  });
});

describe('admission', () => {
  async function aSubmittedApplication(name: string) {
    const boss = await aPerson(portal);
    const made = await anOrganisation(portal, { name, representative: boss, class: 'science' });
    await joinOrganisation(portal, made.id, boss.id, 'representative');
    const [row] = await portal.manager.query<[{ id: string }]>(
      `INSERT INTO membership_applications (id, organisation_id, state, created_by, submitted_at)
       VALUES (gen_random_uuid(), $1, 'review', $2, portal_now()) RETURNING id`,
      [made.id, boss.id],
    );
    return { ...made, applicationId: row.id };
  }
  const admit = (id: string) =>
    portal
      .as(officer)
      .post(`/api/v1/membership-applications/${id}/decide`)
      .send({ decision: 'admit' });
  const codeOf = async (id: string) => {
    const { status, body } = await admit(id);
    return [status, body.code];
  };

  test('MEM-6: nobody is admitted unscreened, with open hits, or against a true match', async () => {
    await newList([...listed, { id: '61', kind: 'enterprise', names: ['Institute of Moonshine'] }]);
    const { id, applicationId } = await aSubmittedApplication('Institute of Moonshine');
    expect(await codeOf(applicationId)).toEqual([409, 'MEM_NOT_SCREENED']);
    await portal.run('screenings.organisation', { organisationId: id, cause: 'submission' });
    expect(await codeOf(applicationId)).toEqual([409, 'MEM_HITS_OPEN']);
    const [hit] = await hitsOf(id);
    const taken = await decide(officer, hit.id, 'true_match').expect(200);
    expect(taken.body.proposal).toBe('decline');
    expect(await codeOf(applicationId)).toEqual([409, 'MEM_TRUE_MATCH']);
    await decide(officer, hit.id, 'false_match').expect(200);
    await admit(applicationId).expect(200);
  });

  test('MEM-6: what has changed since the screening is screened before anybody is admitted', async () => {
    await newList(listed);
    const { id, applicationId } = await aSubmittedApplication('Institute of Starlight');
    await portal.run('screenings.sweep', {});
    // The job of this change is still on its way.
    const joined = await aPerson(portal, { name: 'Vasil Petrovich Kradenov' });
    await joinOrganisation(portal, id, joined.id, 'viewer');
    expect(await codeOf(applicationId)).toEqual([409, 'MEM_NOT_SCREENED']);
    await portal.run('screenings.organisation', { organisationId: id, cause: 'change' });
    expect(await codeOf(applicationId)).toEqual([409, 'MEM_HITS_OPEN']);
    const [hit] = await hitsOf(id);
    await decide(officer, hit.id, 'false_match').expect(200);
    await admit(applicationId).expect(200);
  });

  test('MEM-6: whoever changes their name, or that of an organisation, is screened anew', async () => {
    await newList(listed);
    const person = await aPerson(portal);
    const made = await aMember(portal, { people: { viewer: person } });
    await portal.run('screenings.sweep', {});
    const asked = async (job: string) =>
      await portal.manager.query<{ payload: { personId?: string; organisationId?: string } }[]>(
        `SELECT payload FROM outbox WHERE job = $1 ORDER BY created_at DESC LIMIT 1`,
        [job],
      );
    const { body: me } = await portal.as(person).get('/api/v1/me');
    await portal
      .as(person)
      .patch('/api/v1/me')
      .set('If-Match', `"${me.version}"`)
      .send({ name: 'Vasil Petrovich Kradenov' })
      .expect(200);
    expect(await asked('screenings.person')).toEqual([{ payload: { personId: person.id } }]);
    expect(await portal.run('screenings.person', { personId: person.id })).toEqual({ screened: 1 });
    expect(await hitsOf(made.id, '&state=open')).toHaveLength(1);
    const admin = await aPerson(portal, { platformRoles: ['admin'] });
    const path = `/api/v1/organisations/${made.id}`;
    const { body: organisation } = await portal.as(admin).get(path);
    await portal
      .as(admin)
      .patch(path)
      .set('If-Match', `"${organisation.version}"`)
      .send({ name: 'Vymysel Energostroi' })
      .expect(200);
    expect(await asked('screenings.organisation')).toEqual([
      { payload: { organisationId: made.id, cause: 'change' } },
    ]);
  });

  test('MEM-6: what a lost job has left undone is done by the sweep', async () => {
    const { id, applicationId } = await aSubmittedApplication('Institute of Sunshine');
    await portal.run('screenings.sweep', {});
    const { body } = await portal
      .as(auditor)
      .get(`/api/v1/organisations/${id}/screening`)
      .expect(200);
    expect(body).toMatchObject({ cause: 'list', openHits: 0 });
    await admit(applicationId).expect(200);
  });
});
