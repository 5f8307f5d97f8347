import type { PersonData, RetainedData } from '../people/person-data.rules.js';

export const affiliationsData: readonly PersonData[] = [
  {
    section: 'handOvers',
    sql: `SELECT h.id, o.name AS organisation, h.giver_id = $1 AS "fromYou", h.state, h.created_at AS "createdAt"
            FROM hand_overs h JOIN organisations o ON o.id = h.organisation_id
           WHERE h.giver_id = $1 OR h.receiver_id = $1 ORDER BY h.created_at`,
    erase: [
      `UPDATE hand_overs SET state = CASE WHEN giver_id = $1 THEN 'withdrawn' ELSE 'declined' END,
              version = version + 1, updated_at = portal_now()
        WHERE state = 'open' AND (giver_id = $1 OR receiver_id = $1)`,
    ],
    kept: 'That the representation of an organisation passed from one account to another, by id.',
  },
  {
    section: 'joiningRequests',
    sql: `SELECT j.id, o.name AS organisation, j.state, j.created_at AS "createdAt"
            FROM joining_requests j JOIN organisations o ON o.id = j.organisation_id
           WHERE j.person_id = $1 ORDER BY j.created_at`,
    erase: [`DELETE FROM joining_requests WHERE person_id = $1`],
  },
];

const over = `state <> 'open' AND updated_at < $1`;

export const affiliationsRetained: readonly RetainedData[] = [
  {
    subject: 'joining-requests',
    what: 'Requests to join an organisation that are answered or withdrawn.',
    due: `SELECT id::text, updated_at AS since FROM joining_requests WHERE ${over}`,
    remove: [`DELETE FROM joining_requests WHERE ${over}`],
  },
];
