import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { system } from '../../src/access/principal.js';
import { rankedRequests } from '../../src/requests/ranked-requests.queries.js';
import { aMember } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aRoundStory } from '../factories/rounds.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: TestPerson;
let boss: TestPerson;
let member: { id: string };

beforeAll(async () => {
  portal = await openPortal();
  officer = await aPerson(portal, { platformRoles: ['officer'] });
  boss = await aPerson(portal);
  member = await aMember(portal, { name: '=cmd|calc', representative: boss });
});
afterAll(() => portal.close());

const declare = (body: object) =>
  portal
    .as(boss)
    .post('/api/v1/pledges')
    .send({
      organisationId: member.id,
      kind: 'capital',
      horizonYear: 2040,
      newMoney: false,
      ...body,
    });
const evidence = { evidence: 'Board minutes of May.' };
const report = async () => (await portal.http.get('/api/v1/public/pledges').expect(200)).body;
const month = (back: number) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 2, 12));
};
const inMonth = async <T>(back: number, work: () => PromiseLike<T>): Promise<T> => {
  portal.travelTo(month(back));
  try {
    return await work();
  } finally {
    portal.travelTo(null);
  }
};

test('without pledges there is nothing to tell', async () => {
  expect(await report()).toMatchObject({
    target: { cents: '15000000000000' },
    totals: { declaredCents: '0', confirmedCents: '0', pledges: 0 },
    months: [],
    kinds: [],
  });
});

test('the sum over time follows each version from its own day on; new money is told apart', async () => {
  const made = await inMonth(5, () => declare({ amountCents: '1000', newMoney: true }));
  const id = (made.body as { id: string }).id;
  await inMonth(4, () => portal.as(officer).post(`/api/v1/pledges/${id}/confirm`).send(evidence));
  await inMonth(3, () => declare({ amountCents: '500' }));
  await inMonth(2, () =>
    portal
      .as(boss)
      .patch(`/api/v1/pledges/${id}`)
      .set('If-Match', '"2"')
      .send({ amountCents: '800', reason: 'The board decided otherwise.' }),
  );
  const gone = await inMonth(2, () => declare({ amountCents: '90000' }));
  await inMonth(1, () =>
    portal
      .as(boss)
      .post(`/api/v1/pledges/${(gone.body as { id: string }).id}/withdraw`)
      .send({}),
  );
  const { months, totals, kinds } = await report();
  const lines = months.map((line: Record<string, string>) => [
    line['month'],
    line['declaredCents'],
    line['confirmedCents'],
    line['newDeclaredCents'],
    line['newConfirmedCents'],
  ]);
  const name = (back: number) => month(back).toISOString().slice(0, 7);
  expect(lines).toEqual([
    [name(5), '1000', '0', '1000', '0'],
    [name(4), '1000', '1000', '1000', '1000'],
    [name(3), '1500', '1000', '1000', '1000'],
    [name(2), '91300', '0', '800', '0'],
    [name(1), '1300', '0', '800', '0'],
    [name(0), '1300', '0', '800', '0'],
  ]);
  expect(totals).toMatchObject({
    declaredCents: '1300',
    confirmedCents: '0',
    pledges: 2,
    members: 1,
  });
  expect(kinds).toMatchObject([{ kind: 'capital', pledges: 2, declaredCents: '1300' }]);
  expect((await portal.as(boss).get('/api/v1/reports/pledges').expect(200)).body.months).toEqual(
    months,
  );
});

test('as a table, with cells that no spreadsheet computes; only what one may read', async () => {
  const sums = await portal.http.get('/api/v1/public/pledges.csv').expect(200);
  expect(sums.headers['content-type']).toContain('text/csv');
  expect(sums.headers['content-disposition']).toContain('pledges-by-month.csv');
  expect(sums.text.split('\n')[0]).toContain('month,declared_eur,confirmed_eur');
  expect(sums.text).toContain(',13.00,0.00,8.00,0.00');
  const lines = async (who: TestPerson) =>
    (await portal.as(who).get('/api/v1/reports/pledges.csv').expect(200)).text;
  expect(await lines(officer)).toContain("'=cmd|calc");
  expect((await lines(officer)).trim().split('\n')).toHaveLength(4);
  expect((await lines(await aPerson(portal))).trim().split('\n').length).toBeLessThan(2);
  await portal.http.get('/api/v1/reports/pledges.csv').expect(401);
});

describe('MEM-8: a pledge buys nothing', () => {
  test('what a round divides among is the same before and after a pledge of billions', async () => {
    const { callId, contenders } = await aRoundStory(portal);
    const ranked = () =>
      portal.database.inTransaction(system('test'), (manager) => rankedRequests(manager, callId));
    const before = await ranked();
    expect(before).toHaveLength(3);
    const [first] = contenders;
    await portal.manager.query(
      `INSERT INTO pledges (id, organisation_id, kind, amount_cents, horizon_year, new_money, state)
       SELECT gen_random_uuid(), organisation_id, 'capital', 900000000000, 2030, true, 'confirmed'
         FROM requests WHERE id = $1`,
      [first?.requestId],
    );
    expect(await ranked()).toEqual(before);
  });

  test('nothing that scores, ranks or divides reads pledges', () => {
    const src = join(import.meta.dirname, '../../src');
    const folders = [
      'requests',
      'reviews',
      'ranking',
      'allocation',
      'allocation/engine',
      'rounds',
      'calls',
      'grants',
    ];
    const reading = folders.flatMap((folder) =>
      readdirSync(join(src, folder))
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
        .filter((file) => /pledge/i.test(readFileSync(join(src, folder, file), 'utf8')))
        .map((file) => `${folder}/${file}`),
    );
    expect(reading).toEqual([]);
  });
});
