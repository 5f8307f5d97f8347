import { organisationRoles, type OrganisationRole } from '../../src/access/permissions.js';
import { aPdf } from '../../src/documents/files.fixture.js';
import { newId } from '../../src/kernel/random.js';
import { routeTable } from '../../src/platform/http.js';
import type { Route } from '../../src/platform/route-table.js';
import { aCall } from '../factories/calls.js';
import { aMember, anOrganisation, joinOrganisation } from '../factories/organisations.js';
import { aPerson, aSession, type TestPerson } from '../factories/people.js';
import { aSubmittedRequest } from '../factories/requests.js';
import { aSubmittedReview } from '../factories/reviews.js';
import { aPublishedRound } from '../factories/rounds.js';
import { openPortal, type Portal } from '../harness/portal.js';

/*
 * Somebody else's object looks exactly like one that does not exist: every route that names an object,
 * asked by every organisation role of another organisation and by a reviewer without an assignment,
 * with the id of a real foreign object and with an id of nothing. The two answers must be the same.
 */

let portal: Portal;
let routes: readonly Route[];
/** Ids of real objects that belong to one organisation, by the noun in the path. */
let theirs: Record<string, string>;
/** Parameters behind the first. */
let inner: Record<string, string>;
const strangers = new Map<string, TestPerson>();

beforeAll(async () => {
  portal = await openPortal();
  routes = routeTable({ get: (token: never) => portal.get(token) } as never).routes;
  await makeWorld();
  for (const role of organisationRoles) strangers.set(role, await strangerWith(role));
  strangers.set('reviewer', await aPerson(portal, { platformRoles: ['reviewer'] }));
  strangers.set('nobody in particular', await aPerson(portal));
}, 60_000);
afterAll(() => portal.close());

async function strangerWith(role: OrganisationRole): Promise<TestPerson> {
  const person = await aPerson(portal);
  await anOrganisation(portal, { people: { [role]: person } });
  return person;
}

async function makeWorld(): Promise<void> {
  const owner = await aPerson(portal);
  const member = await aPerson(portal);
  const organisation = await aMember(portal, { representative: owner });
  await joinOrganisation(portal, organisation.id, member.id, 'member');
  const applicant = await aPerson(portal);
  const applying = await anOrganisation(portal, { representative: applicant });
  const post = async (who: TestPerson, path: string, body: object) => {
    const answer = await portal.as(who).post(`/api/v1${path}`).send(body);
    expect([path, answer.status, answer.body.detail ?? '']).toEqual([path, 201, '']);
    return (answer.body as { id: string }).id;
  };
  const application = await post(applicant, '/membership-applications', {
    organisationId: applying.id,
  });
  const document = await portal
    .as(applicant)
    .post(`/api/v1/membership-applications/${application}/documents`)
    .attach('file', aPdf, 'accounts.pdf')
    .expect(201);
  const pledge = await post(owner, '/pledges', {
    organisationId: organisation.id,
    kind: 'talent',
    horizonYear: 2030,
    newMoney: false,
    description: 'Two doctoral positions.',
  });
  const invitation = await post(owner, `/organisations/${organisation.id}/invitations`, {
    email: 'somebody@example.test',
    role: 'member',
  });
  const deputy = await aPerson(portal);
  await joinOrganisation(portal, organisation.id, deputy.id, 'manager');
  const mandate = await post(owner, `/organisations/${organisation.id}/mandates`, {
    personId: deputy.id,
  });
  const handOver = await post(owner, `/organisations/${organisation.id}/hand-overs`, {
    personId: member.id,
    roleAfter: 'member',
  });
  const domain = 'tenants-spec.example';
  await portal.manager.query(`UPDATE organisations SET web_domain = $2 WHERE id = $1`, [
    organisation.id,
    domain,
  ]);
  const asker = await aPerson(portal, { email: `asker@${domain}` });
  const joining = await post(asker, `/organisations/${organisation.id}/joining-requests`, {});
  const call = await aCall(portal, { reviewsPerRequest: 1 });
  const request = await aSubmittedRequest(portal, { call, organisation });
  const review = await aSubmittedReview(portal, { request });
  const round = await aPublishedRound(portal);
  await portal.run('grants.offer', { roundId: round.roundId });
  const [grant] = await portal.manager.query<{ id: string }[]>(`SELECT id FROM grants LIMIT 1`);
  const suspended = await aMember(portal, { representative: await aPerson(portal) });
  const officer = await aPerson(portal, { platformRoles: ['officer'] });
  await portal
    .as(officer)
    .post(`/api/v1/memberships/${suspended.membershipId}/suspend`)
    .send({ code: 'misuse', reason: 'Time was passed on to a firm outside the Union.' })
    .expect(200);
  const [suspendedOwner] = await portal.manager.query<[{ id: string }]>(
    `SELECT person_id AS id FROM organisation_people WHERE organisation_id = $1`,
    [suspended.id],
  );
  const appeal = await post(
    { ...owner, ...(await aSession(portal, suspendedOwner.id)) },
    '/appeals',
    {
      subject: { kind: 'suspension', id: suspended.membershipId },
      grounds: 'The firm that is meant is our own subsidiary in Tallinn, as the register shows.',
    },
  );
  const [letter] = await portal.manager.query<{ id: string }[]>(`SELECT id FROM letters LIMIT 1`);
  theirs = {
    organisations: organisation.id,
    'membership-applications': application,
    pledges: pledge,
    invitations: invitation,
    mandates: mandate,
    'hand-overs': handOver,
    'joining-requests': joining,
    requests: request.id,
    assignments: review.id,
    grants: (grant as { id: string }).id,
    memberships: suspended.membershipId,
    letters: letter!.id,
    appeals: appeal,
    rounds: round.roundId,
    sessions: owner.sessionId,
    tokens: newId(),
  };
  inner = {
    personId: member.id,
    documentId: document.body.id as string,
    requestId: (round.contenders[0] as { requestId: string }).requestId,
  };
}

const noun = (path: string) => /^\/api\/v1\/(?:me\/)?([a-z-]+)\/:/.exec(path)?.[1] ?? '';
/** What everybody may read by design: published rounds as such. */
const open = new Set([
  'GET /api/v1/rounds/:id',
  'GET /api/v1/rounds/:id/lines',
  'GET /api/v1/rounds/:id/certificate',
  'GET /api/v1/memberships/:id/credential',
  'GET /api/v1/memberships/:id/credential/status',
]);

const foreignRoutes = () =>
  routes.filter(
    (route) =>
      noun(route.path) in theirs &&
      !route.path.includes(':token') &&
      !open.has(`${route.method} ${route.path}`),
  );

/** Bodies that pass the schemas, so that the answer depends on the object and not on the form. */
const bodies: Record<string, object> = {
  decide: { decision: 'admit' },
  'request-changes': { reason: 'The figures of last year are missing.' },
  screen: {},
  suspend: { code: 'misuse', reason: 'The figures of last year are missing.' },
  reinstate: { reason: 'The figures of last year are there now.' },
  end: { kind: 'withdrawn' },
  renew: { confirmed: { identity: true, representative: true, class: true } },
  appeal: { grounds: 'The figures of last year were handed in, as the receipt in the file shows.' },
  decline: { reason: 'We found another way to do it.' },
  'declare-conflict': { reason: 'We wrote a paper together last year.' },
  review: { scores: {} },
  accept: {},
  'hand-overs': { personId: newId(), roleAfter: 'member' },
  invitations: { email: 'stranger@example.test', role: 'viewer' },
  mandates: { personId: '01980000-0000-7000-8000-000000000000' },
  check: { graph: {} },
  assign: { personId: null },
  'reject-proposal': { reason: 'The accounts are of another company.' },
};

async function ask(who: TestPerson, route: Route, id: string, second: string) {
  const url = route.path
    .replace(/:[A-Za-z]+/, id)
    .replace(/:([A-Za-z]+)/, (_, name: string) =>
      second === 'real' ? (inner[name] ?? newId()) : newId(),
    );
  const client = portal.as(await aSession(portal, who.id));
  const last = route.path.split('/').at(-1) as string;
  const { status, body } = await client[route.method.toLowerCase() as 'get'](url)
    .set('If-Match', '"1"')
    .send(route.method === 'GET' ? undefined : (bodies[last] ?? {}));
  return { status, body: { ...(body as object), requestId: '' } };
}

test('there is a real object behind every noun', () => {
  expect(foreignRoutes().length).toBeGreaterThan(30);
  for (const name of ['organisations', 'requests', 'grants', 'assignments', 'pledges']) {
    expect(foreignRoutes().some(({ path }) => noun(path) === name)).toBe(true);
  }
});

test('a foreign object answers exactly as one that does not exist', async () => {
  for (const route of foreignRoutes()) {
    const name = noun(route.path);
    for (const [role, who] of strangers) {
      const foreign = await ask(who, route, theirs[name] as string, 'real');
      // A published round is everybody's: there only the line in it is somebody's own.
      const nothing = name === 'rounds' ? (theirs[name] as string) : newId();
      const unknown = await ask(who, route, nothing, 'none');
      expect([route.method, route.path, role, foreign]).toEqual([
        route.method,
        route.path,
        role,
        unknown,
      ]);
      expect([route.path, role, foreign.status]).toEqual([route.path, role, expect.any(Number)]);
      expect([400, 403, 404]).toContain(foreign.status);
    }
  }
}, 120_000);

test('lists hold nothing of others', async () => {
  const lists = [
    'organisations',
    'membership-applications',
    'memberships',
    'letters',
    'appeals',
    'pledges',
    'requests',
    'grants',
  ];
  for (const [role, who] of strangers) {
    for (const list of lists) {
      const { body, status } = await portal.as(who).get(`/api/v1/${list}?limit=200`);
      if (status === 403) continue;
      const ids = (body.items as { id: string; organisation?: { id: string } }[]).map(
        ({ id }) => id,
      );
      expect([role, list, ids.filter((id) => Object.values(theirs).includes(id))]).toEqual([
        role,
        list,
        [],
      ]);
    }
  }
});
