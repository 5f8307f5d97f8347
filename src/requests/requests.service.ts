import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { isReceiving } from '../calls/call.rules.js';
import { callById } from '../calls/calls.queries.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { mergeContent } from './content.rules.js';
import { revisionPage, timelinePage } from './history.queries.js';
import { moveRequests } from './request-moves.service.js';
import { requestResource } from './request-resource.queries.js';
import { requestMachine, staleRequest } from './request.rules.js';
import {
  claimRequest,
  requestIsVisible,
  requestPage,
  requestSight,
  type ClaimedRequest,
} from './requests.queries.js';
import type {
  ContentPatch,
  CreateRequest,
  DraftContent,
  requestsQuery,
  revisionsQuery,
  timelineQuery,
} from './requests.schemas.js';

/** Requests while their applicants work on them, and the outcomes that a round gives them. */
@Injectable()
export class Requests {
  constructor(private readonly database: Database) {}

  /** One page of the requests that the asker may see. */
  async list(principal: Principal, asked: z.infer<typeof requestsQuery>) {
    const { manager } = this.database;
    return await requestPage(manager, await requestSight(manager, principal), asked);
  }

  /** @throws DomainError not-found for an unknown or foreign request. */
  async get(principal: Principal, id: string) {
    return await this.database.inTransaction(principal, (manager) =>
      requestResource(manager, principal, id),
    );
  }

  /**
   * Starts a draft in an open call. Membership is not asked yet: a request may be drafted before it.
   * @throws DomainError not-found for a call or organisation that is not open to the asker.
   */
  async create(principal: Principal, body: CreateRequest) {
    return await this.database.inTransaction(principal, async (manager) => {
      const { callId, organisationId, content } = body;
      const call = await callById(manager, callId);
      if (call === null || call.openedAt === null) throw notFound('call');
      await requireOwnOrganisation(manager, principal, organisationId);
      const now = await this.database.now(manager);
      if (!isReceiving(call, now)) throw callClosed();
      const id = newId();
      const changes = changesOf(principal, 1, Object.keys(content), now);
      await manager.query(
        `INSERT INTO requests (id, call_id, organisation_id, title, content, field_changes, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          id,
          callId,
          organisationId,
          content.title ?? '',
          JSON.stringify(content),
          JSON.stringify(changes),
          principal.personId,
        ],
      );
      await audit(manager, principal, {
        act: 'request.create',
        object: { kind: 'request', id },
        after: { state: requestMachine.initial, callId, organisationId },
      });
      return await requestResource(manager, principal, id);
    });
  }

  /**
   * Saves a part of the working copy; what was sent before stays sent (REQ-6).
   * @throws DomainError stale with the fields that changed meanwhile; conflict after the cut-off.
   */
  async change(principal: Principal, id: string, version: number, patch: ContentPatch) {
    return await this.database.inTransaction(principal, async (manager) => {
      const request = await claim(manager, principal, 'request.draft', id);
      if (request.version !== version) throw staleRequest(request, version);
      requireEditable(request);
      const content = mergeContent(request.content, patch);
      await storeContent(manager, principal, request, content, Object.keys(patch));
      return await requestResource(manager, principal, id);
    });
  }

  /** Takes a request back: possible until it is awarded. */
  async withdraw(principal: Principal, id: string, reason?: string, version?: number) {
    return await this.database.inTransaction(principal, async (manager) => {
      const request = await claim(manager, principal, 'request.submit', id);
      if (version !== undefined && request.version !== version)
        throw staleRequest(request, version);
      nextState(requestMachine, request.state, 'withdraw');
      const told = reason === undefined || reason === '' ? {} : { reason };
      const move = { requestId: id, act: 'withdraw' as const, code: 'WITHDRAWN', ...told };
      await moveRequests(manager, principal, [move], null);
      return await requestResource(manager, principal, id);
    });
  }

  /** One page of what was sent, newest first. */
  async revisions(principal: Principal, id: string, asked: z.infer<typeof revisionsQuery>) {
    const { manager } = this.database;
    await this.requireVisible(manager, principal, id);
    return await revisionPage(manager, id, asked);
  }

  /** One page of what happened to a request, as far as the asker may know it. */
  async timeline(principal: Principal, id: string, asked: z.infer<typeof timelineQuery>) {
    const { manager } = this.database;
    await this.requireVisible(manager, principal, id);
    const everything = tenantIds(principal, 'request.read') === null;
    return await timelinePage(manager, id, { everything }, asked);
  }

  /**
   * Gives requests what a published round decided, inside that round's transaction.
   * @throws DomainError conflict REQ_MOVED_MEANWHILE when one of them was withdrawn since.
   */
  async applyOutcomes(
    manager: EntityManager,
    principal: Principal,
    outcomes: readonly {
      requestId: string;
      act: 'award' | 'reserve' | 'reject';
      code: string;
      reason: string;
    }[],
  ): Promise<void> {
    await moveRequests(manager, principal, outcomes, 'ALLOC-0');
  }

  private async requireVisible(manager: EntityManager, principal: Principal, id: string) {
    const sight = await requestSight(manager, principal);
    if (!(await requestIsVisible(manager, sight, id))) throw notFound('request');
  }
}

async function claim(
  manager: EntityManager,
  principal: Principal,
  permission: 'request.draft' | 'request.submit',
  id: string,
): Promise<ClaimedRequest> {
  const request = await claimRequest(manager, id, tenantIds(principal, permission), false);
  if (request === null) throw notFound('request');
  return request;
}

function callClosed(): DomainError {
  return new DomainError(
    'conflict',
    'REQ_CALL_CLOSED',
    'The call takes no requests now. Look for another open call.',
  );
}

/** A working copy exists as long as it could still be sent. */
function requireEditable(request: ClaimedRequest): void {
  nextState(requestMachine, request.state, 'submit');
  if (request.state !== 'changes_requested' && !isReceiving(request.call, request.now)) {
    throw callClosed();
  }
}

async function requireOwnOrganisation(
  manager: EntityManager,
  principal: Principal,
  organisationId: string,
): Promise<void> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM organisations WHERE id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2))`,
    [organisationId, tenantIds(principal, 'request.draft')],
  );
  if (rows.length === 0) throw notFound('organisation');
}

const changesOf = (principal: Principal, version: number, fields: readonly string[], at: Date) =>
  Object.fromEntries(
    fields.map((field) => [
      field,
      { version, by: principal.name, byId: principal.personId, at: at.toISOString() },
    ]),
  );

async function storeContent(
  manager: EntityManager,
  principal: Principal,
  request: ClaimedRequest,
  content: DraftContent,
  fields: readonly string[],
): Promise<void> {
  const changes = changesOf(principal, request.version + 1, fields, request.now);
  await manager.query(
    `UPDATE requests SET content = $2, title = $3, field_changes = field_changes || $4::jsonb,
       version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [request.id, JSON.stringify(content), content.title ?? '', JSON.stringify(changes)],
  );
}
