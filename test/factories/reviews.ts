import { newId } from '../../src/kernel/random.js';
import { totalOf, type Scores } from '../../src/reviews/review.rules.js';
import type { Portal } from '../harness/portal.js';
import { threeCriteria } from './calls.js';
import { aPerson, type TestPerson } from './people.js';

type Store = Pick<Portal, 'manager'>;

/** A reviewer without any organisation. */
export async function aReviewer(portal: Store, name?: string): Promise<TestPerson> {
  return await aPerson(portal, { platformRoles: ['reviewer'], ...(name ? { name } : {}) });
}

export interface MadeAssignment {
  id: string;
  reviewer: TestPerson;
}

export interface AssignmentWish {
  request: { id: string };
  /** Somebody new unless told. */
  reviewer?: TestPerson;
  state?: 'proposed' | 'accepted' | 'declined' | 'conflict';
}

/** An assignment as it stands in the tables; accepted unless told. */
export async function anAssignment(portal: Store, wish: AssignmentWish): Promise<MadeAssignment> {
  const reviewer = wish.reviewer ?? (await aReviewer(portal));
  const id = newId();
  await portal.manager.query(
    `INSERT INTO assignments (id, request_id, reviewer_id, state, due_at, assigned_by)
     VALUES ($1, $2, $3, $4, portal_now() + interval '30 days', $3)`,
    [id, wish.request.id, reviewer.id, wish.state ?? 'accepted'],
  );
  return { id, reviewer };
}

export const fairScores: Scores = { excellence: 4, impact: 4, implementation: 4 };
export const longComment =
  'A sound plan with a clear need for the accelerators; the scaling evidence convinces.';

/** A review that was submitted, by the criteria of the test calls. */
export async function aSubmittedReview(
  portal: Store,
  wish: Omit<AssignmentWish, 'state'> & { scores?: Scores; comment?: string },
): Promise<MadeAssignment> {
  const made = await anAssignment(portal, wish);
  const scores = wish.scores ?? fairScores;
  await portal.manager.query(`UPDATE assignments SET state = 'submitted' WHERE id = $1`, [made.id]);
  await portal.manager.query(
    `INSERT INTO reviews (id, assignment_id, scores, total, comment_to_applicant, comment_to_panel,
                          confidence, submitted_at)
     VALUES ($1, $2, $3, $4, $5, 'Only for the panel.', 2, portal_now())`,
    [
      newId(),
      made.id,
      JSON.stringify(scores),
      totalOf(threeCriteria, scores),
      wish.comment ?? longComment,
    ],
  );
  return made;
}
