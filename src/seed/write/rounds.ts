import { Grants } from '../../grants/grants.service.js';
import { RoundDecisions } from '../../rounds/round-decisions.service.js';
import { Rounds } from '../../rounds/rounds.service.js';
import type { SeedContext } from '../context.js';
import { declineReasons } from '../data/review-sentences.js';
import { tick } from '../jobs.js';
import type { SeedCall } from './calls.js';
import type { SeedOrganisationRecord } from './organisations.js';
import type { Staff } from './people.js';

/**
 * Lets the scheduler compute the round of a call, has it approved by the chair and the officer, and
 * publishes it; the grants are offered after it. Answers the round's id.
 */
export async function publishRound(
  context: SeedContext,
  call: SeedCall,
  { chair, officer }: Staff,
): Promise<string> {
  const { allocate } = call.plan;
  context.travel(context.at(allocate, 9.5));
  await tick(context, 'rounds.tick');
  const roundId = await roundOf(context, call.id);
  const { planHash } = await context.get(Rounds).read(context.as(officer), roundId);
  const decisions = context.get(RoundDecisions);
  context.travel(context.at(allocate + 1, 14.2));
  await decisions.approve(context.as(chair), roundId, planHash!);
  context.travel(context.at(allocate + 2, 10.7));
  await decisions.approve(context.as(officer), roundId, planHash!);
  context.travel(context.at(allocate + 3, 9));
  await decisions.publish(context.as(officer), roundId);
  await tick(context, 'grants.tick');
  return roundId;
}

async function roundOf(context: SeedContext, callId: string): Promise<string> {
  const [round] = await context.database.manager.query<{ id: string }[]>(
    `SELECT id FROM rounds WHERE call_id = $1 AND state = 'computed'`,
    [callId],
  );
  if (!round) throw new Error('The round of the first call was not computed.');
  return round.id;
}

/** Of the offers most are accepted in the weeks after publication, one in twenty is declined. */
export async function answerOffers(
  context: SeedContext,
  roundId: string,
  publishedDay: number,
  organisations: readonly SeedOrganisationRecord[],
  /** Organisations that leave their offers to the person who tries the demonstration. */
  undecided: ReadonlySet<string>,
): Promise<void> {
  const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
  const offers = await offersOf(context, roundId);
  const random = context.random.fork('offers');
  for (const { id, organisationId } of offers) {
    const { representative, plan } = byId.get(organisationId)!;
    const chance = random.unit();
    const day = publishedDay + random.integer(1, -publishedDay - 1);
    if (undecided.has(plan.name) || chance > 0.82) continue;
    context.travel(context.at(day, random.integer(8, 17)));
    const who = context.as(representative);
    if (chance < 0.05) await context.get(Grants).decline(who, id, random.pick(declineReasons));
    else await context.get(Grants).accept(who, id);
  }
}

/** In an order that follows from the story and not from chance ids. */
async function offersOf(context: SeedContext, roundId: string) {
  return await context.database.manager.query<{ id: string; organisationId: string }[]>(
    `SELECT g.id, g.organisation_id AS "organisationId"
       FROM grants g JOIN requests r ON r.id = g.request_id
      WHERE g.round_id = $1 AND g.state = 'offered' ORDER BY r.title, r.id`,
    [roundId],
  );
}
