import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { ApplicationSteps } from '../memberships/application-steps.service.js';
import type { ApplicationView } from '../memberships/applications.schemas.js';
import { checkDisinterested } from '../memberships/memberships.rules.js';
import { notify } from '../notifications/notifications.queries.js';
import { organisationsLinkedTo } from '../organisations/organisations.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import {
  isActiveOfficer,
  lockCases,
  officers,
  setAssignee,
  type CaseRow,
} from './application-queue.queries.js';
import { checkAssignment } from './application-queue.rules.js';
import type { Assign, AssignMany, Assignments } from './application-queue.schemas.js';

/** Whom a case shall go to, and what bars people from which cases. */
interface Asked {
  personId: string | null;
  isOfficer: boolean;
  linkedToAssignee: ReadonlySet<string>;
  linkedToActor: ReadonlySet<string>;
}

type Item = Assignments['items'][number];

/** Who of the programme office has which application. */
@Injectable()
export class ApplicationQueue {
  constructor(
    private readonly database: Database,
    private readonly steps: ApplicationSteps,
  ) {}

  async officers() {
    return { items: await officers(this.database.manager) };
  }

  /**
   * Gives a case to an officer, takes it oneself, or takes it back.
   * @throws DomainError not-found · stale · conflict MEM_NOT_ASSIGNABLE · rule MEM_NOT_OFFICER,
   *   MEM_ASSIGNEE_INTERESTED · forbidden MEM_INTERESTED.
   */
  async assign(
    who: Principal,
    id: string,
    version: number | undefined,
    { personId }: Assign,
  ): Promise<ApplicationView> {
    return await this.database.inTransaction(who, async (manager) => {
      const [row] = await lockCases(manager, [id]);
      if (row === undefined) throw notFound('membership application');
      if (version !== undefined && version !== row.version) throw stale();
      const asked = await ask(manager, who, personId);
      check(row, asked);
      await give(manager, who, row, personId);
      return await this.steps.view(manager, null, id);
    });
  }

  /** The same for many at once; with `preview` it only tells what would happen to each. */
  async assignMany(who: Principal, { ids, personId, preview }: AssignMany): Promise<Assignments> {
    return await this.database.inTransaction(who, async (manager) => {
      const asked = await ask(manager, who, personId);
      const rows = new Map((await lockCases(manager, ids)).map((row) => [row.id, row]));
      const items: Item[] = [];
      for (const id of new Set(ids)) {
        const item = judged(rows.get(id), id, asked);
        items.push(item);
        const row = rows.get(id);
        if (item.outcome !== 'assigned' || preview || row === undefined) continue;
        await give(manager, who, row, personId);
      }
      return { preview, items };
    });
  }
}

async function ask(
  manager: EntityManager,
  { personId: actor }: Principal,
  personId: string | null,
): Promise<Asked> {
  const linked = async (id: string | null) =>
    new Set(id === null ? [] : (await organisationsLinkedTo(manager, id)).map((one) => one.id));
  return {
    personId,
    isOfficer: personId !== null && (await isActiveOfficer(manager, personId)),
    linkedToAssignee: await linked(personId),
    linkedToActor: await linked(actor),
  };
}

/** MEM-4 for both: whoever is linked neither has the case nor says who has it. */
function check(row: CaseRow, asked: Asked): void {
  const { personId, isOfficer, linkedToAssignee, linkedToActor } = asked;
  checkAssignment({
    state: row.state,
    assignee:
      personId === null ? null : { isOfficer, isLinked: linkedToAssignee.has(row.organisationId) },
  });
  checkDisinterested(linkedToActor.has(row.organisationId));
}

function judged(row: CaseRow | undefined, id: string, asked: Asked): Item {
  const named = { id, reference: row?.reference ?? null, organisation: row?.organisation ?? null };
  try {
    if (row === undefined) throw notFound('membership application');
    check(row, asked);
    const outcome = row.assignedTo === asked.personId ? 'unchanged' : 'assigned';
    return { ...named, outcome, code: null, detail: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...named, outcome: 'refused', code: error.code, detail: error.detail };
  }
}

async function give(
  manager: EntityManager,
  who: Principal,
  row: CaseRow,
  personId: string | null,
): Promise<void> {
  if (row.assignedTo === personId) return;
  await setAssignee(manager, row.id, personId);
  await audit(manager, who, {
    act: 'membership-application.assign',
    object: { kind: 'membership-application', id: row.id },
    before: { assignedTo: row.assignedTo },
    after: { assignedTo: personId },
    rule: 'MEM-4',
  });
  if (personId === null || personId === who.personId) return;
  await notify(manager, [personId], {
    kind: 'application.assigned',
    details: { reference: row.reference, organisation: row.organisation, by: who.name },
    path: `/office/members/${row.id}`,
  });
}

const stale = () =>
  new DomainError(
    'stale',
    'VERSION_STALE',
    'Somebody changed this application meanwhile. Read it again and repeat your change.',
  );
