import { moveRequests, type RequestMove } from '../../requests/request-moves.service.js';
import { Requests } from '../../requests/requests.service.js';
import type { SeedContext } from '../context.js';
import {
  completenessReasons,
  technicalReasons,
  withdrawReasons,
} from '../data/review-sentences.js';
import type { SeedCall } from './calls.js';
import type { Staff } from './people.js';
import type { SeedRequest } from './requests.js';

/**
 * The day after the cut-off: some requests turn out incomplete or not feasible, some are taken back.
 * Answers those that go on to the reviewers.
 */
export async function settleFates(
  context: SeedContext,
  { plan: { key, cutOff } }: SeedCall,
  { officer, assessor }: Staff,
  requests: readonly SeedRequest[],
): Promise<SeedRequest[]> {
  const random = context.random.fork(`${key} fates`);
  const reject = (fate: string, code: string, reasons: readonly string[]): RequestMove[] =>
    requests
      .filter(({ plan }) => plan.fate === fate)
      .map(({ id: requestId }) => ({
        requestId,
        act: 'reject',
        code,
        reason: random.pick(reasons),
      }));
  const decide = async (who: Staff['officer'], moves: readonly RequestMove[]) => {
    const principal = context.as(who);
    await context.database.inTransaction(principal, (manager) =>
      moveRequests(manager, principal, moves, 'REQ-1'),
    );
  };
  context.travel(context.at(cutOff + 1, 11));
  await decide(officer, reject('completeness', 'REQ_INCOMPLETE', completenessReasons));
  context.travel(context.at(cutOff + 1, 15));
  await decide(assessor, reject('technical', 'REQ_NOT_FEASIBLE', technicalReasons));
  for (const { id, plan, organisation } of requests) {
    if (plan.fate !== 'withdrawn') continue;
    context.travel(context.at(cutOff + 1.5, random.integer(0, 5)));
    const who = context.as(organisation.representative);
    await context.get(Requests).withdraw(who, id, random.pick(withdrawReasons));
  }
  return requests.filter(({ plan }) => plan.fate === 'ranked');
}
