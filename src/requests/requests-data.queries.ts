import { erasedName, type PersonData } from '../people/person-data.rules.js';

/** Who changed a field last is told to a second editor by name (REQ-6). */
const unnamed = `(SELECT coalesce(jsonb_object_agg(f.key, CASE
    WHEN f.value->>'byId' = p.id::text OR (f.value->>'byId' IS NULL AND f.value->>'by' = p.name)
    THEN f.value || '{"by":"${erasedName}"}' ELSE f.value END), '{}')
  FROM jsonb_each(q.field_changes) AS f)`;

export const requestsData: readonly PersonData[] = [
  {
    section: 'requests',
    sql: `SELECT q.id, q.reference, q.title, q.state, o.name AS organisation, q.created_by = $1 AS "createdByYou",
                 (SELECT jsonb_agg(jsonb_build_object('number', v.number, 'content', v.content,
                                                      'receiptAt', v.receipt_at) ORDER BY v.number)
                    FROM request_revisions v WHERE v.request_id = q.id AND v.submitted_by = $1) AS submitted,
                 q.created_at AS "createdAt"
            FROM requests q JOIN organisations o ON o.id = q.organisation_id
           WHERE q.created_by = $1
              OR EXISTS (SELECT 1 FROM request_revisions v WHERE v.request_id = q.id AND v.submitted_by = $1)
           ORDER BY q.created_at`,
    erase: [
      `UPDATE requests q SET field_changes = ${unnamed} FROM people p
        WHERE p.id = $1 AND (strpos(q.field_changes::text, p.id::text) > 0
           OR strpos(q.field_changes::text, p.name) > 0)`,
    ],
    kept: 'Requests of organisations with their team lists, and who handed them in, by id: grants and State-aid records rest on them.',
  },
];
