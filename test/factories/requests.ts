import type { OrganisationRole } from '../../src/access/permissions.js';
import { anonymous, type Principal } from '../../src/access/principal.js';
import { gpuSecondsOfHours } from '../../src/kernel/gpu-time.js';
import { newId } from '../../src/kernel/random.js';
import type { RequestContent } from '../../src/requests/requests.schemas.js';
import { Requests } from '../../src/requests/requests.service.js';
import { Submissions } from '../../src/requests/submissions.service.js';
import type { Portal } from '../harness/portal.js';
import type { MadeCall } from './calls.js';
import { joinOrganisation } from './organisations.js';

type Store = Pick<Portal, 'database' | 'get' | 'manager'>;

export interface RequestWish {
  call: MadeCall;
  organisation: { id: string };
  /** Who writes and sends it; somebody new who represents the organisation unless told. */
  person?: { id: string; name: string };
  title?: string;
  /** 1,000 unless told. */
  askGpuHours?: number;
  /** Half of the ask unless told. */
  minimumGpuHours?: number;
  /** All pools of the call unless told. */
  poolIds?: readonly string[];
  content?: Partial<RequestContent>;
}

export interface MadeRequest {
  id: string;
  reference: string;
  version: number;
}

/** A complete content that any call of the factories accepts. */
export function contentFor(wish: Omit<RequestWish, 'organisation' | 'person'>): RequestContent {
  const ask = wish.askGpuHours ?? 1_000;
  const minimum = wish.minimumGpuHours ?? Math.ceil(ask / 2);
  return {
    title: wish.title ?? 'A language model for Baltic law',
    summary: 'Pre-training of an open language model on legal texts of three countries.',
    purpose:
      'The model makes court decisions searchable. Nothing comparable exists for these languages.',
    startsOn: wish.call.allocateAt.toISOString().slice(0, 10),
    months: 3,
    gpus: 64,
    gpuSecondsAsked: gpuSecondsOfHours(ask).toString(),
    gpuSecondsMinimum: gpuSecondsOfHours(minimum).toString(),
    poolIds: [...(wish.poolIds ?? wish.call.pools.map(({ id }) => id))],
    ...wish.content,
  };
}

/** Somebody who acts for an organisation, for tests that call services directly. */
export function actingFor(
  organisationId: string,
  person: { id: string; name: string },
  role: OrganisationRole = 'representative',
): Principal {
  return {
    ...anonymous(`test-${newId()}`, '127.0.0.1'),
    kind: 'person',
    personId: person.id,
    name: person.name,
    organisations: new Map([[organisationId, role]]),
    secondFactor: 'shown',
  };
}

/** A draft, written through the service. */
export async function aDraft(portal: Store, wish: RequestWish): Promise<MadeRequest> {
  const { principal } = await applicant(portal, wish);
  return (await portal.get(Requests).create(principal, {
    callId: wish.call.id,
    organisationId: wish.organisation.id,
    content: contentFor(wish),
  })) as unknown as MadeRequest;
}

/** A request that was sent, through the services, by an active member of the call's classes. */
export async function aSubmittedRequest(portal: Store, wish: RequestWish): Promise<MadeRequest> {
  const { principal, person } = await applicant(portal, wish);
  const draft = await aDraft(portal, { ...wish, person });
  return (await portal.get(Submissions).submit(principal, draft.id)) as unknown as MadeRequest;
}

/** A request that goes into the round, with a score; null is a call without expert review. */
export async function aRankedRequest(
  portal: Store,
  wish: RequestWish & { score?: number | null },
): Promise<MadeRequest> {
  const request = await aSubmittedRequest(portal, wish);
  await portal.manager.query(`UPDATE requests SET state = 'ranked', score = $2 WHERE id = $1`, [
    request.id,
    wish.score ?? null,
  ]);
  return request;
}

async function applicant(portal: Store, wish: RequestWish) {
  const person = wish.person ?? (await somebody(portal, wish.organisation.id));
  return { person, principal: actingFor(wish.organisation.id, person) };
}

async function somebody(portal: Store, organisationId: string) {
  const person = { id: newId(), name: 'Applicant' };
  await portal.manager.query(
    `INSERT INTO people (id, email, email_normal, name) VALUES ($1, $2, $2, $3)`,
    [person.id, `applicant-${person.id}@example.test`, person.name],
  );
  await joinOrganisation(portal, organisationId, person.id, 'representative');
  return person;
}
