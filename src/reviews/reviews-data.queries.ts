import type { PersonData } from '../people/person-data.rules.js';

export const reviewsData: readonly PersonData[] = [
  {
    section: 'reviews',
    sql: `SELECT a.id, q.reference AS request, a.state, a.due_at AS "dueAt", a.reason, r.scores, r.total, r.confidence,
                 r.comment_to_applicant AS "commentToApplicant", r.comment_to_panel AS "commentToPanel",
                 r.submitted_at AS "submittedAt"
            FROM assignments a JOIN requests q ON q.id = a.request_id LEFT JOIN reviews r ON r.assignment_id = a.id
           WHERE a.reviewer_id = $1 ORDER BY a.created_at`,
    kept: 'Reviews that you wrote, under your id: scores and decisions rest on them (REV-4).',
    duties: `SELECT 'A review of ' || q.reference || ' waits for you. Submit or decline it first.' AS what
               FROM assignments a JOIN requests q ON q.id = a.request_id
              WHERE a.reviewer_id = $1 AND a.state IN ('accepted', 'drafting') ORDER BY q.reference`,
  },
];
