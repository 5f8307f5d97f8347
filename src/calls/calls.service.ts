import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, fieldError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { isActiveMember } from '../memberships/memberships.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { Call } from './call.entity.js';
import { eligibilityChecks, requireCoherentTerms, requireFreeCutOff } from './call.rules.js';
import {
  accessModeByCode,
  accessModes,
  callPage,
  callPools,
  callResource,
  callRow,
  callWithSameCutOff,
  claimCall,
  sightOf,
} from './calls.queries.js';
import type {
  callsQuery,
  ChangeCall,
  CreateCall,
  Criterion,
  publicCallsQuery,
} from './calls.schemas.js';

/** Fields that may still change while requests come in; nobody may lose time or terms by it. */
const changeableWhileOpen = new Set(['title', 'summary', 'cutOffAt', 'reviewDueAt', 'allocateAt']);

/** Calls: drafted by officers, seen by everybody. */
@Injectable()
export class Calls {
  constructor(private readonly database: Database) {}

  /** One page of the calls; drafts only for those who run the programme. */
  async list(principal: Principal, asked: z.infer<typeof callsQuery>) {
    return await callPage(this.database.manager, sightOf(principal), asked);
  }

  /** One page of what the public may see. */
  async listPublic(asked: z.infer<typeof publicCallsQuery>) {
    return await callPage(this.database.manager, { drafts: false }, asked);
  }

  /** @throws DomainError not-found, also for a draft that the asker may not see. */
  async get(principal: Principal, id: string) {
    return await callResource(this.database.manager, principal, id);
  }

  /** The access modes in force, with their limits and sources. */
  async modes() {
    return await accessModes(this.database.manager);
  }

  /** @throws DomainError not-found for a call that was never opened. */
  async getPublic(id: string) {
    const row = await callRow(this.database.manager, id, { drafts: false });
    if (row === null) throw notFound('call');
    return { ...row, pools: await callPools(this.database.manager, row.poolGroup.id) };
  }

  /**
   * Drafts a call; classes, limits and durations come from the access mode unless told.
   * @throws DomainError rule CALL_… for terms that contradict each other.
   */
  async create(principal: Principal, body: CreateCall) {
    return await this.database.inTransaction(principal, async (manager) => {
      const mode = await accessModeByCode(manager, body.accessMode);
      if (mode === null) {
        throw fieldError('/accessMode', 'CALL_MODE_UNKNOWN', 'There is no such access mode.');
      }
      const call = manager.create(Call, {
        id: newId(),
        state: 'draft',
        ...fieldsOf(body),
        classes: body.classes ?? mode.classes,
        askMinGpuSeconds: body.gpuSecondsAskMin ?? mode.askMin,
        askMaxGpuSeconds: body.gpuSecondsAskMax ?? mode.askMax,
        months: body.months ?? mode.months,
      });
      return await insertDraft(manager, principal, call);
    });
  }

  /** REQ-2: a cut-off that has passed stays, even before the clock has closed the call. */
  private async refusePassedCutOff(manager: EntityManager, call: Call): Promise<void> {
    if (call.state !== 'open' || call.cutOffAt > (await this.database.now(manager))) return;
    throw new DomainError(
      'conflict',
      'CALL_CUT_OFF_PASSED',
      'The cut-off of this call has passed, so its terms stay as they are. Duplicate it for a new one.',
    );
  }

  /**
   * Changes a draft freely, an open call only in its texts and in later dates.
   * @throws DomainError stale, conflict CALL_TERMS_FIXED.
   */
  async change(principal: Principal, id: string, version: number, body: ChangeCall) {
    return await this.database.inTransaction(principal, async (manager) => {
      const call = await claimCall(manager, id, version);
      requireChangeable(call, body);
      await this.refusePassedCutOff(manager, call);
      const changed = { ...call, ...fieldsOf(body) };
      requireCoherentTerms(termsOf(changed));
      if (body.poolGroupId !== undefined) await requirePoolGroup(manager, body.poolGroupId);
      if (call.state === 'open') requireFreeCutOff(await callWithSameCutOff(manager, changed));
      await store(manager, changed);
      await audit(manager, principal, {
        act: 'call.change',
        object: { kind: 'call', id },
        before: only(call, Object.keys(fieldsOf(body))),
        after: fieldsOf(body),
      });
      return await callResource(manager, principal, id);
    });
  }

  /** Removes a draft; what was open once is cancelled instead, because people have seen it. */
  async remove(principal: Principal, id: string, version: number): Promise<void> {
    await this.database.inTransaction(principal, async (manager) => {
      const call = await claimCall(manager, id, version);
      if (call.openedAt !== null || call.state !== 'draft') {
        throw new DomainError(
          'conflict',
          'CALL_NOT_DRAFT',
          `This call is ${call.state}. Only drafts are removed; an open call is cancelled with a reason.`,
        );
      }
      await manager.query(`DELETE FROM calls WHERE id = $1`, [id]);
      await audit(manager, principal, {
        act: 'call.remove',
        object: { kind: 'call', id },
        before: { reference: call.reference, title: call.title },
      });
    });
  }

  /** Copies everything but the dates' meaning: the copy is a draft whose dates still have to be set. */
  async duplicate(principal: Principal, id: string, title?: string) {
    return await this.database.inTransaction(principal, async (manager) => {
      const original = await manager.findOneBy(Call, { id });
      if (original === null) throw notFound('call');
      const { reference: _, createdAt: __, updatedAt: ___, ...same } = original;
      const call = manager.create(Call, {
        ...same,
        id: newId(),
        title: title ?? `Copy of ${original.title}`.slice(0, 200),
        state: 'draft',
        version: 1,
        openedAt: null,
        cancelReason: null,
      });
      return await insertDraft(manager, principal, call);
    });
  }

  /**
   * Whether an organisation of the asker could submit to a call now, condition by condition (REQ-1).
   * @throws DomainError not-found for a call or organisation that is not the asker's to see.
   */
  async eligibility(principal: Principal, id: string, organisationId: string) {
    return await this.database.inTransaction(principal, async (manager) => {
      const call = await callRow(manager, id, sightOf(principal));
      if (call === null) throw notFound('call');
      const [organisation] = await manager.query<{ class: string; now: Date }[]>(
        `SELECT class, portal_now() AS now FROM organisations
          WHERE id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2))`,
        [organisationId, tenantIds(principal, 'request.read')],
      );
      if (!organisation) throw notFound('organisation');
      const checks = eligibilityChecks({
        call,
        organisationClass: organisation.class,
        activeMember: await isActiveMember(manager, organisationId),
        now: organisation.now,
      });
      const eligible = checks.every(({ holds }) => holds);
      return { callId: id, organisationId, eligible, checks };
    });
  }
}

async function insertDraft(manager: EntityManager, principal: Principal, call: Call) {
  requireCoherentTerms(termsOf(call));
  await requirePoolGroup(manager, call.poolGroupId);
  await manager.insert(Call, call);
  await audit(manager, principal, {
    act: 'call.create',
    object: { kind: 'call', id: call.id },
    after: { title: call.title, accessMode: call.accessMode, cutOffAt: call.cutOffAt },
  });
  return await callResource(manager, principal, call.id);
}

async function requirePoolGroup(manager: EntityManager, id: string): Promise<void> {
  const rows = await manager.query<unknown[]>(`SELECT 1 FROM pool_groups WHERE id = $1`, [id]);
  if (rows.length > 0) return;
  throw fieldError('/poolGroupId', 'CALL_POOL_GROUP_UNKNOWN', 'There is no such pool group.');
}

function requireChangeable(call: Call, body: ChangeCall): void {
  if (call.state === 'draft') return;
  if (call.state !== 'open') {
    throw new DomainError(
      'conflict',
      'CALL_FINAL',
      `This call is ${call.state}, so its terms stay as they are. Duplicate it for a new one.`,
    );
  }
  const fixed = Object.keys(body).filter((field) => !changeableWhileOpen.has(field));
  const earlier = body.cutOffAt !== undefined && new Date(body.cutOffAt) < call.cutOffAt;
  if (fixed.length === 0 && !earlier) return;
  const fields = earlier ? [...fixed, 'cutOffAt'] : fixed;
  throw new DomainError(
    'conflict',
    'CALL_TERMS_FIXED',
    'This call is open: only its texts may change, and its dates only to later ones. Close or cancel it otherwise.',
    {
      errors: fields.map((field) => ({
        pointer: `/${field}`,
        code: 'CALL_TERMS_FIXED',
        detail: 'This cannot change any more.',
      })),
    },
  );
}

/** The columns that a body sets; what it leaves out is left out. */
function fieldsOf(body: ChangeCall): Partial<Call> {
  const {
    gpuSecondsAskMin,
    gpuSecondsAskMax,
    opensAt,
    cutOffAt,
    reviewDueAt,
    allocateAt,
    ...same
  } = body;
  const fields: Partial<Call> = {
    ...same,
    askMinGpuSeconds: gpuSecondsAskMin,
    askMaxGpuSeconds: gpuSecondsAskMax,
    opensAt: dateOf(opensAt),
    cutOffAt: dateOf(cutOffAt),
    reviewDueAt: dateOf(reviewDueAt),
    allocateAt: dateOf(allocateAt),
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Call>;
}

const dateOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

function termsOf(call: Call) {
  return {
    ...call,
    askMinGpuSeconds: BigInt(call.askMinGpuSeconds),
    askMaxGpuSeconds: BigInt(call.askMaxGpuSeconds),
    criteria: call.criteria as Criterion[],
  };
}

async function store(manager: EntityManager, call: Call): Promise<void> {
  await manager.query(
    `UPDATE calls SET title = $2, summary = $3, access_mode = $4, pool_group_id = $5, opens_at = $6,
       cut_off_at = $7, review_due_at = $8, allocate_at = $9, classes = $10, members_only = $11,
       ask_min_gpu_seconds = $12, ask_max_gpu_seconds = $13, months = $14, criteria = $15,
       reviews_per_request = $16, threshold_total = $17, acceptance_days = $18,
       version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [
      call.id,
      call.title,
      call.summary,
      call.accessMode,
      call.poolGroupId,
      call.opensAt,
      call.cutOffAt,
      call.reviewDueAt,
      call.allocateAt,
      call.classes,
      call.membersOnly,
      call.askMinGpuSeconds,
      call.askMaxGpuSeconds,
      call.months,
      JSON.stringify(call.criteria),
      call.reviewsPerRequest,
      call.thresholdTotal,
      call.acceptanceDays,
    ],
  );
}

const only = (call: Call, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, call[field as keyof Call]]));
