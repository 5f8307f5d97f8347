import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { addressesAfter } from './address.rules.js';
import {
  checkClassOpen,
  classOf,
  type Classification,
  type Declaration,
  type Figures,
} from './classification.rules.js';
import { Organisation } from './organisation.entity.js';
import {
  identifiersFor,
  recordClaims,
  storeIdentifiers,
  type Claim,
} from './organisation-identifiers.queries.js';
import {
  checkIdentityOpen,
  slugOf,
  type GivenIdentifier,
  type StoredIdentifier,
} from './organisation.rules.js';
import { hasOwnershipGraph, organisationsPage, organisationView } from './organisations.queries.js';
import type {
  ChangeOrganisation,
  CreateOrganisation,
  OrganisationsQuery,
  OrganisationView,
} from './organisations.schemas.js';

/** What only the seed and the portal itself say about a new organisation. */
export interface CreateOptions {
  /** Who becomes its representative; the acting person unless told, null for nobody. */
  representativeId?: string | null;
  groupId?: string | null;
  fictitious?: boolean;
  /** A class that does not follow from figures, with the sentences that say why. */
  classified?: Pick<Classification, 'class' | 'basis'>;
}

/** Legal entities: who they are and of which class. */
@Injectable()
export class Organisations {
  constructor(private readonly database: Database) {}

  /** One's own organisations; all of them for officers, administrators and auditors. */
  async list(who: Principal, query: OrganisationsQuery) {
    const ids = tenantIds(who, 'organisation.read');
    return await organisationsPage(this.database.manager, who, ids, query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<OrganisationView> {
    const ids = tenantIds(who, 'organisation.read');
    return found(await organisationView(this.database.manager, who, ids, id));
  }

  /**
   * Registers an organisation; whoever does it becomes its representative.
   * @throws DomainError rule for wrong identifiers, country or class · conflict ORG_IDENTIFIER_TAKEN.
   */
  async create(who: Principal, input: CreateOrganisation): Promise<OrganisationView> {
    const { name, country, identifiers } = input;
    const claim = { organisationId: null, organisationName: name, country, given: identifiers };
    return await this.claiming(
      who,
      () => claim,
      () => this.database.inTransaction(who, (manager) => this.createIn(manager, who, input)),
    );
  }

  /** The same inside the caller's transaction, with what only the seed may say. */
  async createIn(
    manager: EntityManager,
    who: Principal,
    input: CreateOrganisation,
    options: CreateOptions = {},
  ): Promise<OrganisationView> {
    const id = newId();
    const declaration: Declaration = {
      kind: input.kind,
      class: input.class ?? null,
      figures: input.figures ?? null,
    };
    const classification = options.classified ?? (await classNow(manager, declaration));
    const identifiers = await identifiersFor(manager, id, input.country, input.identifiers);
    await manager.insert(Organisation, {
      id,
      slug: await freeSlug(manager, id, input.name),
      name: input.name,
      legalForm: input.legalForm,
      country: input.country,
      ...addressesAfter({ city: input.city, registeredAddress: null, postalAddress: null }, input),
      kind: input.kind,
      ...classColumns(classification),
      figures: declaration.figures,
      webDomain: input.webDomain ?? null,
      description: input.description,
      groupId: options.groupId ?? null,
      fictitious: options.fictitious ?? false,
    });
    await storeIdentifiers(manager, id, input.identifiers, identifiers);
    const representativeId =
      options.representativeId === undefined ? who.personId : options.representativeId;
    if (representativeId !== null) await addRepresentative(manager, id, representativeId);
    await audit(manager, who, {
      act: 'organisation.create',
      object: { kind: 'organisation', id },
      after: {
        name: input.name,
        country: input.country,
        kind: input.kind,
        class: classification.class,
        identifiers,
        representativeId,
      },
      rule: 'MEM-2',
    });
    const view = found(await organisationView(manager, who, null, id));
    return {
      ...view,
      role:
        representativeId !== null && representativeId === who.personId
          ? 'representative'
          : view.role,
    };
  }

  /**
   * Changes an organisation by merge patch. Its class is worked out anew when kind, class or figures
   * change, its identifiers checked anew when they or the country change.
   * @throws DomainError not-found · stale · conflict ORG_IDENTITY_LOCKED, ORG_IDENTIFIER_TAKEN · rule,
   *   ORG_CLASS_OWNERSHIP where class or figures follow from an ownership graph.
   */
  async change(
    who: Principal,
    id: string,
    version: number,
    patch: ChangeOrganisation,
  ): Promise<OrganisationView> {
    const change = () =>
      this.database.inTransaction(who, (manager) =>
        this.changeIn(manager, who, id, version, patch),
      );
    return await this.claiming(who, (manager) => claimOf(manager, who, id, patch), change);
  }

  private async changeIn(
    manager: EntityManager,
    who: Principal,
    id: string,
    version: number,
    patch: ChangeOrganisation,
  ): Promise<OrganisationView> {
    const ids = tenantIds(who, 'organisation.edit');
    const before = found(await organisationView(manager, who, ids, id));
    const row = await lockOrganisation(manager, id, version);
    checkIdentityOpen(Object.keys(patch), {
      locked: row.identityLockedAt !== null,
      mayOverride: ids === null && !who.organisations.has(id),
    });
    if (await hasOwnershipGraph(manager, id)) checkClassOpen(Object.keys(patch));
    const declaration = declarationAfter(row, patch);
    const reclassify = 'kind' in patch || 'class' in patch || 'figures' in patch;
    const classification = reclassify ? await classNow(manager, declaration) : null;
    const country = patch.country ?? row.country;
    const afresh = country !== row.country || (patch.name ?? row.name) !== row.name;
    if ('identifiers' in patch || afresh) {
      const given = givenAfter(before, patch);
      const identifiers = await identifiersFor(manager, id, country, given);
      await storeIdentifiers(manager, id, given, identifiers, afresh);
    }
    await manager.update(
      Organisation,
      { id },
      {
        name: patch.name ?? row.name,
        legalForm: patched(patch.legalForm, row.legalForm, ''),
        country,
        ...addressesAfter(row, patch),
        kind: declaration.kind,
        ...(classification === null ? {} : classColumns(classification)),
        figures: declaration.figures,
        webDomain: patched(patch.webDomain, row.webDomain, null),
        description: patched(patch.description, row.description, ''),
      },
    );
    await touch(manager, id);
    const after = found(await organisationView(manager, who, null, id));
    await audit(manager, who, {
      act: 'organisation.edit',
      object: { kind: 'organisation', id },
      before: told(before, patch),
      after: told(after, patch),
      rule: reclassify ? 'MEM-2' : 'identifiers' in patch ? 'MEM-1' : null,
    });
    if (after.name !== before.name) {
      await enqueue(manager, 'screenings.organisation', { organisationId: id, cause: 'change' });
    }
    return after;
  }

  /** Where an identifier is taken, whoever wanted it is kept for the programme office (MEM-1). */
  private async claiming(
    who: Principal,
    claimOf: (manager: EntityManager) => Claim | null | Promise<Claim | null>,
    work: () => Promise<OrganisationView>,
  ): Promise<OrganisationView> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'ORG_IDENTIFIER_TAKEN') throw error;
      // The request's Idempotency-Key went with its transaction and stands for its answer only.
      const { idempotency: _, ...claimant } = who;
      await this.database.inTransaction(claimant, async (manager) => {
        const claim = await claimOf(manager);
        if (claim !== null) await recordClaims(manager, who, claim);
      });
      throw error;
    }
  }

  /**
   * Holds fast what an application rests on, or lets it be changed again; runs in the caller's
   * transaction.
   */
  async lockIdentity(manager: EntityManager, id: string, locked: boolean): Promise<void> {
    await manager.query(
      `UPDATE organisations SET identity_locked_at = CASE WHEN $2 THEN portal_now() END,
              version = version + 1, updated_at = portal_now()
        WHERE id = $1 AND (identity_locked_at IS NOT NULL) <> $2`,
      [id, locked],
    );
  }
}

/** The organisation under lock, in the version that the change was made for. */
export async function lockOrganisation(
  manager: EntityManager,
  id: string,
  version?: number,
): Promise<Organisation> {
  const row = await manager.findOne(Organisation, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!row) throw notFound('organisation');
  if (version !== undefined && version !== row.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'Somebody changed this organisation meanwhile. Read it again and repeat your change.',
    );
  }
  return row;
}

function found<T>(thing: T | null): T {
  if (thing === null) throw notFound('organisation');
  return thing;
}

/** MEM-2 by the ceilings of today, as the database tells it. */
async function classNow(manager: EntityManager, declaration: Declaration): Promise<Classification> {
  const [row] = await manager.query<[{ day: string }]>(
    `SELECT to_char(portal_now(), 'YYYY-MM-DD') AS day`,
  );
  return classOf(declaration, row.day);
}

const classColumns = (classification: Pick<Classification, 'class' | 'basis'>) => ({
  class: classification.class,
  classBasis: classification.basis.join('\n'),
});

/** Kind, class and figures after a patch. A new kind without a class lets the class follow from it. */
function declarationAfter(row: Organisation, patch: ChangeOrganisation): Declaration {
  const kind = patch.kind ?? row.kind;
  const kept = kind === row.kind ? row.class : null;
  return {
    kind,
    class: 'class' in patch ? (patch.class ?? null) : kept,
    figures: figuresAfter(row.figures, patch.figures),
  };
}

function figuresAfter(
  before: Figures | null,
  patch: ChangeOrganisation['figures'],
): Figures | null {
  if (patch === undefined) return before;
  if (patch === null) return null;
  const merged = { ...before, ...patch };
  const missing = (['year', 'headcount', 'turnoverCents', 'balanceCents'] as const).filter(
    (field) => merged[field] === undefined,
  );
  if (missing.length === 0) return merged as Figures;
  const detail =
    'Figures need the year, the headcount, the turnover and the balance sheet. Send what is missing.';
  throw new DomainError('rule', 'ORG_FIGURES_MISSING', detail, {
    errors: missing.map((field) => ({
      pointer: `/figures/${field}`,
      code: 'MISSING',
      detail: 'Give this figure.',
    })),
  });
}

/** Merge patch of one field: left out stays, null empties. */
const patched = <T>(given: T | null | undefined, before: T, empty: T): T =>
  given === undefined ? before : (given ?? empty);

/** Which identifiers the organisation says it has after a patch. */
const givenAfter = (before: OrganisationView, patch: ChangeOrganisation): GivenIdentifier[] =>
  'identifiers' in patch ? (patch.identifiers ?? []) : before.identifiers.map(typed);

async function claimOf(
  manager: EntityManager,
  who: Principal,
  organisationId: string,
  patch: ChangeOrganisation,
): Promise<Claim | null> {
  const before = await organisationView(manager, who, null, organisationId);
  if (before === null) return null;
  return {
    organisationId,
    organisationName: patch.name ?? before.name,
    country: patch.country ?? before.country,
    given: givenAfter(before, patch),
  };
}

const typed = ({ kind, raw }: { kind: StoredIdentifier['kind']; raw: string }) => ({
  kind,
  value: raw,
});

/** What the audit row keeps: the fields that the patch named. */
const told = (view: OrganisationView, patch: ChangeOrganisation) => ({
  ...Object.fromEntries(
    Object.keys(patch).map((field) => [field, view[field as keyof OrganisationView]]),
  ),
  class: view.class,
});

async function touch(manager: EntityManager, id: string): Promise<void> {
  await manager.query(
    `UPDATE organisations SET version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [id],
  );
}

/** The slug of the name, or, where that is taken, with the end of the id. */
async function freeSlug(manager: EntityManager, id: string, name: string): Promise<string> {
  const slug = slugOf(name);
  const taken = await manager.existsBy(Organisation, { slug });
  return taken ? `${slug}-${id.slice(-8)}` : slug;
}

async function addRepresentative(
  manager: EntityManager,
  organisationId: string,
  personId: string,
): Promise<void> {
  await manager.query(
    `INSERT INTO organisation_people (organisation_id, person_id, role) VALUES ($1, $2, 'representative')`,
    [organisationId, personId],
  );
}
