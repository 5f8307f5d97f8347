import type { EntityManager } from 'typeorm';
import { actorNameNow } from '../platform/audit.service.js';
import { keysetPage } from '../platform/keyset.js';

interface PageAsked {
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
}

/** One page of the revisions of a request, newest first. */
export async function revisionPage(manager: EntityManager, requestId: string, asked: PageAsked) {
  return await keysetPage<object>(
    manager,
    {
      select: `v.id, v.number, v.content, v.content_hash AS "contentHash", v.receipt_at AS "receiptAt",
        v.receipt_digest AS "receiptDigest", json_build_object('name', p.name) AS "submittedBy"`,
      from: 'FROM request_revisions v JOIN people p ON p.id = v.submitted_by',
      where: ['v.request_id = $1'],
      parameters: [requestId],
      id: 'v.id',
      sorts: { number: { expression: 'v.number', type: 'integer' } },
      sortDefault: '-number',
    },
    asked,
  );
}

/** The changes of state that an applicant reads; what reviewers and officers do in between is theirs. */
const applicantActs = [
  'create',
  'submit',
  'request_changes',
  'review',
  'rank',
  'award',
  'reserve',
  'reject',
  'lapse',
  'withdraw',
  'close',
].map((act) => `request.${act}`);

/**
 * One page of the audit rows of a request, newest first. Without `everything` only what applicants may
 * read, and people outside the applicant's organisation are not named.
 */
export async function timelinePage(
  manager: EntityManager,
  requestId: string,
  { everything }: { everything: boolean },
  asked: PageAsked,
) {
  return await keysetPage<object>(
    manager,
    {
      select: `e.id, e.at, e.act, e.before->>'state' AS "from", e.after->>'state' AS "to", e.reason, e.rule,
        CASE WHEN e.actor_kind = 'system' THEN 'Champions Portal'
             WHEN $3 OR m.person_id IS NOT NULL OR e.actor_id = r.created_by THEN ${actorNameNow}
             ELSE 'Programme office' END AS by`,
      from: `FROM audit_event e JOIN requests r ON r.id = $2
        LEFT JOIN organisation_people m ON m.organisation_id = r.organisation_id AND m.person_id = e.actor_id`,
      where: [`e.object_kind = 'request'`, 'e.object_id = $1', '($3 OR e.act = ANY($4))'],
      parameters: [requestId, requestId, everything, applicantActs],
      id: 'e.id',
      sorts: { at: { expression: 'e.at', type: 'timestamptz' } },
      sortDefault: '-at',
    },
    asked,
  );
}
