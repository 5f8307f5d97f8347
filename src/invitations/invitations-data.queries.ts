import type { PersonData, RetainedData } from '../people/person-data.rules.js';

const nobody = `email = 'erased', email_normal = 'erased-' || id, version = version + 1, updated_at = portal_now(),
  state = CASE WHEN state = 'open' THEN 'revoked' ELSE state END`;

export const invitationsData: readonly PersonData[] = [
  {
    section: 'invitations',
    sql: `SELECT i.id, o.name AS organisation, i.role, i.state, i.email, i.invited_by = $1 AS "madeByYou",
                 i.created_at AS "createdAt"
            FROM invitations i JOIN organisations o ON o.id = i.organisation_id
           WHERE i.invited_by = $1 OR i.accepted_by = $1
              OR i.email_normal = (SELECT email_normal FROM people WHERE id = $1) ORDER BY i.created_at`,
    erase: [
      `UPDATE invitations SET ${nobody} WHERE accepted_by = $1
          OR email_normal = (SELECT email_normal FROM people WHERE id = $1)`,
    ],
  },
];

const over = `email <> 'erased' AND (state <> 'open' OR expires_at < $1) AND greatest(updated_at, expires_at) < $1`;

export const invitationsRetained: readonly RetainedData[] = [
  {
    subject: 'invitations',
    what: 'Addresses in invitations that are answered, taken back or expired.',
    due: `SELECT id::text, greatest(updated_at, expires_at) AS since FROM invitations WHERE ${over}`,
    remove: [`UPDATE invitations SET ${nobody} WHERE ${over}`],
  },
];
