import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { system } from '../access/principal.js';
import { notify } from '../notifications/notifications.queries.js';
import { Database } from '../platform/database.service.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import {
  countEscalation,
  lockOverdue,
  officeIds,
  representativeIds,
  type OverdueRow,
} from './application-queue.queries.js';
import { escalationOf } from './application-queue.rules.js';

const batchMax = 200;

@Injectable()
export class ApplicationQueueJobs {
  constructor(private readonly database: Database) {}

  /** Tells of applications whose step is overdue: first whoever has it, after a week the whole office. */
  @HandlesJob('applications.overdue')
  async overdue() {
    const who = system('applications.overdue');
    await this.database.inTransaction(who, async (manager) => {
      for (const row of await lockOverdue(manager, batchMax)) {
        const to = escalationOf(row.escalations, row.daysOverdue);
        if (to === null) continue;
        await notify(manager, await hearers(manager, row, to), {
          kind:
            row.state === 'changes_requested'
              ? 'application.answer-overdue'
              : 'application.overdue',
          details: { reference: row.reference, organisation: row.organisation, dueOn: row.dueOn },
          path: pathOf(row, to),
        });
        await countEscalation(manager, row.id);
      }
    });
  }
}

/** While changes are asked it is the applicant who is late; the office hears of it a week later. */
async function hearers(
  manager: EntityManager,
  { state, assignedTo, organisationId }: OverdueRow,
  to: 'assignee' | 'office',
): Promise<string[]> {
  if (to === 'assignee' && state === 'changes_requested') {
    return await representativeIds(manager, organisationId);
  }
  return to === 'assignee' && assignedTo !== null ? [assignedTo] : await officeIds(manager);
}

const pathOf = ({ id, state, organisationId }: OverdueRow, to: 'assignee' | 'office') =>
  state === 'changes_requested' && to === 'assignee'
    ? `/org/${organisationId}/application`
    : `/office/members/${id}`;
