import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { auditAll } from '../platform/audit.service.js';
import type { AssignmentState } from './assignment.rules.js';

/**
 * Ends the assignments of requests whose review is over: with `release`, what was submitted is released
 * to the applicant (REV-6); what is still open expires. A second time changes nothing.
 */
export async function endAssignments(
  manager: EntityManager,
  principal: Principal,
  requestIds: readonly string[],
  options: { release: boolean },
): Promise<void> {
  const open: AssignmentState[] = ['proposed', 'accepted', 'drafting'];
  const ending = options.release ? [...open, 'submitted'] : open;
  const [rows] = await manager.query<[{ id: string; before: string; after: string }[], number]>(
    `WITH ending AS (
       SELECT id, state FROM assignments WHERE request_id = ANY($1) AND state = ANY($2)
        ORDER BY id FOR UPDATE)
     UPDATE assignments a SET state = CASE ending.state WHEN 'submitted' THEN 'released' ELSE 'expired' END,
       version = a.version + 1, updated_at = portal_now()
       FROM ending WHERE a.id = ending.id RETURNING a.id, ending.state AS before, a.state AS after`,
    [requestIds, ending],
  );
  await auditAll(
    manager,
    principal,
    rows.map(({ id, before, after }) => ({
      act: after === 'released' ? 'assignment.release' : 'assignment.expire',
      object: { kind: 'assignment', id },
      before: { state: before },
      after: { state: after },
      rule: 'REV-6',
    })),
  );
}
