import type { SeedContext } from './context.js';
import { accessModes } from './data/access-modes.js';
import { demoTopics } from './data/demo-topics.js';
import { demoOrganisations } from './demo-users.js';
import { tick } from './jobs.js';
import { plannedCalls, type PlannedCall } from './plan/calls.js';
import { planProjects, type Project } from './plan/projects.js';
import { planRequest, type PlannedRequest, type Wording } from './plan/requests.js';
import { writeCall, type SeedCall } from './write/calls.js';
import { settleFates } from './write/fates.js';
import type { SeedOrganisationRecord } from './write/organisations.js';
import type { Staff } from './write/people.js';
import { writeDrafts, writeRequests } from './write/requests.js';
import { beginReviews, rankCall, writeReviews, type SeedReviewer } from './write/reviews.js';
import { answerOffers, publishRound } from './write/rounds.js';

interface Cast {
  staff: Staff;
  members: readonly SeedOrganisationRecord[];
  reviewers: readonly SeedReviewer[];
  poolGroups: ReadonlyMap<PlannedCall['poolGroup'], string>;
  note: (part: string) => void;
}

interface Sending {
  plan: PlannedRequest;
  organisation: SeedOrganisationRecord;
}

const demoNames: ReadonlySet<string> = new Set(Object.values(demoOrganisations));

/**
 * The calls of seven months: one whose round is published, one whose round is ready to run, one in
 * review, two that take requests, one in preparation.
 */
export async function tellStory(context: SeedContext, cast: Cast): Promise<void> {
  const plan = planProjects(
    context.random.fork('projects'),
    cast.members.map((member) => member.plan),
    demoNames,
  );
  const calls = new Map<PlannedCall['key'], SeedCall>();
  for (const call of plannedCalls) {
    const groupId = cast.poolGroups.get(call.poolGroup)!;
    calls.set(call.key, await writeCall(context, context.as(cast.staff.officer), call, groupId));
    if (call.opens <= 0) await tick(context, 'rounds.tick');
  }
  const call = (key: PlannedCall['key']) => calls.get(key)!;
  const first = plan.first.map((project) => send(context, cast, call('first'), project, 'first'));
  const second = plan.second.map(({ project, sister }) =>
    send(context, cast, call('second'), project, sister ? 'sister' : 'first'),
  );
  await firstRound(context, cast, call('first'), first);
  await secondRound(context, cast, call('second'), second);
  await currentCalls(context, cast, calls, plan.rest);
}

/** From the first call to grants that are offered, accepted and declined. */
async function firstRound(
  context: SeedContext,
  cast: Cast,
  call: SeedCall,
  sendings: readonly Sending[],
): Promise<void> {
  await closeAndReview(context, cast, call, sendings);
  const roundId = await publishRound(context, call, cast.staff);
  await answerOffers(context, roundId, call.plan.allocate + 3, cast.members, demoNames);
  cast.note('first round, published');
}

/** The second call ends one step earlier: ranked, and due to be computed by whoever looks next. */
async function secondRound(
  context: SeedContext,
  cast: Cast,
  call: SeedCall,
  sendings: readonly Sending[],
): Promise<void> {
  await closeAndReview(context, cast, call, sendings);
  cast.note('second round, ready to run');
}

async function closeAndReview(
  context: SeedContext,
  cast: Cast,
  call: SeedCall,
  sendings: readonly Sending[],
): Promise<void> {
  const { staff, reviewers } = cast;
  const requests = await writeRequests(context, call, sendings);
  await close(context, call);
  const going = await settleFates(context, call, staff, requests);
  await writeReviews(context, call, staff, going, reviewers);
  await rankCall(context, call, staff);
  cast.note(`${requests.length} requests with their reviews`);
}

/** Some seconds after the cut-off the clock has closed the call. */
async function close(context: SeedContext, { plan }: SeedCall): Promise<void> {
  context.travel(context.at(plan.cutOff, 9.02));
  await tick(context, 'calls.tick');
}

/** What is going on today. */
async function currentCalls(
  context: SeedContext,
  cast: Cast,
  calls: ReadonlyMap<PlannedCall['key'], SeedCall>,
  rest: readonly Project[],
): Promise<void> {
  const of = (key: PlannedCall['key'], projects: readonly Project[]) =>
    projects.map((project) => send(context, cast, calls.get(key)!, project, 'followUp'));
  const science = rest.filter(({ organisation }) => organisation.class === 'science');
  const small = rest.filter(({ organisation }) => organisation.class === 'sme');
  const inReview = await writeRequests(
    context,
    calls.get('science')!,
    of('science', science).map(kept),
  );
  await close(context, calls.get('science')!);
  await beginReviews(context, calls.get('science')!, cast.staff, inReview, cast.reviewers);
  await writeRequests(context, calls.get('fast')!, of('fast', small.slice(0, 4)).map(kept));
  await writeDrafts(context, calls.get('fast')!, of('fast', small.slice(4, 6)));
  const large = rest.filter(({ organisation }) => organisation.class === 'large');
  const open = [...small.slice(6), ...large];
  await writeRequests(context, calls.get('third')!, of('third', open.slice(0, 6)).map(kept));
  await writeDrafts(context, calls.get('third')!, of('third', open.slice(6)));
  await writeDrafts(context, calls.get('third')!, demoDrafts(context, cast, calls.get('third')!));
  cast.note('calls in review and open');
}

const kept = (sending: Sending): Sending => ({
  ...sending,
  plan: { ...sending.plan, fate: 'ranked' },
});

/** Each demonstration organisation has a draft that can be sent today. */
function demoDrafts(context: SeedContext, cast: Cast, call: SeedCall): Sending[] {
  return demoTopics.flatMap(({ organisation: name, topic }) => {
    const member = cast.members.find(({ plan }) => plan.name === name);
    if (member === undefined) return [];
    return [send(context, cast, call, { topic, organisation: member.plan }, 'first')];
  });
}

/** Which of a project's texts a request takes; a sister shares code and team with the first. */
type Variant = 'first' | 'followUp' | 'sister';

/** Plans the request of a project to a call, for the organisation that pursues it. */
function send(
  context: SeedContext,
  { members }: Cast,
  { plan, gpuHoursMin, gpuHoursMax }: SeedCall,
  { topic, organisation }: Project,
  variant: Variant,
): Sending {
  const mode = accessModes.find(({ code }) => code === plan.accessMode)!;
  const wording: Wording = {
    topic,
    title: variant === 'first' ? 'first' : 'followUp',
    sisterOf: variant === 'sister' ? topic[1] : null,
  };
  const random = context.random.fork(`${plan.key} ${topic[1]}`);
  const request = planRequest(random, organisation, wording, {
    gpuHoursMin,
    gpuHoursMax,
    months: Math.max(...mode.months),
    wholeOnly: !mode.expertReview,
    muchSlack: demoNames.has(organisation.name),
  });
  return {
    plan: demoNames.has(organisation.name) ? promising(request) : request,
    organisation: members.find((member) => member.plan.slug === organisation.slug)!,
  };
}

/** Whoever tries the demonstration shall meet good requests that reach the round. */
const promising = (plan: PlannedRequest): PlannedRequest => ({
  ...plan,
  quality: Math.max(0.88, plan.quality),
  fate: 'ranked',
});
