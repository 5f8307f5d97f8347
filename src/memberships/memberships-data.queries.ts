import type { PersonData, RetainedData } from '../people/person-data.rules.js';

export const membershipsData: readonly PersonData[] = [
  {
    section: 'membershipApplications',
    sql: `SELECT a.id, a.reference, o.name AS organisation, a.state, a.motivation, a.ai_activity AS "aiActivity",
                 a.created_by = $1 AS "createdByYou", a.submitted_by = $1 AS "submittedByYou",
                 a.decided_by = $1 AS "decidedByYou", a.created_at AS "createdAt"
            FROM membership_applications a JOIN organisations o ON o.id = a.organisation_id
           WHERE $1 IN (a.created_by, a.submitted_by, a.decided_by) ORDER BY a.created_at`,
    kept: 'Who made, handed in or decided an application, by id: the membership rests on it (MEM-3, MEM-5).',
  },
];

/** Decided against, or withdrawn, so long ago that nobody can appeal or complain any more. */
const over = `s.state = 'stored' AND s.subject_kind = 'membership-application' AND s.removed_at IS NULL
  AND EXISTS (SELECT 1 FROM membership_applications a WHERE a.id = s.subject_id
     AND a.state IN ('declined', 'withdrawn') AND a.updated_at < $1)`;

export const membershipsRetained: readonly RetainedData[] = [
  {
    subject: 'application-documents',
    what: 'Documents of applications that were declined or withdrawn.',
    due: `SELECT s.id::text, s.created_at AS since FROM documents s WHERE ${over}`,
    remove: [
      `WITH gone AS (UPDATE documents s SET removed_at = portal_now() WHERE ${over} RETURNING s.id)
       SELECT count(*) FROM gone`,
      `DELETE FROM document_chunks c USING documents d WHERE d.id = c.document_id
          AND d.removed_at IS NOT NULL AND $1::timestamptz IS NOT NULL`,
    ],
  },
];
