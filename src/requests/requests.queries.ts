import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { organisationsLinkedTo } from '../organisations/organisations.queries.js';
import { gpuHoursOfText } from '../platform/fields.schemas.js';
import { keysetPage } from '../platform/keyset.js';
import type { FieldChange, RequestState } from './request.rules.js';
import type { DraftContent } from './requests.schemas.js';

/** Which requests somebody may see. */
export interface RequestSight {
  /** Organisations whose requests are seen; null for everybody's. */
  tenants: string[] | null;
  /** Organisations whose working copies are seen: one's own. */
  own: string[];
  /** A panel member whose conflicts hide requests (REV-2); null for others. */
  barred: string | null;
  /** Organisations to which the panel member belongs or is linked (REV-1). */
  linked: string[];
}

const overseers = ['officer', 'admin', 'auditor'];

/** What a principal may see under `request.read`; asks for links only where they matter. */
export async function requestSight(
  manager: EntityManager,
  principal: Principal,
): Promise<RequestSight> {
  const tenants = tenantIds(principal, 'request.read');
  const oversees = principal.platformRoles.some((role) => overseers.includes(role));
  const barred = tenants === null && !oversees ? principal.personId : null;
  const linked = barred === null ? [] : await organisationsLinkedTo(manager, barred);
  return {
    tenants,
    own: [...principal.organisations.keys()],
    barred,
    linked: linked.map(({ id }) => id),
  };
}

/** `$1`–`$4` are the sight; REV-2: what bars also hides, from lists and counts as well. */
const visible = `($1::uuid[] IS NULL OR r.organisation_id = ANY($1)) AND ($3::uuid IS NULL
  OR r.organisation_id = ANY($2::uuid[]) OR NOT (r.organisation_id = ANY($4::uuid[]) OR EXISTS (
    SELECT 1 FROM assignments a WHERE a.request_id = r.id AND a.reviewer_id = $3 AND a.state = 'conflict')))`;
const sightParameters = (sight: RequestSight) => [
  sight.tenants,
  sight.own,
  sight.barred,
  sight.linked,
];

/** One's own working copy; to everybody else what was sent. */
const seenContent = `CASE WHEN r.organisation_id = ANY($2::uuid[]) THEN r.content
  ELSE coalesce(v.content, '{}'::jsonb) END`;
const itemColumns = `r.id, r.reference, r.state, r.revision, r.receipt_at AS "receiptAt", r.score,
  r.decision_code AS "decisionCode", r.decision_reason AS "decisionReason", r.version,
  r.created_at AS "createdAt", r.updated_at AS "updatedAt",
  CASE WHEN r.organisation_id = ANY($2::uuid[]) OR v.id IS NULL THEN r.title ELSE v.content->>'title' END AS title,
  (${seenContent})->>'gpuSecondsAsked' AS asked, (${seenContent})->>'gpuSecondsMinimum' AS minimum,
  json_build_object('id', c.id, 'reference', c.reference, 'title', c.title, 'state', c.state,
    'cutOffAt', c.cut_off_at) AS call,
  json_build_object('id', o.id, 'name', o.name, 'country', o.country, 'class', o.class) AS organisation`;
const from = `FROM requests r JOIN calls c ON c.id = r.call_id JOIN organisations o ON o.id = r.organisation_id
  LEFT JOIN request_revisions v ON v.request_id = r.id AND v.number = r.revision`;

interface ItemRow {
  id: string;
  reference: string;
  state: RequestState;
  title: string;
  revision: number;
  receiptAt: Date | null;
  score: number | null;
  call: { id: string; reference: string; title: string; state: string; cutOffAt: string };
  organisation: { id: string; name: string; country: string; class: string };
  asked: string | null;
  minimum: string | null;
  decisionCode: string | null;
  decisionReason: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

interface RequestFilter {
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
  state?: string | undefined;
  call?: string | undefined;
  organisation?: string | undefined;
}

/** One page of the requests that may be seen. */
export async function requestPage(
  manager: EntityManager,
  sight: RequestSight,
  asked: RequestFilter,
) {
  const page = await keysetPage<ItemRow>(
    manager,
    {
      select: itemColumns,
      from,
      where: [
        visible,
        '($5::text IS NULL OR r.state = $5)',
        '($6::uuid IS NULL OR r.call_id = $6)',
        '($7::uuid IS NULL OR r.organisation_id = $7)',
      ],
      parameters: [
        ...sightParameters(sight),
        asked.state ?? null,
        asked.call ?? null,
        asked.organisation ?? null,
      ],
      id: 'r.id',
      sorts: {
        createdAt: { expression: 'r.created_at', type: 'timestamptz' },
        updatedAt: { expression: 'r.updated_at', type: 'timestamptz' },
        receiptAt: { expression: `coalesce(r.receipt_at, 'infinity')`, type: 'timestamptz' },
        reference: { expression: 'r.reference', type: 'text' },
      },
      sortDefault: '-createdAt',
    },
    asked,
  );
  return { ...page, items: page.items.map(told) };
}

interface DetailRow extends ItemRow {
  content: DraftContent;
  contentHash: string | null;
  receiptDigest: string | null;
  revisionReceiptAt: Date | null;
  createdBy: { name: string };
  now: Date;
  poolGroupId: string;
  callClasses: string[];
  membersOnly: boolean;
  askMin: string;
  askMax: string;
  callMonths: number[];
  allocateAt: Date;
}

/** A request with all that its page tells, before advice is added. */
export type RequestRow = NonNullable<Awaited<ReturnType<typeof requestRow>>>;

/** The request, or null when it is unknown or not to be seen. */
export async function requestRow(manager: EntityManager, sight: RequestSight, id: string) {
  const [row] = await manager.query<DetailRow[]>(
    `SELECT ${itemColumns}, ${seenContent} AS content, v.content_hash AS "contentHash",
            v.receipt_digest AS "receiptDigest", v.receipt_at AS "revisionReceiptAt",
            json_build_object('name', p.name) AS "createdBy", portal_now() AS now,
            c.pool_group_id AS "poolGroupId", c.classes AS "callClasses", c.members_only AS "membersOnly",
            c.ask_min_gpu_seconds AS "askMin", c.ask_max_gpu_seconds AS "askMax", c.months AS "callMonths",
            c.allocate_at AS "allocateAt"
       ${from} JOIN people p ON p.id = r.created_by WHERE ${visible} AND r.id = $5`,
    [...sightParameters(sight), id],
  );
  return row ? { ...row, ...told(row) } : null;
}

/** Whether a request may be seen. */
export async function requestIsVisible(
  manager: EntityManager,
  sight: RequestSight,
  id: string,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM requests r WHERE ${visible} AND r.id = $5`,
    [...sightParameters(sight), id],
  );
  return rows.length > 0;
}

/** Field by field: spreading wide rows costs a list more than all the rest of it (npm run bench:http). */
function told(row: ItemRow) {
  const [asked, minimum] = [amountOf(row.asked), amountOf(row.minimum)];
  return {
    id: row.id,
    reference: row.reference,
    state: row.state,
    title: row.title,
    call: { ...row.call, cutOffAt: new Date(row.call.cutOffAt) },
    organisation: row.organisation,
    gpuSecondsAsked: asked.seconds,
    gpuHoursAsked: asked.hours,
    gpuSecondsMinimum: minimum.seconds,
    gpuHoursMinimum: minimum.hours,
    revision: row.revision,
    receiptAt: row.receiptAt,
    score: row.score,
    decision: decisionOf(row),
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

const decisionOf = ({ decisionCode, decisionReason }: ItemRow) =>
  decisionCode === null ? null : { code: decisionCode, reason: decisionReason };

function amountOf(gpuSeconds: string | null) {
  if (gpuSeconds === null) return { seconds: null, hours: null };
  return { seconds: gpuSeconds, hours: gpuHoursOfText(gpuSeconds) };
}

/** A request locked for a change, with what decides about it. */
export interface ClaimedRequest {
  id: string;
  reference: string;
  state: RequestState;
  version: number;
  revision: number;
  content: DraftContent;
  fieldChanges: Record<string, FieldChange>;
  receiptAt: Date | null;
  organisationId: string;
  organisationClass: string;
  call: {
    id: string;
    state: string;
    cutOffAt: Date;
    classes: string[];
    membersOnly: boolean;
    poolGroupId: string;
    askMin: string;
    askMax: string;
    months: number[];
    allocateAt: Date;
  };
  now: Date;
}

interface ClaimedRow extends Omit<ClaimedRequest, 'call'> {
  callId: string;
  callState: string;
  cutOffAt: Date;
  classes: string[];
  membersOnly: boolean;
  poolGroupId: string;
  askMin: string;
  askMax: string;
  months: number[];
  allocateAt: Date;
}

/**
 * Locks a request of the tenants until the transaction ends; null when there is none. `shareCall` also
 * holds the call open: its close waits for this transaction, and this one sees a close that was first.
 */
export async function claimRequest(
  manager: EntityManager,
  id: string,
  tenants: string[] | null,
  shareCall: boolean,
): Promise<ClaimedRequest | null> {
  const [row] = await manager.query<ClaimedRow[]>(
    `SELECT r.id, r.reference, r.state, r.version, r.revision, r.content, r.field_changes AS "fieldChanges",
            r.receipt_at AS "receiptAt", r.organisation_id AS "organisationId", o.class AS "organisationClass",
            c.id AS "callId", c.state AS "callState", c.cut_off_at AS "cutOffAt", c.classes,
            c.members_only AS "membersOnly", c.pool_group_id AS "poolGroupId",
            c.ask_min_gpu_seconds AS "askMin", c.ask_max_gpu_seconds AS "askMax", c.months,
            c.allocate_at AS "allocateAt", portal_now() AS now
       FROM requests r JOIN calls c ON c.id = r.call_id JOIN organisations o ON o.id = r.organisation_id
      WHERE r.id = $1 AND ($2::uuid[] IS NULL OR r.organisation_id = ANY($2))
        FOR UPDATE OF r ${shareCall ? 'FOR SHARE OF c' : ''}`,
    [id, tenants],
  );
  if (!row) return null;
  const { callId, callState, cutOffAt, classes, membersOnly, poolGroupId, ...rest } = row;
  const { askMin, askMax, months, allocateAt, ...request } = rest;
  return {
    ...request,
    call: {
      id: callId,
      state: callState,
      cutOffAt,
      classes,
      membersOnly,
      poolGroupId,
      askMin,
      askMax,
      months,
      allocateAt,
    },
  };
}

/**
 * The content hash of what a request sent last, or null. Asked after the lock, as a statement of its own:
 * a part of the locking statement would still look at the time before it waited.
 */
export async function sentHash(
  manager: EntityManager,
  request: Pick<ClaimedRequest, 'id' | 'revision'>,
): Promise<string | null> {
  const [row] = await manager.query<{ hash: string }[]>(
    `SELECT content_hash AS hash FROM request_revisions WHERE request_id = $1 AND number = $2`,
    [request.id, request.revision],
  );
  return row?.hash ?? null;
}
