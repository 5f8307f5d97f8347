import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { checkDisinterested } from '../organisations/organisation.rules.js';
import {
  organisationView,
  personBelongsOrIsLinked,
} from '../organisations/organisations.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { identifierRows, shortTrack, type IdentifierRow } from './registries.queries.js';
import {
  nameScore,
  registryKinds,
  registryNames,
  type FaultCode,
  type RegistryKind,
  type Stated,
} from './registries.rules.js';
import type {
  CheckedIdentifierView,
  DecideMismatch,
  IdentifierChecksView,
} from './registries.schemas.js';
import { REGISTRIES, type Registries } from './registry-checks.service.js';

/** Seconds for which an officer waits before asking the registries again. */
const askAgainSeconds = 60;

/** What registries say about an organisation, for itself and for the programme office (MEM-1). */
@Injectable()
export class IdentifierChecks {
  constructor(
    private readonly database: Database,
    @Inject(REGISTRIES) private readonly registries: Registries,
  ) {}

  /** @throws DomainError not-found for an unknown or a foreign organisation. */
  async view(who: Principal, organisationId: string): Promise<IdentifierChecksView> {
    return await this.viewIn(this.database.manager, who, organisationId, 'organisation.read');
  }

  /**
   * Lets the registries be asked anew, past the answers kept for a day. A job asks: the answer arrives
   * as news.
   * @throws DomainError not-found · conflict REG_OFF, REG_NOTHING_TO_ASK · throttled REG_ASKED_JUST_NOW.
   */
  async ask(who: Principal, organisationId: string): Promise<IdentifierChecksView> {
    return await this.database.inTransaction(who, async (manager) => {
      await this.viewIn(manager, who, organisationId, 'identifier.check');
      const askable = await askableIdentifiers(manager, organisationId);
      this.checkAskable(askable);
      await manager.query(
        `DELETE FROM registry_answers r USING organisation_identifiers i
          WHERE i.organisation_id = $1 AND r.kind = i.kind AND r.value = i.value`,
        [organisationId],
      );
      await manager.query(
        `UPDATE organisation_identifiers SET next_check_at = portal_now(), asked_at = portal_now()
          WHERE organisation_id = $1 AND kind = ANY($2)`,
        [organisationId, [...this.registries.keys()]],
      );
      await enqueue(manager, 'registries.check', { organisationId });
      await audit(manager, who, {
        act: 'organisation-identifier.ask',
        object: { kind: 'organisation', id: organisationId },
        after: { kinds: askable.map(({ kind }) => kind) },
        rule: 'MEM-1',
      });
      return await this.viewIn(manager, who, organisationId, 'identifier.check');
    });
  }

  /**
   * MEM-1: an officer accepts a difference, or refuses the identifier, with a reason that the
   * organisation reads. Holds until the registry says something else.
   * @throws DomainError not-found · stale · forbidden MEM_INTERESTED · conflict REG_NO_MISMATCH.
   */
  async decide(
    who: Principal,
    organisationId: string,
    kind: RegistryKind,
    version: number | undefined,
    { decision, reason }: DecideMismatch,
  ): Promise<IdentifierChecksView> {
    return await this.database.inTransaction(who, async (manager) => {
      await this.viewIn(manager, who, organisationId, 'identifier.decide');
      checkDisinterested(
        who.personId !== null &&
          (await personBelongsOrIsLinked(manager, who.personId, organisationId)),
      );
      const row = await lockMismatch(manager, organisationId, kind, version);
      const decided = decision === 'accept' ? 'accepted' : 'refused';
      await manager.query(
        `UPDATE identifier_checks SET decision = $2, decision_reason = $3, decided_by = $4,
                decided_at = portal_now(), version = version + 1, updated_at = portal_now()
          WHERE id = $1`,
        [row.id, decided, reason, who.personId],
      );
      await audit(manager, who, {
        act: `organisation-identifier.${decision}`,
        object: { kind: 'organisation', id: organisationId },
        before: { kind, value: row.value, decision: row.decision },
        after: { kind, value: row.value, decision: decided, differences: row.differences },
        reason,
        rule: 'MEM-1',
      });
      return await this.viewIn(manager, who, organisationId, 'identifier.decide');
    });
  }

  private async viewIn(
    manager: EntityManager,
    who: Principal,
    organisationId: string,
    permission: Permission,
  ): Promise<IdentifierChecksView> {
    const ids = tenantIds(who, permission);
    const organisation = await organisationView(manager, who, ids, organisationId);
    if (organisation === null) throw notFound('organisation');
    const { name, country } = organisation;
    const rows = await identifierRows(manager, organisationId);
    return {
      organisationId,
      name,
      country,
      identifiers: rows.map((row) => this.identifierView(row, { name, country }, ids === null)),
      shortTrack: await shortTrack(manager, organisationId),
    };
  }

  private identifierView(
    { check, due, nextCheckAt, ...row }: IdentifierRow,
    stated: Stated,
    office: boolean,
  ): CheckedIdentifierView {
    const kind = registryKinds.find((one) => one === row.kind) ?? null;
    const registryOn = kind !== null && this.registries.has(kind);
    return {
      ...row,
      registry: kind === null ? null : registryNames[kind],
      registryOn,
      checking: registryOn && due,
      registered: registeredOf(check, stated),
      differences: check?.differences ?? [],
      problem: problemOf(check?.problem ?? null, kind),
      consultedAt: check?.consultedAt ?? null,
      triedAt: check?.triedAt ?? null,
      nextCheckAt: registryOn ? nextCheckAt : null,
      decision: decisionOf(check, office),
      version: check?.version ?? 0,
    };
  }

  private checkAskable(identifiers: readonly AskableIdentifier[]): void {
    if (this.registries.size === 0) {
      throw new DomainError(
        'conflict',
        'REG_OFF',
        'No registry is switched on in this portal. An operator switches them on; until then compare by hand.',
      );
    }
    const open = identifiers.filter(({ kind }) => this.registries.has(kind));
    if (open.length === 0) {
      throw new DomainError(
        'conflict',
        'REG_NOTHING_TO_ASK',
        'This organisation has no identifier that a registry of this portal knows. Ask it for its VAT number, LEI or ROR id.',
      );
    }
    if (open.some(({ askedJustNow }) => askedJustNow)) {
      throw new DomainError(
        'throttled',
        'REG_ASKED_JUST_NOW',
        'The registries were asked about this organisation a moment ago. Wait a minute before asking again.',
        { retryAfterSeconds: askAgainSeconds },
      );
    }
  }
}

interface AskableIdentifier {
  kind: RegistryKind;
  askedJustNow: boolean;
}

async function askableIdentifiers(
  manager: EntityManager,
  organisationId: string,
): Promise<AskableIdentifier[]> {
  return await manager.query<AskableIdentifier[]>(
    `SELECT kind, coalesce(asked_at > portal_now() - make_interval(secs => $3), false) AS "askedJustNow"
       FROM organisation_identifiers WHERE organisation_id = $1 AND kind = ANY($2) ORDER BY kind FOR UPDATE`,
    [organisationId, [...registryKinds], askAgainSeconds],
  );
}

interface Mismatch {
  id: string;
  value: string;
  differences: unknown;
  decision: string | null;
  version: number;
}

async function lockMismatch(
  manager: EntityManager,
  organisationId: string,
  kind: RegistryKind,
  version: number | undefined,
): Promise<Mismatch> {
  const [row] = await manager.query<Mismatch[]>(
    `SELECT c.id, c.value, c.differences, c.decision, c.version
       FROM organisation_identifiers i JOIN identifier_checks c
         ON c.organisation_id = i.organisation_id AND c.kind = i.kind AND c.value = i.value
      WHERE i.organisation_id = $1 AND i.kind = $2 AND i.state = 'mismatch' FOR UPDATE`,
    [organisationId, kind],
  );
  if (row === undefined) {
    throw new DomainError(
      'conflict',
      'REG_NO_MISMATCH',
      `No registry contradicts the ${kind.toUpperCase()} of this organisation, so there is nothing to decide.`,
    );
  }
  if (version !== undefined && version !== row.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'The registry was asked again meanwhile. Read what it says now and decide on that.',
    );
  }
  return row;
}

function registeredOf(
  check: IdentifierRow['check'],
  stated: Stated,
): CheckedIdentifierView['registered'] {
  const answer = check?.answer ?? null;
  if (answer === null || !answer.found) return null;
  return {
    name: answer.names[0] ?? null,
    country: answer.country,
    address: answer.address,
    status: answer.status,
    nameScore: nameScore(stated, answer.names),
    consultationId: answer.consultationId,
  };
}

function decisionOf(
  check: IdentifierRow['check'],
  office: boolean,
): CheckedIdentifierView['decision'] {
  if (check === null || check.decision === null || check.decidedAt === null) return null;
  return {
    decision: check.decision,
    reason: check.decisionReason ?? '',
    decidedAt: check.decidedAt,
    decidedBy: office ? check.decidedBy : null,
  };
}

const faultSentences: Record<FaultCode, string> = {
  TIMEOUT: 'did not answer in time',
  UNREACHABLE: 'could not be reached',
  CUT_OFF: 'stopped in the middle of its answer',
  TOO_LARGE: 'answered more than an answer can have',
  REDIRECTED: 'pointed to another address, which the portal does not follow',
  UNREADABLE: 'gave an answer that cannot be read',
  BUSY: 'had too many questions at once',
  REGISTRY_ERROR: 'reported an error of its own',
  MEMBER_STATE_UNAVAILABLE: 'could not reach the system of the member state',
  REFUSED_US: 'refused to answer this portal; its operator has to look',
};

function problemOf(
  code: FaultCode | null,
  kind: RegistryKind | null,
): CheckedIdentifierView['problem'] {
  if (code === null || kind === null) return null;
  const detail = `${registryNames[kind]} ${faultSentences[code]}. It is asked again by itself; nothing is lost and nothing waits for it.`;
  return { code, detail };
}
