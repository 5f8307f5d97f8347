import { In, type EntityManager } from 'typeorm';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { possibleActs } from '../kernel/state-machine.js';
import { keysetPage } from '../platform/keyset.js';
import type { ApplicationsQuery, ApplicationView } from './applications.schemas.js';
import { MembershipApplication } from './membership.entity.js';
import { applicationMachine, missingIn, trackOf, writable } from './memberships.rules.js';
import { organisationJson } from './memberships.queries.js';

type Row = Omit<ApplicationView, 'missing' | 'possibleActs' | 'track'> & { identifiers: number };

const select = `a.id, a.reference, ${organisationJson}, a.state, a.motivation, a.ai_activity AS "aiActivity",
  a.values_accepted AS "valuesAccepted", a.publication_consent AS "publicationConsent",
  a.submitted_at AS "submittedAt", a.decided_at AS "decidedAt", a.decision_reason AS "decisionReason",
  (SELECT m.id FROM memberships m WHERE m.application_id = a.id) AS "membershipId",
  (SELECT count(*)::int FROM organisation_identifiers i WHERE i.organisation_id = o.id) AS identifiers,
  a.version, a.created_at AS "createdAt", a.updated_at AS "updatedAt"`;
const from = `FROM membership_applications a JOIN organisations o ON o.id = a.organisation_id`;

/** One page of the applications of the organisations that `ids` names (null: all). */
export async function applicationsPage(
  manager: EntityManager,
  ids: string[] | null,
  query: ApplicationsQuery,
) {
  const { items, nextCursor } = await keysetPage<Row>(
    manager,
    {
      select,
      from,
      where: [
        `($1::uuid[] IS NULL OR a.organisation_id = ANY($1))`,
        `($2::text IS NULL OR a.state = $2)`,
        `($3::uuid IS NULL OR a.organisation_id = $3)`,
        `($4::text IS NULL OR o.class = $4)`,
        `($5::text IS NULL OR o.country = $5)`,
      ],
      parameters: [
        ids,
        query.state ?? null,
        query.organisation ?? null,
        query.class ?? null,
        query.country ?? null,
      ],
      id: 'a.id',
      sorts: {
        createdAt: { expression: 'a.created_at', type: 'timestamptz' },
        submittedAt: { expression: 'coalesce(a.submitted_at, a.created_at)', type: 'timestamptz' },
        organisation: { expression: 'lower(o.name)', type: 'text' },
      },
      sortDefault: '-createdAt',
    },
    query,
  );
  return { items: items.map(viewOf), nextCursor };
}

/** @throws DomainError not-found for an unknown application or one outside `ids`. */
export async function applicationView(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
): Promise<ApplicationView> {
  const [row] = await manager.query<Row[]>(
    `SELECT ${select} ${from}
      WHERE a.id = $1 AND ($2::uuid[] IS NULL OR a.organisation_id = ANY($2))`,
    [id, ids],
  );
  if (!row) throw notFound('membership application');
  return viewOf(row);
}

function viewOf({ identifiers, ...row }: Row): ApplicationView {
  const content = { ...row, class: row.organisation.class, identifiers };
  return {
    ...row,
    track: trackOf(row.organisation.class),
    missing: writable.includes(row.state) ? missingIn(content) : [],
    possibleActs: possibleActs(applicationMachine, row.state),
  };
}

/**
 * The application under lock, in the version that the act was meant for.
 * @throws DomainError not-found outside `ids` · stale VERSION_STALE.
 */
export async function claimApplication(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
  version: number | undefined,
): Promise<MembershipApplication> {
  const row = await manager.findOne(MembershipApplication, {
    where: ids === null ? { id } : { id, organisationId: In(ids) },
    lock: { mode: 'pessimistic_write' },
  });
  if (!row) throw notFound('membership application');
  if (version !== undefined && version !== row.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'Somebody changed this application meanwhile. Read it again and repeat your change.',
    );
  }
  return row;
}

/** The one application of an organisation that is neither decided nor withdrawn, or null. */
export async function openApplication(
  manager: EntityManager,
  organisationId: string,
): Promise<{ id: string; reference: string } | null> {
  const [row] = await manager.query<{ id: string; reference: string }[]>(
    `SELECT id, reference FROM membership_applications
      WHERE organisation_id = $1 AND state NOT IN ('admitted', 'declined', 'withdrawn')`,
    [organisationId],
  );
  return row ?? null;
}
