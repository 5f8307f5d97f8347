import { In, type EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import type { FieldProblem } from '../kernel/domain-error.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { possibleActs } from '../kernel/state-machine.js';
import { likeLiteral } from '../people/people.rules.js';
import { keysetPage } from '../platform/keyset.js';
import { openMismatchesSql, registryMatchSql } from '../registries/registries.queries.js';
import type { ApplicationsQuery, ApplicationView } from './applications.schemas.js';
import {
  missingIn,
  sectionsOf,
  trackOf,
  type ApplicationContent,
  type DeclarationState,
} from './completeness.rules.js';
import { declarationsInForce } from './declarations.queries.js';
import { MembershipApplication } from './membership.entity.js';
import { organisationJson } from './memberships.queries.js';
import { applicationMachine, writable } from './memberships.rules.js';

type Computed =
  'missing' | 'sections' | 'possibleActs' | 'track' | 'valuesAccepted' | 'decidedClassBasis';
type Facts = Omit<
  ApplicationContent,
  'motivation' | 'aiActivity' | 'class' | 'classProblem' | 'declarations' | 'submitters'
>;
type Row = Omit<ApplicationView, Computed> & {
  decidedClassBasis: string | null;
  facts: Facts;
  texts: DeclarationState[];
};

const person = (alias: string) =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;

/** Does policy ask for a second officer (MEM-4)? The class's own row counts before that of all. */
export const fourEyesSql = (decision: 'admit' | 'decline') => `coalesce((
  SELECT y.four_eyes FROM decision_policies y
   WHERE y.decision = '${decision}' AND y.class IN (o.class, '*') AND y.valid_from <= portal_now()::date
     AND (y.valid_to IS NULL OR y.valid_to >= portal_now()::date)
   ORDER BY y.class = '*', y.valid_from DESC LIMIT 1), false)`;

const submitters = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'by',
      CASE op.role WHEN 'representative' THEN 'role' ELSE 'mandate' END) ORDER BY op.role DESC, p.name, p.id), '[]')
   FROM organisation_people op JOIN people p ON p.id = op.person_id
  WHERE op.organisation_id = o.id AND (op.role = 'representative' OR (op.role = 'manager' AND EXISTS (
    SELECT 1 FROM mandates m WHERE m.organisation_id = o.id AND m.person_id = p.id
       AND m.revoked_at IS NULL AND m.expires_at > portal_now() AND op.updated_at <= m.created_at))))`;

/** `$1`: organisations whose applications may be seen; null, the programme office, sees more of each. */
const select = `a.id, a.reference, ${organisationJson}, a.state, a.motivation, a.ai_activity AS "aiActivity",
  a.publication_consent AS "publicationConsent", a.submitted_at AS "submittedAt",
  ${person('s')} || jsonb_build_object('by',
    CASE WHEN a.submitted_mandate_id IS NULL THEN 'role' ELSE 'mandate' END) AS "submittedBy",
  a.due_at AS "dueAt", coalesce(a.due_at <= portal_now(), false) AS overdue,
  a.decided_at AS "decidedAt", a.decision_reason AS "decisionReason",
  a.classification_id AS "classificationId", a.decided_class AS "decidedClass",
  a.decided_class_basis AS "decidedClassBasis",
  (SELECT m.id FROM memberships m WHERE m.application_id = a.id) AS "membershipId",
  ${submitters} AS submitters,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('code', d.code, 'version', d.version, 'acceptedAt',
      to_char(d.accepted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY d.code), '[]')
     FROM application_declarations d WHERE d.application_id = a.id) AS declarations,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('code', f.code, 'version', f.version, 'accepted', d.version)
      ORDER BY f.place), '[]')
     FROM (${declarationsInForce}) f
     LEFT JOIN application_declarations d ON d.application_id = a.id AND d.code = f.code) AS texts,
  jsonb_build_object('kind', o.kind,
    'identifiers', (SELECT count(*) FROM organisation_identifiers i WHERE i.organisation_id = o.id),
    'hasAddress', o.registered_address IS NOT NULL, 'hasLegalForm', o.legal_form <> '',
    'hasWebDomain', o.web_domain IS NOT NULL,
    'registryMatch', ${registryMatchSql}, 'openMismatches', ${openMismatchesSql},
    'hasOwnership', EXISTS (SELECT 1 FROM ownerships w WHERE w.organisation_id = o.id)) AS facts,
  CASE WHEN $1::uuid[] IS NULL THEN jsonb_build_object('assignedTo', ${person('t')},
    'proposal', CASE WHEN a.proposed_decision IS NOT NULL AND a.decided_at IS NULL THEN
      jsonb_build_object('decision', a.proposed_decision, 'reason', a.proposed_reason, 'by', ${person('b')},
        'at', to_char(a.proposed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END,
    'fourEyes', jsonb_build_object('admit', ${fourEyesSql('admit')},
      'decline', ${fourEyesSql('decline')})) END AS office,
  a.version, a.created_at AS "createdAt", a.updated_at AS "updatedAt"`;
const from = `FROM membership_applications a JOIN organisations o ON o.id = a.organisation_id
  LEFT JOIN people s ON s.id = a.submitted_by LEFT JOIN people t ON t.id = a.assigned_to
  LEFT JOIN people b ON b.id = a.proposed_by`;

const waiting = {
  office: ['submitted', 'screening', 'review'],
  applicant: ['draft', 'changes_requested'],
} as const;

/**
 * One page of the applications of the organisations that `ids` names (null: all). What an ownership
 * graph says against the class is asked when one application is read, not here.
 */
export async function applicationsPage(
  manager: EntityManager,
  { personId }: Principal,
  ids: string[] | null,
  query: ApplicationsQuery,
) {
  const assigned = query.assigned === 'me' ? personId : (query.assigned ?? null);
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
        `($6::text IS NULL OR ($1::uuid[] IS NULL AND CASE WHEN $6 = 'none'
           THEN a.assigned_to IS NULL ELSE a.assigned_to::text = $6 END))`,
        `($7::text IS NULL OR coalesce(a.due_at <= portal_now(), false) = ($7 = 'true'))`,
        `($8::text[] IS NULL OR a.state = ANY($8))`,
        `($9::text IS NULL OR lower(o.name) LIKE '%' || $9 || '%' OR lower(a.reference) LIKE '%' || $9 || '%')`,
      ],
      parameters: [
        ids,
        query.state ?? null,
        query.organisation ?? null,
        query.class ?? null,
        query.country ?? null,
        assigned,
        query.overdue ?? null,
        query.waitingFor === undefined ? null : [...waiting[query.waitingFor]],
        query.search === undefined ? null : likeLiteral(query.search.toLowerCase()),
      ],
      id: 'a.id',
      sorts: {
        createdAt: { expression: 'a.created_at', type: 'timestamptz' },
        submittedAt: { expression: 'coalesce(a.submitted_at, a.created_at)', type: 'timestamptz' },
        dueAt: { expression: `coalesce(a.due_at, 'infinity')`, type: 'timestamptz' },
        organisation: { expression: 'lower(o.name)', type: 'text' },
      },
      sortDefault: '-createdAt',
    },
    query,
  );
  return { items: items.map((row) => viewOf(row, null)), nextCursor };
}

/**
 * @param classProblem asks what a stored graph says against the class; only while it can be changed.
 * @throws DomainError not-found for an unknown application or one outside `ids`.
 */
export async function applicationView(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
  classProblem: (organisationId: string) => Promise<FieldProblem | null>,
): Promise<ApplicationView> {
  const [row] = await manager.query<Row[]>(
    `SELECT ${select} ${from}
      WHERE a.id = $2 AND ($1::uuid[] IS NULL OR a.organisation_id = ANY($1))`,
    [ids, id],
  );
  if (!row) throw notFound('membership application');
  const asks = writable.includes(row.state) && row.facts.hasOwnership;
  return viewOf(row, asks ? await classProblem(row.organisation.id) : null);
}

function viewOf(row: Row, classProblem: FieldProblem | null): ApplicationView {
  const { facts, texts, decidedClassBasis, ...shown } = row;
  const open = writable.includes(row.state);
  const content = contentOf(row, classProblem);
  return {
    ...shown,
    valuesAccepted: texts.every(({ version, accepted }) => accepted === version),
    track: trackOf(row.organisation.class),
    missing: open ? missingIn(content) : [],
    sections: open ? sectionsOf(content) : [],
    // Only an appeal that is upheld reopens a declined one.
    possibleActs: possibleActs(applicationMachine, row.state).filter((act) => act !== 'reopen'),
    decidedClassBasis: decidedClassBasis === null ? [] : decidedClassBasis.split('\n'),
  };
}

function contentOf(row: Row, classProblem: FieldProblem | null): ApplicationContent {
  return {
    ...row.facts,
    motivation: row.motivation,
    aiActivity: row.aiActivity,
    class: row.organisation.class,
    classProblem,
    declarations: row.texts,
    submitters: row.submitters.length,
  };
}

/** What an application is judged by when it is handed in: the same that its sections show. */
export async function applicationContent(
  manager: EntityManager,
  id: string,
  classProblem: FieldProblem | null,
): Promise<ApplicationContent> {
  const [row] = await manager.query<Row[]>(`SELECT ${select} ${from} WHERE a.id = $2`, [null, id]);
  if (!row) throw notFound('membership application');
  return contentOf(row, classProblem);
}

/** Does policy ask for a second officer to decide so on this organisation (MEM-4)? */
export async function asksFourEyes(
  manager: EntityManager,
  organisationId: string,
  decision: 'admit' | 'decline',
): Promise<boolean> {
  const [row] = await manager.query<[{ asks: boolean }]>(
    `SELECT ${fourEyesSql(decision)} AS asks FROM organisations o WHERE o.id = $1`,
    [organisationId],
  );
  return row.asks;
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
