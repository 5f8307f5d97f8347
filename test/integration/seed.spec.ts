import { sha256Hex } from '../../src/kernel/hash.js';
import { seed, seedState } from '../../src/seed/seed.js';
import { demoPassword, demoUsers } from '../../src/seed/demo-users.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
const notes: string[] = [];
const before: string[] = [];

beforeAll(async () => {
  portal = await openPortal({ DEMO: 'true' });
  before.push(await seedState(portal.manager), await stateWith(true), await stateWith(false));
  await seed(portal.app, (part) => notes.push(part));
}, 300_000);
afterAll(async () => portal.close());

/** The state of a database with one person, who is made up or not; the person does not stay. */
async function stateWith(demo: boolean): Promise<string> {
  const runner = portal.database.source.createQueryRunner();
  await runner.startTransaction();
  await runner.query(
    `INSERT INTO people (id, email, email_normal, name, demo)
     VALUES (gen_random_uuid(), 'a@b.example', 'a@b.example', 'A', $1)`,
    [demo],
  );
  const state = await seedState(runner.manager);
  await runner.rollbackTransaction();
  await runner.release();
  return state;
}

const rows = async <Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
  await portal.manager.query(sql, parameters);
const count = async (from: string): Promise<number> => {
  const [row] = await rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`);
  return row!.count;
};

test('only an empty database is seeded', () => {
  expect(before).toEqual(['empty', 'unfinished', 'in use']);
});

describe('what is there', () => {
  test('a seeded database is known as one, and each part was told', async () => {
    expect(await seedState(portal.manager)).toBe('seeded');
    expect(notes.length).toBeGreaterThan(4);
  });

  test('member states, sites with their accelerators, access modes', async () => {
    expect(await count('countries WHERE eu_member')).toBe(27);
    expect(await count('countries WHERE NOT eu_member AND horizon_europe')).toBeGreaterThan(18);
    expect(await count(`sites WHERE kind = 'gigafactory' AND state = 'planned'`)).toBe(4);
    const [operating] = await rows<{ sum: number }>(
      `SELECT sum(p.accelerators)::int AS sum FROM partitions p JOIN sites s ON s.id = p.site_id
        WHERE s.state = 'operating'`,
    );
    expect(operating?.sum).toBe(55_532);
    expect(await count('access_modes')).toBe(8);
  });

  test('about ninety organisations of all classes and nearly all countries', async () => {
    const members = await rows<{ class: string; members: number; countries: number }>(
      `SELECT o.class, count(*)::int AS members, count(DISTINCT o.country)::int AS countries
         FROM memberships m JOIN organisations o ON o.id = m.organisation_id
        WHERE m.state = 'active' AND m.expires_at > now() GROUP BY o.class`,
    );
    expect(members.map((row) => row.class).sort()).toEqual(['large', 'science', 'sme']);
    for (const row of members) {
      expect(row.members).toBeGreaterThan(25);
      expect(row.countries).toBeGreaterThan(8);
    }
    const [eu] = await rows<{ count: number }>(
      `SELECT count(DISTINCT o.country)::int AS count FROM organisations o
         JOIN countries c ON c.code = o.country WHERE c.eu_member`,
    );
    expect(eu?.count).toBe(27);
  });

  test('real names carry no number and no decision', async () => {
    const real = 'SELECT id FROM organisations WHERE NOT fictitious';
    expect(await count(`organisations WHERE NOT fictitious`)).toBe(20);
    for (const table of ['pledges', 'requests', 'grants', 'membership_applications']) {
      expect(await count(`${table} WHERE organisation_id IN (${real})`)).toBe(0);
    }
    expect(await count(`organisation_people WHERE organisation_id IN (${real})`)).toBe(0);
    expect(await count(`organisations WHERE NOT fictitious AND figures IS NOT NULL`)).toBe(0);
  });

  test('pledges reach a plausible part of EUR 150 bn', async () => {
    const [sum] = await rows<{ billions: number }>(
      `SELECT (sum(amount_cents) / 1e11)::float AS billions FROM pledges WHERE state <> 'withdrawn'`,
    );
    expect(sum?.billions).toBeGreaterThan(40);
    expect(sum?.billions).toBeLessThan(110);
  });

  test('240 requests in two calls with different titles, reviewed twice', async () => {
    const calls = await rows<{ state: string; requests: number; titles: number }>(
      `SELECT c.state, count(*)::int AS requests, count(DISTINCT r.title)::int AS titles
         FROM requests r JOIN calls c ON c.id = r.call_id
        WHERE c.access_mode = 'regular' AND c.state <> 'open' GROUP BY c.id ORDER BY c.cut_off_at`,
    );
    expect(calls).toEqual([
      { state: 'completed', requests: 120, titles: 120 },
      { state: 'closed', requests: 120, titles: 120 },
    ]);
    expect(await count(`requests WHERE title ~ '[{}]' OR content::text ~ '\\{[a-z]+\\}'`)).toBe(0);
    const [reviewed] = await rows<{ least: number }>(
      `SELECT min(n)::int AS least FROM (SELECT count(v.id) AS n FROM requests r
         JOIN assignments a ON a.request_id = r.id JOIN reviews v ON v.assignment_id = a.id
        WHERE r.state IN ('ranked', 'awarded', 'reserve') AND v.submitted_at IS NOT NULL GROUP BY r.id) x`,
    );
    expect(reviewed?.least).toBe(2);
  });
});

test('the same story in every run: who asks for what, how it is scored, what becomes of it', async () => {
  const story = await rows<{ line: string }>(
    `SELECT concat_ws(' | ', o.name, r.title, r.content->>'gpuSecondsAsked', r.content->>'gpuSecondsMinimum',
              r.score, r.decision_code IN ('REQ_INCOMPLETE', 'REQ_NOT_FEASIBLE', 'BELOW_THRESHOLD', 'WITHDRAWN')) AS line
       FROM requests r JOIN organisations o ON o.id = r.organisation_id ORDER BY 1`,
  );
  // A change of the made-up data changes this digest: look at the demonstration, then replace it.
  expect(
    sha256Hex(
      story
        .map(({ line }) => line)
        .sort()
        .join('\n'),
    ).slice(0, 16),
  ).toBe('f858541a5a2ddbd3');
});

test('one member is suspended with its letter and has appealed; one application is declined with its own', async () => {
  const letters = await rows<{ kind: string; appealed: boolean }>(
    `SELECT l.kind, EXISTS (SELECT 1 FROM appeals a WHERE a.subject_id = l.object_id) AS appealed
       FROM letters l WHERE l.appeal_until > now() ORDER BY l.kind`,
  );
  expect(letters).toEqual([
    { kind: 'application-declined', appealed: false },
    { kind: 'membership-suspended', appealed: true },
  ]);
  expect(await count(`memberships WHERE state = 'suspended'`)).toBe(1);
  expect(await count(`appeals WHERE state = 'submitted'`)).toBe(1);
  expect(await count(`letters WHERE kind = 'appeal-received'`)).toBe(1);
});

describe('the rounds', () => {
  test('one is published: every class asked and got something, offers wait and were answered', async () => {
    const { body } = await portal.http.get('/api/v1/public/rounds').expect(200);
    const published = body.items.filter(({ state }: { state: string }) => state === 'published');
    expect(published).toHaveLength(1);
    const [round] = published;
    expect(round.classes.map((line: { class: string }) => line.class).sort()).toEqual([
      'large',
      'science',
      'sme',
    ]);
    for (const line of round.classes) {
      expect(line.gpuHoursGranted).toBeGreaterThan(100_000);
      expect(line.gpuHoursAsked).toBeGreaterThan(line.gpuHoursGranted);
    }
    const states = await rows<{ state: string }>(`SELECT DISTINCT state FROM grants`);
    expect(states.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['offered', 'active', 'declined']),
    );
    expect(await count(`grants WHERE state = 'offered' AND acceptance_due_at < now()`)).toBe(0);
  });

  test('each demonstration organisation has an offer to answer and a draft to send', async () => {
    const names = [...new Set(demoUsers().flatMap(({ organisation }) => organisation?.name ?? []))];
    for (const name of names) {
      const own = `organisation_id = (SELECT id FROM organisations WHERE name = '${name}')`;
      expect(await count(`grants WHERE state = 'offered' AND ${own}`)).toBeGreaterThan(0);
      expect(await count(`requests WHERE state = 'draft' AND ${own}`)).toBeGreaterThan(0);
    }
  });

  test('one is ready: the scheduler computes it at the next tick', async () => {
    expect(await count(`requests WHERE state = 'ranked'`)).toBeGreaterThan(90);
    await portal.run('rounds.tick', {});
    const jobs = await rows<{ payload: { roundId: string; epoch: number } }>(
      `SELECT payload FROM outbox WHERE job = 'round.compute' AND sent_at IS NULL`,
    );
    expect(jobs).toHaveLength(1);
    await portal.run('round.compute', jobs[0]!.payload);
    expect(await count(`rounds WHERE state = 'computed'`)).toBe(1);
  });
});

describe('what has to hold', () => {
  test('the ledger: no account beyond its limit, every balance is the sum of its transfers', async () => {
    const broken = await rows<{ id: string }>(
      `SELECT a.id FROM ledger_accounts a
         LEFT JOIN (SELECT account, sum(amount) AS posted FROM (
           SELECT credit_account_id AS account, amount_gpu_seconds AS amount FROM ledger_transfers WHERE kind IN ('single', 'post')
           UNION ALL SELECT debit_account_id, -amount_gpu_seconds FROM ledger_transfers WHERE kind IN ('single', 'post')
         ) t GROUP BY account) s ON s.account = a.id
        WHERE a.credits_posted - a.debits_posted <> coalesce(s.posted, 0)
           OR (a.limited AND a.credits_posted - a.debits_posted - a.debits_pending < 0)`,
    );
    expect(broken).toEqual([]);
  });

  test('the invariants report holds', async () => {
    const officer = await signedIn('officer');
    const { body } = await portal.as(officer).get('/api/v1/ledger/invariants').expect(200);
    const failing = body.checks.filter((check: { state: string }) => check.state === 'broken');
    expect(failing).toEqual([]);
  });

  test('nothing waits in the outbox but what the test asked for', async () => {
    expect(await count(`outbox WHERE sent_at IS NULL AND job <> 'round.compute'`)).toBe(0);
  });

  test('each review left the four audit rows of its course (AUD-1)', async () => {
    const [odd] = await rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM assignments a WHERE a.state IN ('submitted', 'released')
          AND (SELECT count(*) FROM audit_event e WHERE e.object_kind = 'assignment' AND e.object_id = a.id::text
                AND e.act IN ('assignment.propose', 'assignment.accept', 'review.start', 'review.submit')) <> 4`,
    );
    expect(odd?.count).toBe(0);
  });

  test('nothing happened in the future', async () => {
    expect(await count('audit_event WHERE at > now()')).toBe(0);
    expect(await count('request_revisions WHERE receipt_at > now()')).toBe(0);
  });
});

describe('accounts', () => {
  test.each(['officer', 'representative', 'auditor'])('%s can sign in', async (role) => {
    await signedIn(role);
  });

  test('the reviewer has an open assignment of each kind', async () => {
    const open = await rows<{ state: string }>(
      `SELECT DISTINCT a.state FROM assignments a JOIN people p ON p.id = a.reviewer_id
        WHERE p.email = $1`,
      [demoUsers().find(({ role }) => role === 'reviewer')?.email],
    );
    expect(open.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['proposed', 'accepted', 'drafting']),
    );
  });

  test('people without a password cannot sign in', async () => {
    const [person] = await rows<{ email: string }>(
      `SELECT email FROM people WHERE id NOT IN (SELECT person_id FROM credentials) LIMIT 1`,
    );
    await portal.http
      .post('/api/v1/auth/login')
      .send({ email: person?.email, password: demoPassword })
      .expect(401);
  });
});

/** A cookie after the password; the second factor is shown in the database, its codes are tested elsewhere. */
async function signedIn(role: string): Promise<{ cookie: string }> {
  const user = demoUsers().find((candidate) => candidate.role === role)!;
  const answer = await portal.http
    .post('/api/v1/auth/login')
    .send({ email: user.email, password: user.password })
    .expect(200);
  const cookie = String(answer.headers['set-cookie']).split(';')[0]!;
  await portal.manager.query(`UPDATE sessions SET second_factor_at = now() WHERE token_hash = $1`, [
    sha256Hex(cookie.split('=')[1]!),
  ]);
  return { cookie };
}
