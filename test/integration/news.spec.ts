import pg from 'pg';
import { system } from '../../src/access/principal.js';
import { audit } from '../../src/platform/audit.service.js';
import { NewsStreams } from '../../src/news/news-streams.service.js';
import { joinOrganisation } from '../factories/organisations.js';
import { aPerson, aSession, type TestPerson } from '../factories/people.js';
import { aChairAndAnOfficer, aRoundStory } from '../factories/rounds.js';
import { openEvents, type EventStream } from '../harness/events.js';
import { openPortal, type Portal } from '../harness/portal.js';
import { until } from '../harness/processes.js';

let portal: Portal;
let chair: TestPerson;
let officer: TestPerson;
const open: EventStream[] = [];

beforeAll(async () => {
  portal = await openPortal();
  ({ chair, officer } = await aChairAndAnOfficer(portal));
});
afterEach(() => open.splice(0).forEach((stream) => stream.close()));
afterAll(() => portal.close());

async function eventsOf(who: { cookie: string }): Promise<EventStream> {
  const stream = await openEvents(portal.url, { Cookie: who.cookie });
  open.push(stream);
  await stream.event('ready');
  return stream;
}

/** A change of an object as every use case makes it. */
const touched = (kind: string, id: string) =>
  portal.database.inTransaction(system('test'), (manager) =>
    audit(manager, system('test'), { act: `${kind}.touch`, object: { kind, id } }),
  );

const post = (who: TestPerson, path: string, body: object = {}) =>
  portal.as(who).post(`/api/v1/${path}`).send(body).expect(200);

test('a round is heard of step by step by those who run it, and by applicants once it is published', async () => {
  const { callId, contenders } = await aRoundStory(portal);
  await portal.run('rounds.tick', {});
  const [{ id, collecting }] = await portal.manager.query(
    `SELECT id, version AS collecting FROM rounds WHERE call_id = $1`,
    [callId],
  );
  const inside = await eventsOf(officer);
  const applicant = await eventsOf(contenders[0]!.representative);

  const { body: round } = await post(officer, `rounds/${id}/compute`);
  await inside.event('progress', { kind: 'round', id, step: 'reading' });
  await inside.event('progress', { kind: 'round', id, step: 'dividing', count: 3 });
  await inside.event('progress', { kind: 'round', id, step: 'storing', count: 3 });
  await inside.event('changed', { kind: 'round', id, version: round.version });
  await post(chair, `rounds/${id}/approve`, { planHash: round.planHash });
  await post(officer, `rounds/${id}/approve`, { planHash: round.planHash });
  const { body: published } = await post(officer, `rounds/${id}/publish`);

  await applicant.event('changed', { kind: 'round', id, version: published.version });
  await applicant.event('changed', { kind: 'request', id: contenders[0]!.requestId });
  // They hear of the round as it collects and as it is published, never of the versions in between:
  // news of an approval that is delivered later tells the published version as well.
  const rounds = applicant.heard.filter(({ data }) => data['kind'] === 'round');
  const versions = rounds.map(({ data }) => data['version']);
  expect(versions.filter((version) => ![collecting, published.version].includes(version))).toEqual(
    [],
  );
  expect(rounds.map(({ name }) => name)).not.toContain('progress');
  const requests = applicant.heard.filter(({ data }) => data['kind'] === 'request');
  expect(requests.map(({ data }) => data['id'])).toEqual([contenders[0]!.requestId]);
});

test('a computation that fails says so', async () => {
  const { callId } = await aRoundStory(portal, { group: { policy: null } });
  await portal.run('rounds.tick', {});
  const [{ id }] = await portal.manager.query(`SELECT id FROM rounds WHERE call_id = $1`, [callId]);
  const inside = await eventsOf(officer);
  await portal.as(officer).post(`/api/v1/rounds/${id}/compute`).send({}).expect(409);
  await inside.event('progress', { kind: 'round', id, step: 'failed' });
});

test('nobody hears of what they may not see', async () => {
  const { contenders, group } = await aRoundStory(portal);
  const [own, foreign] = [contenders[0]!, contenders[1]!];
  const nobody = await eventsOf(await aPerson(portal));
  const member = await eventsOf(own.representative);
  const inside = await eventsOf(officer);
  await touched('pool-group', group.id);
  await touched('request', foreign.requestId);
  await touched('person', foreign.representative.id);
  await touched('no-such-kind', foreign.requestId);
  await touched('request', own.requestId);
  await member.event('changed', { kind: 'request', id: own.requestId });
  await inside.event('changed', { kind: 'request', id: foreign.requestId });
  await inside.event('changed', { kind: 'pool-group', id: group.id });
  expect(member.heard.filter(({ name }) => name !== 'ready')).toHaveLength(1);
  expect(nobody.heard.filter(({ name }) => name !== 'ready')).toEqual([]);
});

test('a panel member does not hear of what a conflict bars (REV-2)', async () => {
  const { contenders } = await aRoundStory(portal);
  const panelist = await aPerson(portal, { platformRoles: ['chair'] });
  await joinOrganisation(portal, contenders[0]!.organisationId, panelist.id, 'viewer');
  await portal.manager.query(
    `UPDATE organisation_people SET role = 'viewer' WHERE person_id = $1`,
    [panelist.id],
  );
  const stream = await eventsOf(panelist);
  await touched('request', contenders[0]!.requestId);
  await touched('request', contenders[1]!.requestId);
  await stream.event('changed', { kind: 'request', id: contenders[1]!.requestId });
  const ids = stream.heard.map(({ data }) => data['id']).filter(Boolean);
  expect(ids).not.toContain(contenders[0]!.requestId);
});

test('what is rolled back is not told', async () => {
  const { contenders } = await aRoundStory(portal);
  const stream = await eventsOf(officer);
  const failing = portal.database.inTransaction(system('test'), async (manager) => {
    const object = { kind: 'request', id: contenders[0]!.requestId };
    await audit(manager, system('test'), { act: 'request.touch', object });
    throw new Error('in vain');
  });
  await expect(failing).rejects.toThrow('in vain');
  await touched('request', contenders[1]!.requestId);
  await stream.event('changed', { id: contenders[1]!.requestId });
  expect(stream.heard.some(({ data }) => data['id'] === contenders[0]!.requestId)).toBe(false);
});

test('another process of the portal is heard too', async () => {
  const other = await openPortal({ DATABASE_URL: portal.databaseUrl });
  const { contenders } = await aRoundStory(portal);
  const stream = await openEvents(other.url, { Cookie: officer.cookie });
  await stream.event('ready');
  await touched('request', contenders[0]!.requestId);
  await stream.event('changed', { kind: 'request', id: contenders[0]!.requestId });
  // A graceful stop ends the streams instead of waiting for them.
  await other.close();
  await stream.ended();
});

test('a stream ends with its session', async () => {
  const person = await aPerson(portal);
  const second = await aSession(portal, person.id);
  const [first, other] = [await eventsOf(person), await eventsOf(second)];
  await portal.as(person).post('/api/v1/auth/logout').send({}).expect(204);
  await first.ended();
  expect(portal.get(NewsStreams).count).toBe(1);
  await portal.manager.query(`UPDATE people SET suspended_at = now() WHERE id = $1`, [person.id]);
  await touched('person', person.id);
  await other.ended();
});

test('a role that is taken ends what it let hear at once', async () => {
  const { contenders } = await aRoundStory(portal);
  const person = await aPerson(portal, { platformRoles: ['auditor'] });
  const stream = await eventsOf(person);
  await touched('request', contenders[0]!.requestId);
  await stream.event('changed', { id: contenders[0]!.requestId });
  await portal.manager.query(`UPDATE people SET platform_roles = '{}' WHERE id = $1`, [person.id]);
  await touched('person', person.id);
  await stream.event('changed', { kind: 'person', id: person.id });
  await touched('request', contenders[1]!.requestId);
  const witness = await eventsOf(officer);
  await touched('request', contenders[2]!.requestId);
  await witness.event('changed', { id: contenders[2]!.requestId });
  expect(stream.heard.some(({ data }) => data['id'] === contenders[1]!.requestId)).toBe(false);
});

test('looking on does not keep a session alive', async () => {
  const person = await aPerson(portal);
  const seen = `SELECT last_seen_at AS at FROM sessions WHERE id = $1`;
  const stream = await eventsOf(person);
  await portal.manager.query(
    `UPDATE sessions SET last_seen_at = now() - interval '20 minutes' WHERE id = $1`,
    [person.sessionId],
  );
  const [before] = await portal.manager.query(seen, [person.sessionId]);
  await touched('person', person.id);
  await stream.event('changed', { kind: 'person', id: person.id });
  const [after] = await portal.manager.query(seen, [person.sessionId]);
  expect(after.at).toEqual(before.at);
});

test('who is asked for what', async () => {
  await portal.http.get('/api/v1/events').set('Accept', 'text/event-stream').expect(401);
  const { body } = await portal.as(officer).get('/api/v1/events').expect(400);
  expect(body.code).toBe('EVENTS_ACCEPT');
  const stream = await eventsOf(officer);
  expect(stream.status).toBe(200);
  expect(stream.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
});

test('a person has so many streams and no more; one that is closed makes room', async () => {
  const person = await aPerson(portal);
  const streams: EventStream[] = [];
  for (let count = 0; count < 6; count += 1) streams.push(await eventsOf(person));
  const { body } = await portal
    .as(person)
    .get('/api/v1/events')
    .set('Accept', 'text/event-stream')
    .expect(429);
  expect(body.code).toBe('EVENTS_TOO_MANY');
  const before = portal.get(NewsStreams).count;
  streams[0]!.close();
  await until(() => portal.get(NewsStreams).count < before, 'the stream is gone', 5_000);
  await eventsOf(person);
});

test('a lost connection to the database comes back, and all are told to read again', async () => {
  const { contenders } = await aRoundStory(portal);
  const stream = await eventsOf(officer);
  const ready = () => stream.heard.filter(({ name }) => name === 'ready').length;
  const before = ready();
  const owner = new pg.Client({ connectionString: portal.databaseUrl });
  await owner.connect();
  await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'champions-portal-news' AND datname = current_database()`,
  );
  await owner.end();
  await until(() => ready() > before, 'the stream is told', 10_000);
  await touched('request', contenders[0]!.requestId);
  await stream.event('changed', { id: contenders[0]!.requestId });
});
