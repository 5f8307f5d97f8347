import type { PlatformRole } from '../../src/access/permissions.js';
import { anonymous, type Principal } from '../../src/access/principal.js';
import { sha256Hex } from '../../src/kernel/hash.js';
import { gpuSecondsOfHours } from '../../src/kernel/gpu-time.js';
import { newId } from '../../src/kernel/random.js';
import { RoundDecisions } from '../../src/rounds/round-decisions.service.js';
import { Rounds } from '../../src/rounds/rounds.service.js';
import type { Portal } from '../harness/portal.js';
import { aMember, type OrganisationClass } from './organisations.js';
import { aPerson, type TestPerson } from './people.js';
import { aPoolGroup, type MadePoolGroup, type PoolGroupWish } from './pools.js';

type Store = Pick<Portal, 'database' | 'get' | 'manager'>;

export interface ContenderWish {
  class?: OrganisationClass;
  /** GPU-hours; 1,000 unless told. */
  ask?: number;
  minimum?: number;
  /** 800 of 1,000 unless told. */
  score?: number | null;
  state?: string;
  title?: string;
  /** Another request of an organisation that is there already. */
  organisationId?: string;
}

export interface MadeContender {
  requestId: string;
  organisationId: string;
  organisationName: string;
  title: string;
  representative: TestPerson;
}

export interface RoundStory {
  callId: string;
  group: MadePoolGroup;
  contenders: MadeContender[];
}

export interface RoundStoryWish {
  group?: PoolGroupWish;
  /** Divides pools that are there already. */
  poolGroup?: MadePoolGroup;
  contenders?: readonly ContenderWish[];
  callState?: 'draft' | 'open' | 'closed';
  /** Hours from now; the cut-off was an hour ago unless told. */
  cutOffInHours?: number;
  acceptanceDays?: number;
  membersOnly?: boolean;
}

/** A call whose requests are ranked and whose time to allocate has come, made by plain SQL. */
export async function aRoundStory(portal: Store, wish: RoundStoryWish = {}): Promise<RoundStory> {
  const group = wish.poolGroup ?? (await aPoolGroup(portal, wish.group));
  const callId = await aCall(portal, group.id, wish);
  const contenders: MadeContender[] = [];
  const wishes = wish.contenders ?? [{ class: 'large' }, { class: 'sme' }, { class: 'science' }];
  for (const contender of wishes) {
    contenders.push(await aContender(portal, callId, group, contender));
  }
  return { callId, group, contenders };
}

async function aCall({ manager }: Store, groupId: string, wish: RoundStoryWish): Promise<string> {
  await manager.query(
    `INSERT INTO access_modes (code, name, audience, classes, ask_min_gpu_seconds, ask_max_gpu_seconds,
       months, expert_review, turnaround, selection, valid_from, source)
     VALUES ('test-mode', 'Test mode', 'tests', '{large,sme,science}', 1, 1000000000000000, '{6,12}', true,
       'days', 'by rank', '2025-01-01', 'Made by a test.') ON CONFLICT DO NOTHING`,
  );
  const callId = newId();
  await manager.query(
    `INSERT INTO calls (id, title, access_mode, pool_group_id, state, opens_at, cut_off_at, classes,
       members_only, ask_min_gpu_seconds, ask_max_gpu_seconds, months, criteria, reviews_per_request,
       threshold_total, review_due_at, allocate_at, acceptance_days, opened_at)
     VALUES ($1, 'Test call', 'test-mode', $2, $3, portal_now() - interval '30 days',
       portal_now() + make_interval(hours => $4), '{large,sme,science}', $6, 1, 1000000000000000, '{6,12}',
       '[]', 0, 0, portal_now() + make_interval(hours => $4), portal_now() + make_interval(hours => $4), $5,
       portal_now() - interval '30 days')`,
    [
      callId,
      groupId,
      wish.callState ?? 'closed',
      wish.cutOffInHours ?? -1,
      wish.acceptanceDays ?? 14,
      wish.membersOnly ?? true,
    ],
  );
  return callId;
}

/** One more request of a call, ranked unless told; its organisation is a member with a representative. */
export async function aContender(
  portal: Store,
  callId: string,
  group: Pick<MadePoolGroup, 'pools'>,
  wish: ContenderWish = {},
): Promise<MadeContender> {
  const representative = await aPerson(portal);
  const organisation = await organisationFor(portal, wish, representative);
  const title = wish.title ?? `Project of ${organisation.name}`;
  const requestId = newId();
  const content = contentOf(wish, title, group);
  await portal.manager.query(
    `INSERT INTO requests (id, call_id, organisation_id, state, title, content, receipt_at, revision, score, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, portal_now() - interval '2 days', 1, $7, $8)`,
    [
      requestId,
      callId,
      organisation.id,
      wish.state ?? 'ranked',
      title,
      JSON.stringify(content),
      wish.score === undefined ? 800 : wish.score,
      representative.id,
    ],
  );
  await portal.manager.query(
    `INSERT INTO request_revisions (id, request_id, number, content, content_hash, receipt_digest, submitted_by)
     VALUES ($1, $2, 1, $3, $4, $5, $6)`,
    [
      newId(),
      requestId,
      JSON.stringify(content),
      sha256Hex(requestId),
      sha256Hex(`receipt ${requestId}`),
      representative.id,
    ],
  );
  return {
    requestId,
    organisationId: organisation.id,
    organisationName: organisation.name,
    title,
    representative,
  };
}

async function organisationFor(portal: Store, wish: ContenderWish, representative: TestPerson) {
  if (wish.organisationId === undefined) {
    return await aMember(portal, { class: wish.class ?? 'sme', representative });
  }
  const [row] = await portal.manager.query<{ id: string; name: string }[]>(
    `SELECT id, name FROM organisations WHERE id = $1`,
    [wish.organisationId],
  );
  return row!;
}

function contentOf(wish: ContenderWish, title: string, group: Pick<MadePoolGroup, 'pools'>) {
  const start = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  return {
    title,
    summary: 'A project that only exists in this test.',
    purpose: 'To see what the round makes of it.',
    startsOn: start,
    months: 6,
    gpus: 64,
    gpuSecondsAsked: gpuSecondsOfHours(wish.ask ?? 1_000).toString(),
    gpuSecondsMinimum: gpuSecondsOfHours(wish.minimum ?? 0).toString(),
    poolIds: group.pools.map(({ id }) => id),
  };
}

/** The two people that SEP-2 asks for. */
export async function aChairAndAnOfficer(portal: Store) {
  return {
    chair: await aPerson(portal, { name: 'Carla Chair', platformRoles: ['chair'] }),
    officer: await aPerson(portal, { name: 'Olaf Officer', platformRoles: ['officer'] }),
  };
}

/** The whole way to a published round, by the services that people use. */
export async function aPublishedRound(
  portal: Store,
  wish: RoundStoryWish = {},
): Promise<RoundStory & { roundId: string }> {
  const story = await aRoundStory(portal, wish);
  const { chair, officer } = await aChairAndAnOfficer(portal);
  const [rounds, decisions] = [portal.get(Rounds), portal.get(RoundDecisions)];
  const { id: roundId } = await rounds.create(principalOf(officer, ['officer']), story.callId);
  const round = await rounds.compute(principalOf(officer, ['officer']), roundId);
  for (const [person, role] of [
    [chair, 'chair'],
    [officer, 'officer'],
  ] as const) {
    await decisions.approve(principalOf(person, [role]), roundId, round!.planHash!);
  }
  await decisions.publish(principalOf(officer, ['officer']), roundId);
  return { ...story, roundId };
}

const principalOf = (person: TestPerson, platformRoles: readonly PlatformRole[]): Principal => ({
  ...anonymous('test', '127.0.0.1'),
  kind: 'person',
  personId: person.id,
  name: person.name,
  platformRoles,
  sessionId: person.sessionId,
  secondFactor: 'shown',
});
