import { anOrganisation, type OrganisationWish } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';
import { newId } from '../../src/kernel/random.js';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

const year = (of: number, awu: string, millions: number) => ({
  year: of,
  awu,
  turnoverCents: String(millions * 100_000_000),
  balanceCents: String(millions * 100_000_000),
});
const enterprise = (id: string, ...years: object[]) => ({ id, kind: 'enterprise', years });
const holding = (from: string, to: string, ppm: number) => ({
  from,
  to,
  capitalPpm: ppm,
  votesPpm: ppm,
});
/** Nova of 40 people, of which a group of 400 holds so much. */
const graphOf = (ppm: number) => ({
  subject: 'Nova',
  enterprises: [
    enterprise('Nova', year(2024, '35.5', 4), year(2025, '40', 5)),
    enterprise('Group', year(2024, '400', 80), year(2025, '400', 80)),
  ],
  links: [holding('Group', 'Nova', ppm)],
});

interface World {
  id: string;
  person: TestPerson;
}
async function aCompany(wish: OrganisationWish = {}): Promise<World> {
  const person = await aPerson(portal);
  const { id } = await anOrganisation(portal, { representative: person, ...wish });
  return { id, person };
}
const put = ({ id, person }: World, graph: object, version = 0) =>
  portal
    .as(person)
    .put(`/api/v1/organisations/${id}/ownership`)
    .set('If-Match', `"${version}"`)
    .send(graph);
const compute = ({ id, person }: World) =>
  portal.as(person).post(`/api/v1/organisations/${id}/classification`).send();
const read = ({ id, person }: World, what: string) =>
  portal.as(person).get(`/api/v1/organisations/${id}${what}`);
const audits = ({ id }: World) =>
  portal.manager.query<{ act: string; before: object; after: object; rule: string }[]>(
    `SELECT act, before, after, rule FROM audit_event WHERE object_id = $1 ORDER BY at, id`,
    [id],
  );

describe('the ownership graph', () => {
  test('begins as a draft of what the organisation says of itself', async () => {
    const world = await aCompany({ name: 'Nova SAS' });
    const draft = await read(world, '/ownership').expect(200);
    expect(draft.headers['etag']).toBe('"0"');
    expect(draft.body).toMatchObject({
      id: world.id,
      stored: false,
      graph: {
        subject: 'Nova SAS',
        enterprises: [{ id: 'Nova SAS', kind: 'enterprise', years: [] }],
        links: [],
      },
    });
  });

  test('is stored in versions, of which each stays', async () => {
    const world = await aCompany();
    const stored = await put(world, graphOf(300_000)).expect(200);
    expect(stored.headers['etag']).toBe('"1"');
    expect(stored.body).toMatchObject({ stored: true, version: 1, graph: { subject: 'Nova' } });
    expect((await put(world, graphOf(400_000), 1)).body.version).toBe(2);
    expect((await read(world, '/ownership')).body.graph.links[0].capitalPpm).toBe(400_000);
    const rows = await portal.manager.query<{ ppm: number }[]>(
      `SELECT (graph #>> '{links,0,capitalPpm}')::int AS ppm FROM ownerships
        WHERE organisation_id = $1 ORDER BY version`,
      [world.id],
    );
    expect(rows.map(({ ppm }) => ppm)).toEqual([300_000, 400_000]);
    expect(await audits(world)).toMatchObject([
      { act: 'organisation.ownership', before: null, after: { ownershipVersion: 1 } },
      { before: { ownershipVersion: 1 }, after: { ownershipVersion: 2 }, rule: 'MEM-2' },
    ]);
  });

  test('an old version is refused, and so is one without a version', async () => {
    const world = await aCompany();
    await put(world, graphOf(300_000)).expect(200);
    expect((await put(world, graphOf(1), 0).expect(412)).body.code).toBe('VERSION_STALE');
    await portal
      .as(world.person)
      .put(`/api/v1/organisations/${world.id}/ownership`)
      .send(graphOf(1))
      .expect(428);
  });

  test('two at one instant store one', async () => {
    const world = await aCompany();
    const answers = await Promise.all([put(world, graphOf(1)), put(world, graphOf(2))]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  test.each([
    ['a share above 100 %', 400, '/links/0/capitalPpm', graphOf(1_000_001)],
    ['an unknown field', 400, '/colour', { ...graphOf(1), colour: 'red' }],
    ['another test', 400, '/holderRegime', { ...graphOf(1), holderRegime: 'undertaking' }],
    [
      'an unknown enterprise',
      422,
      '/links/0/from',
      { ...graphOf(1), links: [holding('X', 'Nova', 1)] },
    ],
    [
      'a circle of control',
      422,
      '/links/1',
      {
        ...graphOf(1),
        links: [holding('Group', 'Nova', 600_000), holding('Nova', 'Group', 600_000)],
      },
    ],
    [
      'a company that calls itself a university',
      422,
      '/enterprises/0/kind',
      { subject: 'U', enterprises: [{ id: 'U', kind: 'university', years: [] }] },
    ],
  ])('%s is refused', async (_, status, pointer, graph) => {
    const world = await aCompany();
    const refused = await put(world, graph).expect(status);
    const [first] = refused.body.errors;
    expect(first).toMatchObject({ pointer, detail: expect.stringMatching(/\.$/) });
    expect((await read(world, '/ownership')).body.stored).toBe(false);
  });

  test('of somebody else is not found', async () => {
    const [world, stranger] = [await aCompany(), await aCompany()];
    const as = { id: world.id, person: stranger.person };
    await put(as, graphOf(1)).expect(404);
    await read(as, '/ownership').expect(404);
    await read(as, '/classification').expect(404);
    await compute(as).expect(404);
  });
});

describe('MEM-2: the classification', () => {
  test('is kept with its steps and gives the organisation its class', async () => {
    const world = await aCompany({ class: 'large' });
    await put(world, graphOf(250_000)).expect(200);
    const made = await compute(world).expect(201);
    expect(made.headers['location']).toBe(`/api/v1/organisations/${world.id}/classification`);
    expect(made.body).toMatchObject({
      organisationId: world.id,
      class: 'sme',
      size: 'medium',
      figures: { awu: '140', turnoverCents: '2500000000' },
      provisional: false,
      applied: true,
      current: true,
      ownershipVersion: 1,
      ruleSets: [],
    });
    expect(made.body.steps).toContainEqual(
      expect.objectContaining({ article: 'Article 3(2)', enterprise: 'Group', factorPpm: 250_000 }),
    );
    expect((await read(world, '/classification')).body).toEqual(made.body);
    const organisation = (await read(world, '')).body;
    expect(organisation).toMatchObject({ class: 'sme', version: 2 });
    expect(organisation.classBasis.at(-1)).toBe('Article 2: Class SME (medium).');
    expect((await audits(world)).at(-1)).toMatchObject({
      act: 'organisation.classify',
      before: { class: 'large' },
      after: { class: 'sme', computed: 'sme', size: 'medium', ownershipVersion: 1 },
      rule: 'MEM-2',
    });
  });

  test('a large group makes large; both sets of rules on small mid-caps are kept', async () => {
    const world = await aCompany();
    await put(world, graphOf(510_000)).expect(200);
    const { body } = await compute(world).expect(201);
    expect(body).toMatchObject({ class: 'large', size: 'small_mid_cap' });
    expect(body.ruleSets).toEqual([
      { ruleSet: 'SMC_2025_1099', size: 'small_mid_cap', inForce: true },
      { ruleSet: 'SMC_OMNIBUS_IV', size: 'small_mid_cap', inForce: false },
    ]);
  });

  test('is not current any more when the graph changes', async () => {
    const world = await aCompany();
    await put(world, graphOf(250_000));
    await compute(world).expect(201);
    await put(world, graphOf(510_000), 1).expect(200);
    expect((await read(world, '/classification')).body).toMatchObject({
      class: 'sme',
      current: false,
    });
    expect((await compute(world)).body).toMatchObject({ class: 'large', ownershipVersion: 2 });
  });

  test('while the identity is locked it is kept, but not applied', async () => {
    const world = await aCompany();
    await portal.manager.query(
      `UPDATE organisations SET identity_locked_at = portal_now() WHERE id = $1`,
      [world.id],
    );
    await put(world, graphOf(510_000)).expect(200);
    expect((await compute(world)).body).toMatchObject({ class: 'large', applied: false });
    expect((await read(world, '')).body.class).toBe('sme');
  });

  test('needs a graph, except for science', async () => {
    const company = await aCompany();
    expect((await compute(company).expect(422)).body.code).toBe('OWN_MISSING');
    await read(company, '/classification').expect(404);
    const university = await aCompany({ class: 'science' });
    expect((await compute(university).expect(201)).body).toMatchObject({
      class: 'science',
      size: null,
      ownershipVersion: null,
      current: true,
    });
  });

  test('figures that are missing are named', async () => {
    const world = await aCompany();
    const graph = graphOf(300_000);
    graph.enterprises[1] = enterprise('Group', year(2025, '400', 80)) as never;
    await put(world, graph).expect(200);
    const refused = await compute(world).expect(422);
    expect(refused.body).toMatchObject({
      code: 'OWN_GRAPH',
      errors: [{ pointer: '/enterprises/1/years' }],
    });
  });

  test('a retry with the same Idempotency-Key computes once', async () => {
    const world = await aCompany();
    await put(world, graphOf(250_000));
    const key = newId();
    const [first, again] = [
      await compute(world).set('Idempotency-Key', key),
      await compute(world).set('Idempotency-Key', key),
    ];
    expect(again.body).toEqual(first.body);
  });

  test('class and figures come from the graph alone, once there is one', async () => {
    const world = await aCompany();
    await put(world, graphOf(250_000));
    const patch = (body: object) =>
      portal
        .as(world.person)
        .patch(`/api/v1/organisations/${world.id}`)
        .set('If-Match', '"1"')
        .send(body);
    const refused = await patch({ class: 'large' }).expect(409);
    expect(refused.body).toMatchObject({
      code: 'ORG_CLASS_OWNERSHIP',
      errors: [{ pointer: '/class' }],
    });
    await patch({ description: 'Novel models.' }).expect(200);
  });
});

describe('MEM-2: an application as an SME', () => {
  async function anApplication(ppm: number) {
    const world = await aCompany({ class: 'sme' });
    await portal.manager.query(
      `INSERT INTO organisation_identifiers (id, organisation_id, kind, value, raw, state)
       VALUES ($1, $2, 'pic', $3, $3, 'syntax')`,
      [newId(), world.id, String(Math.floor(ppm) + 910_000_000)],
    );
    await put(world, graphOf(ppm)).expect(200);
    const { body } = await portal
      .as(world.person)
      .post('/api/v1/membership-applications')
      .send({
        organisationId: world.id,
        motivation: 'We want to train open models for the public services of our region, together.',
        aiActivity: 'Speech recognition for dialects and noisy places.',
        valuesAccepted: true,
      })
      .expect(201);
    const submit = () =>
      portal
        .as(world.person)
        .post(`/api/v1/membership-applications/${body.id as string}/submit`)
        .send();
    return { world, submit };
  }

  test('is refused where the graph says otherwise, and goes through with the class that follows', async () => {
    const { world, submit } = await anApplication(510_000);
    const refused = await submit().expect(422);
    expect(refused.body).toMatchObject({
      code: 'MEM_CLASS_OWNERSHIP',
      errors: [{ pointer: '/organisation/class' }],
    });
    await compute(world).expect(201);
    await submit().expect(200);
    expect((await read(world, '')).body).toMatchObject({ class: 'large', identityLocked: true });
  });

  test('goes through where the graph bears it out, and the computation is kept', async () => {
    const { world, submit } = await anApplication(250_000);
    await read(world, '/classification').expect(404);
    await submit().expect(200);
    expect((await read(world, '/classification')).body).toMatchObject({
      class: 'sme',
      applied: true,
      current: true,
    });
  });
});
