import { newId } from '../../src/kernel/random.js';
import { holdActiveMember } from '../../src/memberships/memberships.queries.js';
import { anonymous, system } from '../../src/access/principal.js';
import { aCall } from '../factories/calls.js';
import { aMemberWith, type MadeMember } from '../factories/memberships.js';
import { anOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aDraft } from '../factories/requests.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: TestPerson;
let second: TestPerson;

const api = '/api/v1/memberships';
const reason = 'The reports of the last year were not handed in, despite three reminders.';
const suspension = { code: 'obligations', reason };
const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);

beforeAll(async () => {
  portal = await openPortal();
  officer = await aPerson(portal, { platformRoles: ['officer'], name: 'Olivia' });
  second = await aPerson(portal, { platformRoles: ['officer'], name: 'Oscar' });
});
afterAll(() => portal.close());
afterEach(() => portal.travelTo(null));

const act = (by: TestPerson, id: string, name: string, body: object = {}) =>
  portal.as(by).post(`${api}/${id}/${name}`).send(body);
const read = async (by: TestPerson, id: string) => (await portal.as(by).get(`${api}/${id}`)).body;
const lettersTo = async (member: MadeMember) =>
  (await portal.as(member.representative).get('/api/v1/letters')).body.items as {
    id: string;
    kind: string;
    locale: string;
    subject: string;
  }[];
const letter = async (member: MadeMember, kind: string) => {
  const found = (await lettersTo(member)).find((one) => one.kind === kind);
  return (await portal.as(member.representative).get(`/api/v1/letters/${found?.id}`)).body as {
    subject: string;
    paragraphs: string[];
    attention: string[];
    appeal: { kind: string; until: string; open: boolean } | null;
  };
};
const auditActs = async (id: string) =>
  (
    await portal.manager.query<{ act: string }[]>(
      `SELECT act FROM audit_event WHERE object_id = $1 AND act NOT LIKE '%credential' ORDER BY at, id`,
      [id],
    )
  ).map((row) => row.act);

describe('suspending', () => {
  test('MEM-5: the organisation reads why, until when it can appeal, and what follows when', async () => {
    const member = await aMemberWith(portal);
    const done = await act(officer, member.membershipId, 'suspend', suspension).expect(200);
    expect(done.headers['etag']).toBe('"2"');
    expect(done.body).toMatchObject({
      state: 'suspended',
      current: false,
      suspension: { code: 'obligations', reason },
      possibleActs: ['reinstate', 'end'],
    });
    const own = await read(member.representative, member.membershipId);
    expect(own).toMatchObject({ suspension: { reason }, possibleActs: ['end'] });
    const notice = Date.parse(own.suspension.grantsSuspendAt) - Date.parse(own.suspension.at);
    expect(notice).toBe(14 * dayMs);
    const sent = await letter(member, 'membership-suspended');
    expect(sent.paragraphs.join(' ')).toContain(reason);
    expect(sent.paragraphs.join(' ')).toContain('notice period');
    expect(sent.attention).toEqual([member.representative.name]);
    expect(sent.appeal).toEqual({
      kind: 'suspension',
      until: own.suspension.appealUntil,
      open: true,
    });
    expect(await auditActs(member.membershipId)).toEqual(['membership.suspend']);
  });

  test('the notice period is a row of the terms, and none for a restrictive measure', async () => {
    await portal.manager.query(
      `UPDATE membership_terms SET valid_to = '2031-01-01' WHERE valid_to IS NULL`,
    );
    await portal.manager.query(
      `INSERT INTO membership_terms VALUES ('2031-01-01', NULL, 12, 21, 60, 90, '{60}', 'a test')`,
    );
    const member = await aMemberWith(portal, { days: 3_000 });
    portal.travelTo(new Date('2031-03-01T00:00:00Z'));
    const { body } = await act(officer, member.membershipId, 'suspend', suspension).expect(200);
    expect(body.suspension.grantsSuspendAt).toBe('2031-03-22T00:00:00.000Z');
    expect(body.suspension.appealUntil).toBe('2031-04-30T00:00:00.000Z');
    portal.travelTo(null);
    const measured = await aMemberWith(portal);
    const at = await act(officer, measured.membershipId, 'suspend', {
      ...suspension,
      code: 'restrictive_measure',
    });
    expect(at.body.suspension.grantsSuspendAt).toBe(at.body.suspension.at);
    expect((await letter(measured, 'membership-suspended')).paragraphs.join(' ')).toContain(
      'suspended at once',
    );
  });

  test('needs a reason and a code, an officer, the version and an active membership', async () => {
    const member = await aMemberWith(portal);
    const id = member.membershipId;
    const bad = await act(officer, id, 'suspend', { code: 'dislike', reason: 'no' }).expect(400);
    expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/code',
      '/reason',
    ]);
    await act(member.representative, id, 'suspend', suspension).expect(403);
    await act(officer, newId(), 'suspend', suspension).expect(404);
    await act(officer, id, 'suspend', suspension).set('If-Match', '"9"').expect(412);
    const key = newId();
    const once = () => act(officer, id, 'suspend', suspension).set('Idempotency-Key', key);
    const [one, two] = [await once(), await once()];
    expect(two.body).toEqual(one.body);
    const again = await act(officer, id, 'suspend', suspension).expect(409);
    expect(again.body.code).toBe('ILLEGAL_TRANSITION');
    await act(officer, id, 'reinstate', { reason }).set('If-Match', '"2"').expect(200);
    await act(officer, id, 'reinstate', { reason }).expect(409);
  });

  test('MEM-4: not on an organisation to which one belongs or is linked', async () => {
    const group = newId();
    const insider = await aPerson(portal, { platformRoles: ['officer'] });
    await anOrganisation(portal, { groupId: group, people: { viewer: insider } });
    const member = await aMemberWith(portal, { groupId: group });
    const bodies = {
      suspend: suspension,
      reinstate: { reason },
      end: { kind: 'revoked', ...suspension },
    };
    for (const [name, body] of Object.entries(bodies)) {
      const refused = await act(insider, member.membershipId, name, body).expect(403);
      expect(refused.body.code).toBe('MEM_INTERESTED');
    }
  });

  test('two officers at one instant suspend once', async () => {
    const member = await aMemberWith(portal);
    const answers = await Promise.all(
      [officer, second].map((by) => act(by, member.membershipId, 'suspend', suspension)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await lettersTo(member)).toHaveLength(1);
  });
});

describe('MEM-9: a suspended member submits nothing', () => {
  async function aMemberWithDraft() {
    const member = await aMemberWith(portal);
    const call = await aCall(portal);
    const draft = await aDraft(portal, {
      call,
      organisation: member,
      person: member.representative,
    });
    const submit = () =>
      portal.as(member.representative).post(`/api/v1/requests/${draft.id}/submit`).send();
    return { member, submit };
  }

  test('at once; after the reinstatement it can', async () => {
    const { member, submit } = await aMemberWithDraft();
    await act(officer, member.membershipId, 'suspend', suspension).expect(200);
    const refused = await submit();
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ code: 'REQ_MEMBERSHIP_REQUIRED' }]);
    await act(officer, member.membershipId, 'reinstate', { reason }).expect(200);
    await submit().expect(200);
    expect((await letter(member, 'membership-reinstated')).paragraphs.join(' ')).toContain(reason);
  });

  test('a submission that waits for a suspension is refused once that is committed', async () => {
    const { member, submit } = await aMemberWithDraft();
    let answered: Promise<{ status: number }> | undefined;
    await portal.database.inTransaction(system('test'), async (manager) => {
      await manager.query(`UPDATE memberships SET state = 'suspended' WHERE id = $1`, [
        member.membershipId,
      ]);
      answered = Promise.resolve(submit());
      await untilWaiting();
    });
    expect((await answered)?.status).toBe(422);
  });

  test('a suspension waits for a submission that was begun before', async () => {
    const member = await aMemberWith(portal);
    let suspended: Promise<{ status: number }> | undefined;
    let first = '';
    await portal.database.inTransaction(anonymous('test', ''), async (manager) => {
      expect(await holdActiveMember(manager, member.id)).toBe(true);
      suspended = Promise.resolve(act(officer, member.membershipId, 'suspend', suspension));
      void suspended.then(() => (first ||= 'suspension'));
      await untilWaiting();
      first ||= 'submission';
    });
    expect((await suspended)?.status).toBe(200);
    expect(first).toBe('submission');
  });

  test('both at one instant: each is done or refused, and nothing comes after', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { member, submit } = await aMemberWithDraft();
      const [sent, done] = await Promise.all([
        submit(),
        act(officer, member.membershipId, 'suspend', suspension),
      ]);
      expect(done.status).toBe(200);
      expect([200, 422]).toContain(sent.status);
      expect([409, 422]).toContain((await submit()).status);
    }
  });

  /** Until somebody waits for a lock. */
  async function untilWaiting(): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      const [row] = await portal.manager.query<[{ waiting: number }]>(
        `SELECT count(*)::int AS waiting FROM pg_locks l JOIN pg_stat_activity a USING (pid)
          WHERE NOT l.granted AND a.datname = current_database()`,
      );
      if (row.waiting > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('Nobody waits.');
  }
});

describe('ending', () => {
  test('the legal representative withdraws; the credential and the rights are gone', async () => {
    const member = await aMemberWith(portal);
    const id = member.membershipId;
    await portal.http.get(`${api}/${id}/credential`).expect(200);
    const manager = await aPerson(portal);
    await portal.manager.query(`INSERT INTO organisation_people VALUES ($1, $2, 'manager')`, [
      member.id,
      manager.id,
    ]);
    await act(manager, id, 'end', { kind: 'withdrawn' }).expect(403);
    const office = await act(officer, id, 'end', { kind: 'withdrawn' }).expect(403);
    expect(office.body.code).toBe('MEM_NOT_REPRESENTATIVE');
    const note = 'We merge with another member.';
    const done = await act(member.representative, id, 'end', { kind: 'withdrawn', reason: note });
    expect(done.body).toMatchObject({
      state: 'ended',
      end: { kind: 'withdrawn', reason: note },
      possibleActs: [],
    });
    await portal.http.get(`${api}/${id}/credential`).expect(404);
    const status = await portal.http.get(`${api}/${id}/credential/status`).expect(200);
    expect(status.body).toMatchObject({ state: 'ended', current: false });
    expect((await letter(member, 'membership-withdrawn')).paragraphs.join(' ')).toContain(note);
    await act(member.representative, id, 'end', { kind: 'withdrawn' }).expect(409);
  });

  test('SEP-1: one officer proposes a revocation, another one makes it', async () => {
    const member = await aMemberWith(portal, { locale: 'de' });
    const id = member.membershipId;
    const revoke = (by: TestPerson, body: object = suspension) =>
      act(by, id, 'end', { kind: 'revoked', ...body });
    expect((await revoke(officer, {})).body.code).toBe('MEM_CODE_MISSING');
    expect((await revoke(officer, { code: 'misuse' })).body.code).toBe('MEM_REASON_MISSING');
    expect((await revoke(member.representative)).status).toBe(403);
    const proposed = await revoke(officer).expect(200);
    expect(proposed.body).toMatchObject({
      state: 'active',
      revocation: { code: 'obligations', proposedBy: { name: 'Olivia' } },
    });
    expect((await read(member.representative, id)).revocation).toBeNull();
    expect((await revoke(officer)).body.code).toBe('MEM_SECOND_PERSON');
    const other = await revoke(second, { ...suspension, code: 'misuse' });
    expect(other.body.code).toBe('MEM_OTHER_GROUND');
    // Whoever proposed the wrong ground names another one; nothing else takes the first back.
    await revoke(officer, { ...suspension, code: 'misuse' }).expect(200);
    expect((await revoke(second)).body.code).toBe('MEM_OTHER_GROUND');
    const made = await revoke(second, { ...suspension, code: 'misuse' }).expect(200);
    expect(made.body).toMatchObject({ state: 'ended', end: { kind: 'revoked', reason } });
    expect(await auditActs(id)).toEqual([
      'membership.propose-revocation',
      'membership.propose-revocation',
      'membership.end',
    ]);
    const sent = await letter(member, 'membership-revoked');
    expect(sent.subject).toBe(`Die Mitgliedschaft von ${member.name} ist entzogen`);
    expect(sent.appeal).toMatchObject({ kind: 'membership_decision', open: true });
  });

  test('a reinstatement takes a proposed revocation back', async () => {
    const member = await aMemberWith(portal);
    const id = member.membershipId;
    await act(officer, id, 'suspend', suspension).expect(200);
    await act(officer, id, 'end', { kind: 'revoked', ...suspension }).expect(200);
    const back = await act(second, id, 'reinstate', { reason }).expect(200);
    expect(back.body).toMatchObject({ state: 'active', revocation: null, suspension: null });
    const anew = await act(second, id, 'end', { kind: 'revoked', ...suspension }).expect(200);
    expect(anew.body.state).toBe('active');
  });
});

describe('REN-1: renewing', () => {
  const confirmed = { identity: true, representative: true, class: true };
  const figures = {
    year: new Date().getUTCFullYear() - 1,
    headcount: '40',
    turnoverCents: '500000000',
    balanceCents: '300000000',
  };

  test('by confirming the data: the year goes on from the old expiry', async () => {
    const member = await aMemberWith(portal, { days: 40, class: 'sme' });
    const id = member.membershipId;
    const before = await read(member.representative, id);
    const done = await act(member.representative, id, 'renew', { confirmed, figures });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ state: 'active', current: true });
    const year = Date.parse(done.body.expiresAt) - Date.parse(before.expiresAt);
    expect([365, 366]).toContain(year / dayMs);
    expect(await auditActs(id)).toEqual(['membership.renew']);
    expect((await lettersTo(member)).map(({ kind }) => kind)).toEqual(['membership-renewed']);
    const early = await act(member.representative, id, 'renew', { confirmed, figures });
    expect(early.body.code).toBe('MEM_RENEWAL_EARLY');
  });

  test('not before its time, not without each confirmation, not by others', async () => {
    const member = await aMemberWith(portal, { days: 200 });
    const early = await act(member.representative, member.membershipId, 'renew', { confirmed });
    expect([early.status, early.body.code]).toEqual([409, 'MEM_RENEWAL_EARLY']);
    const due = await aMemberWith(portal, { days: 20 });
    const half = await act(due.representative, due.membershipId, 'renew', {
      confirmed: { identity: false, representative: true, class: false },
    });
    expect([half.status, half.body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([
      422,
      ['/confirmed/identity', '/confirmed/class'],
    ]);
    await act(officer, due.membershipId, 'renew', { confirmed }).expect(403);
    await act(member.representative, due.membershipId, 'renew', { confirmed }).expect(404);
    await act(officer, due.membershipId, 'suspend', suspension).expect(200);
    await act(due.representative, due.membershipId, 'renew', { confirmed, figures }).expect(409);
  });

  test('MEM-2: the class goes by the newest closed year', async () => {
    const member = await aMemberWith(portal, { days: 20, class: 'sme' });
    const renew = (changes: object) =>
      act(member.representative, member.membershipId, 'renew', {
        confirmed,
        figures: { ...figures, ...changes },
      });
    expect((await renew({ year: figures.year - 2 })).body.code).toBe('MEM_FIGURES_OLD');
    expect((await renew({ year: figures.year + 2 })).body.code).toBe('MEM_FIGURES_FUTURE');
    const none = await act(member.representative, member.membershipId, 'renew', { confirmed });
    expect(none.body.code).toBe('ORG_FIGURES_MISSING');
    const grown = await renew({ headcount: '400', turnoverCents: '9000000000' }).expect(200);
    expect(grown.body.organisation.class).toBe('large');
    const credential = await portal.http.get(`${api}/${member.membershipId}/credential`);
    expect(JSON.parse(credential.text).member.class).toBe('large');
  });

  test('reminders 60, 30 and 7 days before, each once, in the representative’s language', async () => {
    const member = await aMemberWith(portal, { days: 100, locale: 'fr' });
    const subjects = async () => (await lettersTo(member)).map(({ subject }) => subject);
    const tickAt = async (days: number) => {
      portal.travelTo(inDays(days));
      await portal.run('memberships.tick', {});
      await portal.run('memberships.tick', {});
      portal.travelTo(null);
      return (await subjects()).length;
    };
    expect(await tickAt(39)).toBe(0);
    expect(await tickAt(40.1)).toBe(1);
    expect(await tickAt(60)).toBe(1);
    expect(await tickAt(70.1)).toBe(2);
    expect(await tickAt(93.1)).toBe(3);
    expect(await tickAt(99)).toBe(3);
    expect((await subjects())[0]).toMatch(/^L’adhésion de .* expire le /);
  });

  test('after an outage one letter goes out, not three', async () => {
    const member = await aMemberWith(portal, { days: 5 });
    await portal.run('memberships.tick', {});
    expect((await lettersTo(member)).map(({ kind }) => kind)).toEqual(['membership-renewal-due']);
  });

  test('who does not renew can do nothing from that instant on, and the job ends it', async () => {
    const member = await aMemberWith(portal, { days: 2 });
    portal.travelTo(inDays(2.1));
    const late = await act(member.representative, member.membershipId, 'renew', { confirmed });
    expect(late.body.code).toBe('MEM_EXPIRED');
    expect((await act(officer, member.membershipId, 'suspend', suspension)).body.code).toBe(
      'MEM_EXPIRED',
    );
    await portal.run('memberships.tick', {});
    const ended = await read(member.representative, member.membershipId);
    expect(ended).toMatchObject({ state: 'ended', current: false, end: { kind: 'expired' } });
    await portal.http.get(`${api}/${member.membershipId}/credential`).expect(404);
    expect((await lettersTo(member)).map(({ kind }) => kind)).toContain('membership-expired');
  });
});
