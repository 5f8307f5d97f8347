import { anIdentifier } from '../factories/applications.js';
import { aMember, anOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

/* MEM-2: single undertakings, for which caps count together, follow from ownership graphs. */

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

interface One {
  id: string;
  name: string;
  pic: string;
  person: TestPerson;
  version: number;
}

async function a(make: typeof aMember | typeof anOrganisation): Promise<One> {
  const person = await aPerson(portal);
  const { id, name } = await make(portal, { representative: person });
  return { id, name, pic: await anIdentifier(portal, id), person, version: 0 };
}

const year = (of: number) => ({
  year: of,
  awu: '20',
  turnoverCents: '100000000',
  balanceCents: '100000000',
});

/** `one` says that it holds so much of each of the others. */
async function states(one: One, others: readonly { pic: string }[], ppm = 600_000) {
  const enterprise = (id: string, pic?: string) => ({
    id,
    kind: 'enterprise',
    ...(pic === undefined ? {} : { identifier: { kind: 'pic', value: pic } }),
    years: [year(2024), year(2025)],
  });
  const stored = await portal
    .as(one.person)
    .put(`/api/v1/organisations/${one.id}/ownership`)
    .set('If-Match', `"${one.version}"`)
    .send({
      subject: 'Self',
      enterprises: [
        enterprise('Self', one.pic),
        ...others.map(({ pic }, at) => enterprise(`Other ${at}`, pic)),
      ],
      links: others.map((_, at) => ({
        from: 'Self',
        to: `Other ${at}`,
        capitalPpm: ppm,
        votesPpm: ppm,
      })),
    })
    .expect(200);
  one.version = stored.body.version as number;
  return stored.body as { undertaking: { id: string; name: string }[] };
}

const groups = async (...ones: readonly { id: string }[]) =>
  await Promise.all(
    ones.map(async ({ id }) => {
      const [row] = await portal.manager.query<{ group: string | null }[]>(
        `SELECT group_id AS group FROM organisations WHERE id = $1`,
        [id],
      );
      return row?.group ?? null;
    }),
  );

test('a majority makes one undertaking of two members, and its end two again', async () => {
  const [mother, daughter] = [await a(aMember), await a(aMember)];
  const stored = await states(mother, [daughter]);
  expect(stored.undertaking).toEqual([{ id: daughter.id, name: daughter.name }]);
  const [of, other] = await groups(mother, daughter);
  expect(of).not.toBeNull();
  expect(other).toBe(of);
  const audits = await portal.manager.query<{ rule: string }[]>(
    `SELECT rule FROM audit_event WHERE act = 'organisation.group' AND object_id = ANY($1)`,
    [[mother.id, daughter.id]],
  );
  expect(audits).toEqual([{ rule: 'MEM-2' }, { rule: 'MEM-2' }]);
  expect((await states(mother, [daughter], 300_000)).undertaking).toEqual([]);
  expect(await groups(mother, daughter)).toEqual([null, null]);
});

test('two graphs that meet in one enterprise make one group, whatever the order', async () => {
  const [left, middle, right] = [await a(aMember), await a(aMember), await a(aMember)];
  await states(left, [middle]);
  await states(right, [middle], 510_000);
  const [one, two, three] = await groups(left, middle, right);
  expect(one).not.toBeNull();
  expect([two, three]).toEqual([one, one]);
  await states(left, []);
  const [alone, ...both] = await groups(left, middle, right);
  expect(alone).toBeNull();
  expect(both[0]).not.toBeNull();
  expect(both[0]).toBe(both[1]);
});

test('natural persons and partners tie nobody', async () => {
  const [one, other] = [await a(aMember), await a(aMember)];
  const enterprise = (id: string, pic: string) => ({
    id,
    kind: 'enterprise',
    market: 'Models',
    identifier: { kind: 'pic', value: pic },
    years: [year(2024), year(2025)],
  });
  await portal
    .as(one.person)
    .put(`/api/v1/organisations/${one.id}/ownership`)
    .set('If-Match', '"0"')
    .send({
      subject: 'One',
      enterprises: [enterprise('One', one.pic), enterprise('Two', other.pic)],
      persons: [{ id: 'Ada' }],
      links: ['One', 'Two'].map((to) => ({ from: 'Ada', to, capitalPpm: 1e6, votesPpm: 1e6 })),
    })
    .expect(200);
  expect(await groups(one, other)).toEqual([null, null]);
});

test('a draft’s graph ties nobody to it before it is handed in, unless both say so', async () => {
  const [stranger, member] = [await a(anOrganisation), await a(aMember)];
  await states(stranger, [member]);
  expect(await groups(stranger, member)).toEqual([null, null]);
  await portal.manager.query(
    `UPDATE organisations SET identity_locked_at = portal_now() WHERE id = $1`,
    [stranger.id],
  );
  await portal.run('classification.regroup', { organisationId: stranger.id });
  const [of, other] = await groups(stranger, member);
  expect(of).not.toBeNull();
  expect(other).toBe(of);
  const [one, two] = [await a(anOrganisation), await a(anOrganisation)];
  await states(one, [two]);
  await states(two, [one], 510_000);
  const [first, second] = await groups(one, two);
  expect(first).not.toBeNull();
  expect(second).toBe(first);
});

test('an identifier that is told later is found', async () => {
  const mother = await a(aMember);
  const person = await aPerson(portal);
  const late = await aMember(portal, { representative: person, country: 'FR' });
  await states(mother, [{ pic: '899999999' }]);
  expect(await groups(mother, late)).toEqual([null, null]);
  await portal
    .as(person)
    .patch(`/api/v1/organisations/${late.id}`)
    .set('If-Match', '"1"')
    .send({ identifiers: [{ kind: 'pic', value: '899999999' }] })
    .expect(200);
  const [job] = await portal.manager.query<{ payload: { organisationId: string } }[]>(
    `SELECT payload FROM outbox WHERE job = 'classification.regroup' AND payload->>'organisationId' = $1`,
    [late.id],
  );
  await portal.run('classification.regroup', job!.payload);
  const [of, other] = await groups(mother, late);
  expect(of).not.toBeNull();
  expect(other).toBe(of);
});

test('a group that was given stays, and takes up whoever a graph ties to it', async () => {
  const [given, other] = [await a(aMember), await a(aMember)];
  const groupId = '01980000-0000-7000-8000-00000000abcd';
  await portal.manager.query(`UPDATE organisations SET group_id = $2 WHERE id = $1`, [
    given.id,
    groupId,
  ]);
  await states(other, [given]);
  expect(await groups(given, other)).toEqual([groupId, groupId]);
  await states(other, []);
  expect(await groups(given, other)).toEqual([groupId, null]);
});

describe('a graph that is being written is judged without being stored', () => {
  const check = async (one: One, graph: unknown) =>
    (
      await portal
        .as(one.person)
        .post(`/api/v1/organisations/${one.id}/ownership/check`)
        .send({ graph })
        .expect(200)
    ).body as { problems: { pointer: string; detail: string }[]; result: { class: string } | null };
  const enterprise = (id: string, awu = '20') => ({
    id,
    kind: 'enterprise',
    years: [{ ...year(2025), awu }],
  });

  test('every wrong field has its sentence', async () => {
    const one = await a(anOrganisation);
    const wrong = await check(one, { subject: 'A', enterprises: [enterprise('A', '-3')] });
    expect(wrong.problems).toMatchObject([
      {
        pointer: '/enterprises/0/years/0/awu',
        detail: expect.stringMatching(/cannot be negative/),
      },
    ]);
    const link = (from: string, to: string, share: number) => ({
      from,
      to,
      capitalPpm: share,
      votesPpm: share,
    });
    const several = await check(one, {
      subject: 'A',
      enterprises: [
        { ...enterprise('A'), identifier: { kind: 'vat', value: 'FR00000000000' } },
        { ...enterprise('B'), years: [year(2022), year(2025)] },
      ],
      links: [link('A', 'B', 600_000), link('B', 'A', 600_000), link('C', 'A', 500_000)],
    });
    expect(several.result).toBeNull();
    expect(several.problems.map(({ pointer }) => pointer)).toEqual([
      '/links/2/from',
      '/links/2/capitalPpm',
      '/links/2/votesPpm',
      '/enterprises/0/identifier/value',
      '/enterprises/1/years/1/year',
      '/links/1',
    ]);
    expect((await check(one, 7)).problems).toHaveLength(1);
  });

  test('a right one tells the class that would follow, with its steps', async () => {
    const one = await a(anOrganisation);
    const right = await check(one, { subject: 'A', enterprises: [enterprise('A')] });
    expect(right).toMatchObject({ problems: [], result: { class: 'sme' } });
    const stored = await portal.as(one.person).get(`/api/v1/organisations/${one.id}/ownership`);
    expect(stored.body).toMatchObject({ stored: false, version: 0, undertaking: [] });
  });
});
