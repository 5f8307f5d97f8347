import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { newId, spread } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { noteNews } from '../platform/news.service.js';
import {
  actOf,
  differencesOf,
  identifierMachine,
  sameDifferences,
  secondsUntilNext,
  type Difference,
  type RegistryAnswer,
  type RegistryKind,
} from './registries.rules.js';
import {
  cachedAnswer,
  claimDue,
  dropOldAnswers,
  keepAnswer,
  lockIdentifier,
  type DueIdentifier,
  type LockedIdentifier,
} from './registries.queries.js';
import type { Consultation, Fault, Registry } from './registry.client.js';

/** The registries that this portal asks; one that is switched off is not in it. */
export const REGISTRIES = Symbol('registries');
export type Registries = ReadonlyMap<RegistryKind, Registry>;

/** An answer with the instant at which the registry gave it; null: just now. */
type Found = { answer: RegistryAnswer; fetchedAt: Date | null } | Fault;

const batchMax = 20;

/**
 * Asks registries about identifiers and keeps what they say (MEM-1). The network is asked outside of
 * any transaction; what came is applied under lock, to the row as it is then.
 */
@Injectable()
export class RegistryChecks {
  constructor(
    private readonly database: Database,
    @Inject(REGISTRIES) private readonly registries: Registries,
  ) {}

  /**
   * Checks what is due, of one organisation or (null) of all, a batch at most.
   * @returns how many identifiers were checked.
   */
  async checkDue(who: Principal, organisationId: string | null): Promise<number> {
    const kinds = [...this.registries.keys()];
    if (kinds.length === 0) return 0;
    const due = await this.database.inTransaction(who, async (manager) => {
      if (organisationId === null) await dropOldAnswers(manager);
      return await claimDue(manager, kinds, organisationId, batchMax);
    });
    // Each registry lets only a few through at a time (RegistryLine).
    await Promise.all(due.map((identifier) => this.check(who, identifier)));
    return due.length;
  }

  private async check(who: Principal, identifier: DueIdentifier): Promise<void> {
    const found = await this.find(who, identifier);
    await this.database.inTransaction(who, async (manager) => {
      const row = await lockIdentifier(manager, identifier);
      if (row === null) return;
      if ('answer' in found) await settle(manager, who, identifier, row, found);
      else await miss(manager, who, identifier, row, found);
      noteNews(manager, [{ kind: 'organisation', id: identifier.organisationId }]);
    });
  }

  private async find(who: Principal, { kind, value }: DueIdentifier): Promise<Found> {
    const cached = await this.database.inTransaction(who, (manager) =>
      cachedAnswer(manager, kind, value),
    );
    if (cached !== null) return cached;
    const consulted = await this.consult(kind, value);
    if ('fault' in consulted) return consulted;
    const { answer } = consulted;
    await this.database.inTransaction(who, (manager) => keepAnswer(manager, kind, value, answer));
    return { answer, fetchedAt: null };
  }

  private async consult(kind: RegistryKind, value: string): Promise<Consultation> {
    const registry = this.registries.get(kind);
    return (await registry?.consult(value)) ?? { fault: 'UNREACHABLE', passing: false };
  }
}

/** The registry answered: confirmed or a mismatch. A decision stays while it says the same. */
async function settle(
  manager: EntityManager,
  who: Principal,
  identifier: DueIdentifier,
  row: LockedIdentifier,
  { answer, fetchedAt }: { answer: RegistryAnswer; fetchedAt: Date | null },
): Promise<void> {
  const { organisationId, kind, value } = identifier;
  const differences = differencesOf(kind, row, answer);
  const act = actOf(differences);
  const state = nextState(identifierMachine, row.state, act);
  const before = row.check?.differences ?? [];
  const decision = sameDifferences(before, differences) ? (row.check?.decision ?? null) : null;
  await manager.query(
    `INSERT INTO identifier_checks AS c (id, organisation_id, kind, value, answer, differences, consulted_at, tried_at)
     VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, portal_now()), portal_now())
     ON CONFLICT (organisation_id, kind, value) DO UPDATE
       SET answer = excluded.answer, differences = excluded.differences,
           consulted_at = excluded.consulted_at, tried_at = excluded.tried_at, problem = NULL,
           decision = CASE WHEN $8 THEN c.decision END,
           decision_reason = CASE WHEN $8 THEN c.decision_reason END,
           decided_by = CASE WHEN $8 THEN c.decided_by END, decided_at = CASE WHEN $8 THEN c.decided_at END,
           version = c.version + 1, updated_at = portal_now()`,
    [
      newId(),
      organisationId,
      kind,
      value,
      JSON.stringify(answer),
      JSON.stringify(differences),
      fetchedAt,
      decision !== null,
    ],
  );
  const settled = state as 'confirmed' | 'mismatch';
  await schedule(manager, identifier, {
    state,
    failures: 0,
    seconds: secondsUntilNext({ state: settled, decided: decision !== null, failures: 0 }),
  });
  const told = { state, differences: grave(differences) };
  const known = { state: row.state, differences: grave(before) };
  if (
    JSON.stringify(told) !== JSON.stringify(known) ||
    (row.check?.decision ?? null) !== decision
  ) {
    await note(manager, who, identifier, act, known, told);
  }
}

const grave = (differences: readonly Difference[]) =>
  differences.filter((one) => one.grave).map(({ code, detail }) => ({ code, detail }));

/** No answer came: nothing that is known is taken back, and the next try is later each time. */
async function miss(
  manager: EntityManager,
  who: Principal,
  identifier: DueIdentifier,
  row: LockedIdentifier,
  { fault, retryAfterSeconds }: Fault,
): Promise<void> {
  const { organisationId, kind, value } = identifier;
  const open = identifierMachine.acts.miss.from.includes(row.state);
  const state = open ? nextState(identifierMachine, row.state, 'miss') : row.state;
  await manager.query(
    `INSERT INTO identifier_checks AS c (id, organisation_id, kind, value, problem, tried_at)
     VALUES ($1, $2, $3, $4, $5, portal_now())
     ON CONFLICT (organisation_id, kind, value) DO UPDATE
       SET problem = excluded.problem, tried_at = excluded.tried_at, version = c.version + 1,
           updated_at = portal_now()`,
    [newId(), organisationId, kind, value, fault],
  );
  const failures = row.failures + 1;
  const next = { state: 'fault', decided: false, failures, retryAfterSeconds } as const;
  await schedule(manager, identifier, { state, failures, seconds: secondsUntilNext(next) });
  if (state !== row.state) {
    await note(manager, who, identifier, 'miss', { state: row.state }, { state, problem: fault });
  }
}

/** Up to a fifth later, never sooner, so that what failed together does not come back together. */
async function schedule(
  manager: EntityManager,
  { organisationId, kind, value }: DueIdentifier,
  to: { state: string; failures: number; seconds: number },
): Promise<void> {
  await manager.query(
    `UPDATE organisation_identifiers
        SET state = $4, failures = $5, checking_until = NULL,
            next_check_at = portal_now() + make_interval(secs => $6)
      WHERE organisation_id = $1 AND kind = $2 AND value = $3`,
    [organisationId, kind, value, to.state, to.failures, Math.ceil(spread(to.seconds * 1.1, 0.09))],
  );
}

async function note(
  manager: EntityManager,
  who: Principal,
  { organisationId, kind, value }: DueIdentifier,
  act: string,
  before: object,
  after: object,
): Promise<void> {
  await audit(manager, who, {
    act: `organisation-identifier.${act}`,
    object: { kind: 'organisation', id: organisationId },
    before: { kind, value, ...before },
    after: { kind, value, ...after },
    rule: 'MEM-1',
  });
}
