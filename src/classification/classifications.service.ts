import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound, type FieldProblem } from '../kernel/domain-error.js';
import type { Organisation } from '../organisations/organisation.entity.js';
import { organisationView } from '../organisations/organisations.queries.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { classifyOwnership, type OwnershipClass } from './classify.rules.js';
import {
  insertClassification,
  insertOwnership,
  newestClassification,
  newestOwnership,
  ownershipVersions,
  type StoredOwnership,
} from './classifications.queries.js';
import type {
  ClassificationView,
  OwnershipCheck,
  OwnershipView,
  PutOwnership,
} from './classifications.schemas.js';
import {
  asProblem,
  basisOf,
  checkClaim,
  checkSubjectKind,
  draftGraph,
} from './organisation-graph.rules.js';
import { checkOwnership } from './ownership.rules.js';
import { ownershipFindings } from './ownership-check.rules.js';
import { regroup, stateUndertaking, undertakingOf } from './undertakings.queries.js';

/** The class of an organisation by its ownership graph (MEM-2). */
@Injectable()
export class Classifications {
  constructor(private readonly database: Database) {}

  /** The newest graph, or a draft of version 0 from what the organisation says of itself. */
  async ownership(who: Principal, organisationId: string): Promise<OwnershipView> {
    const { manager } = this.database;
    const organisation = await readable(manager, who, organisationId);
    const stored = await newestOwnership(manager, organisationId);
    const undertaking = await undertakingOf(manager, organisationId);
    return { ...ownershipViewOf(organisation, stored), undertaking };
  }

  /** @throws DomainError not-found for a foreign organisation. */
  async versions(who: Principal, organisationId: string) {
    const { manager } = this.database;
    await readable(manager, who, organisationId);
    return { items: await ownershipVersions(manager, organisationId) };
  }

  /**
   * Judges a graph that is being written, and stores nothing: every field that is wrong with its
   * sentence, and the class that would follow.
   * @throws DomainError not-found for a foreign organisation.
   */
  async check(who: Principal, organisationId: string, graph: unknown): Promise<OwnershipCheck> {
    const { manager } = this.database;
    const organisation = await readable(manager, who, organisationId);
    return ownershipFindings(graph, organisation.kind, await today(manager));
  }

  /**
   * Stores a new version of the graph; earlier ones stay. The class does not change before it is
   * computed. Also while the identity is locked: a change of owners has to be told at any time.
   * @throws DomainError not-found · stale · rule OWN_GRAPH, OWN_SUBJECT_KIND.
   */
  async storeOwnership(
    who: Principal,
    organisationId: string,
    version: number,
    graph: PutOwnership,
  ): Promise<OwnershipView> {
    return await this.database.inTransaction(who, async (manager) => {
      const organisation = await claim(manager, who, organisationId);
      const before = await newestOwnership(manager, organisationId);
      const current = before?.version ?? 0;
      if (version !== current) throw staleGraph();
      asProblem(() => checkOwnership(graph));
      checkSubjectKind(graph, organisation.kind);
      await insertOwnership(manager, organisationId, current + 1, graph, who.personId);
      await stateUndertaking(manager, organisationId, graph);
      await regroup(manager, who, organisationId);
      await audit(manager, who, {
        act: 'organisation.ownership',
        object: { kind: 'organisation', id: organisationId },
        before: before === null ? null : summaryOf(before.version, before.graph),
        after: summaryOf(current + 1, graph),
        rule: 'MEM-2',
      });
      await enqueue(manager, 'screenings.organisation', { organisationId, cause: 'change' });
      const after = ownershipViewOf(organisation, await newestOwnership(manager, organisationId));
      return { ...after, undertaking: await undertakingOf(manager, organisationId) };
    });
  }

  /**
   * Computes the class from the newest graph, keeps all steps, and gives the organisation its class
   * unless its identity is locked.
   * @throws DomainError not-found · rule OWN_MISSING, OWN_GRAPH, OWN_SUBJECT_KIND.
   */
  async compute(who: Principal, organisationId: string): Promise<ClassificationView> {
    return await this.database.inTransaction(who, async (manager) => {
      const organisation = await claim(manager, who, organisationId);
      const applied = organisation.identityLockedAt === null;
      await this.computeIn(manager, who, organisation, applied);
      return await latest(manager, organisationId);
    });
  }

  /**
   * The same in the caller's transaction, on an organisation under lock.
   * @param applied whether the organisation gets the class.
   * @returns the id of the classification.
   */
  async computeIn(
    manager: EntityManager,
    who: Principal,
    organisation: Organisation,
    applied: boolean,
  ): Promise<{ id: string; class: OwnershipClass['class'] }> {
    const stored = await newestOwnership(manager, organisation.id);
    if (stored === null && organisation.kind === 'company') throw graphMissing();
    const ceilingsOf = await today(manager);
    const found = judge(organisation, stored, ceilingsOf);
    const ownershipVersion = stored?.version ?? null;
    const id = await insertClassification(manager, {
      organisationId: organisation.id,
      ownershipVersion,
      found,
      ceilingsOf,
      applied,
      personId: who.personId,
    });
    if (applied) {
      await applyClass(manager, organisation.id, found, subjectOf(organisation, stored));
    }
    await audit(manager, who, {
      act: 'organisation.classify',
      object: { kind: 'organisation', id: organisation.id },
      before: { class: organisation.class },
      after: {
        class: applied ? found.class : organisation.class,
        computed: found.class,
        size: found.size,
        ownershipVersion,
        classificationId: id,
      },
      rule: 'MEM-2',
    });
    await regroup(manager, who, organisation.id);
    return { id, class: found.class };
  }

  /**
   * REN-1, MEM-2: computes the class of a company anew from its newest graph and gives it that class,
   * for a renewal. Runs in the caller's transaction, on an organisation under lock.
   * @returns the class and the newest closed year in the graph; null where no graph is stored.
   * @throws DomainError rule OWN_GRAPH, OWN_SUBJECT_KIND.
   */
  async renewIn(
    manager: EntityManager,
    who: Principal,
    organisation: Organisation,
  ): Promise<{ class: OwnershipClass['class']; year: number } | null> {
    const stored = await newestOwnership(manager, organisation.id);
    if (stored === null) return null;
    const { subject, enterprises } = stored.graph;
    const years = enterprises.find(({ id }) => id === subject)?.years ?? [];
    const found = await this.computeIn(manager, who, organisation, true);
    return { class: found.class, year: Math.max(0, ...years.map(({ year }) => year)) };
  }

  /** @throws DomainError not-found for a foreign organisation, and while nothing is computed. */
  async one(who: Principal, organisationId: string): Promise<ClassificationView> {
    const { manager } = this.database;
    await readable(manager, who, organisationId);
    return await latest(manager, organisationId);
  }

  /**
   * What the stored graph says against the class with which an organisation applies (MEM-2); null where
   * nothing does, or no graph is stored.
   */
  async claimProblem(
    manager: EntityManager,
    organisation: Organisation,
  ): Promise<FieldProblem | null> {
    const stored = await newestOwnership(manager, organisation.id);
    if (stored === null) return null;
    try {
      checkClaim(organisation.class, judge(organisation, stored, await today(manager)).class);
      return null;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, detail } = error;
      return { pointer: '/organisation/class', code, detail };
    }
  }

  /**
   * For an application that is handed in: where a graph is stored, an SME has to be one by it, and the
   * computation is kept. Runs in the caller's transaction, on an organisation under lock.
   * @returns the id of the classification; null where no graph is stored.
   * @throws DomainError rule MEM_CLASS_OWNERSHIP, OWN_GRAPH, OWN_SUBJECT_KIND.
   */
  async settleIn(
    manager: EntityManager,
    who: Principal,
    organisation: Organisation,
  ): Promise<string | null> {
    const stored = await newestOwnership(manager, organisation.id);
    if (stored === null) return null;
    const ceilingsOf = await today(manager);
    const found = judge(organisation, stored, ceilingsOf);
    checkClaim(organisation.class, found.class);
    return await insertClassification(manager, {
      organisationId: organisation.id,
      ownershipVersion: stored.version,
      found,
      ceilingsOf,
      applied: organisation.class === found.class,
      personId: who.personId,
    });
  }
}

function judge(
  organisation: Organisation,
  stored: StoredOwnership | null,
  day: string,
): OwnershipClass {
  const graph = stored?.graph ?? draftGraph(organisation);
  checkSubjectKind(graph, organisation.kind);
  return asProblem(() => classifyOwnership(graph, day));
}

const subjectOf = (organisation: Organisation, stored: StoredOwnership | null): string =>
  (stored?.graph ?? draftGraph(organisation)).subject;

async function readable(manager: EntityManager, who: Principal, id: string) {
  const view = await organisationView(manager, who, tenantIds(who, 'organisation.read'), id);
  if (view === null) throw notFound('organisation');
  return { ...view, figures: view.figures ?? null };
}

/** The organisation under lock, if the principal may change it. */
async function claim(manager: EntityManager, who: Principal, id: string): Promise<Organisation> {
  const ids = tenantIds(who, 'organisation.edit');
  if (ids !== null && !ids.includes(id)) throw notFound('organisation');
  return await lockOrganisation(manager, id);
}

async function latest(manager: EntityManager, organisationId: string): Promise<ClassificationView> {
  const found = await newestClassification(manager, organisationId);
  if (found === null) throw notFound('classification');
  return found;
}

async function applyClass(
  manager: EntityManager,
  id: string,
  { class: of, steps }: OwnershipClass,
  subject: string,
): Promise<void> {
  await manager.query(
    `UPDATE organisations SET class = $2, class_basis = $3, version = version + 1,
            updated_at = portal_now() WHERE id = $1`,
    [id, of, basisOf(steps, subject)],
  );
}

async function today(manager: EntityManager): Promise<string> {
  const [row] = await manager.query<[{ day: string }]>(
    `SELECT to_char(portal_now(), 'YYYY-MM-DD') AS day`,
  );
  return row.day;
}

function ownershipViewOf(
  organisation: Parameters<typeof draftGraph>[0] &
    Pick<OwnershipView, 'id' | 'createdAt' | 'updatedAt'>,
  stored: StoredOwnership | null,
): Omit<OwnershipView, 'undertaking'> {
  const { id, createdAt, updatedAt } = organisation;
  const graph = stored?.graph ?? draftGraph(organisation);
  return {
    id,
    stored: stored !== null,
    graph: { ...graph, holderRegime: 'sme' },
    version: stored?.version ?? 0,
    createdAt: stored?.createdAt ?? createdAt,
    updatedAt: stored?.createdAt ?? updatedAt,
  };
}

const summaryOf = (version: number, { enterprises, persons, links }: StoredOwnership['graph']) => ({
  ownershipVersion: version,
  enterprises: enterprises.length,
  persons: persons.length,
  links: links.length,
});

const staleGraph = () =>
  new DomainError(
    'stale',
    'VERSION_STALE',
    'Somebody changed this ownership graph meanwhile. Read it again and repeat your change.',
  );

const graphMissing = () =>
  new DomainError(
    'rule',
    'OWN_MISSING',
    'The class of a company follows from its ownership graph. Store it first with PUT …/ownership.',
  );
