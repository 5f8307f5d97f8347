import { cutOffHour } from '../plan/calls.js';
import { insertFinishedReviews } from './finished-reviews.js';
import { Ranking } from '../../ranking/ranking.service.js';
import { Assignments } from '../../reviews/assignments.service.js';
import { Reviews } from '../../reviews/reviews.service.js';
import type { SeedContext, SeedPerson } from '../context.js';
import type { PlannedReviewer } from '../plan/people.js';
import { planReview, type PlannedReview } from '../plan/reviews.js';
import { inOrder, step, type Step } from '../steps.js';
import type { SeedCall } from './calls.js';
import type { Staff } from './people.js';
import type { SeedRequest } from './requests.js';

/** A reviewer who exists. */
export interface SeedReviewer {
  person: SeedPerson;
  plan: Pick<PlannedReviewer, 'fields' | 'severity'>;
}

/** How far a review has come. */
type Progress = 'proposed' | 'accepted' | 'drafting' | 'submitted';

interface Pairing {
  request: SeedRequest;
  reviewer: SeedReviewer;
  progress: Progress;
}

/**
 * Assigns reviewers of the right fields to every request and lets all of them finish. Set-based: two
 * thousand use cases of reviewing would take longer than all the rest together.
 */
export async function writeReviews(
  context: SeedContext,
  call: SeedCall,
  { officer }: Staff,
  requests: readonly SeedRequest[],
  reviewers: readonly SeedReviewer[],
): Promise<void> {
  const rows = pairUp(context, call, requests, reviewers).map((pair, index) => ({
    ...pair,
    ...courseOf(context, call, pair, index),
  }));
  context.travel(context.at(call.plan.reviewDue, 8));
  await context.write((manager) =>
    insertFinishedReviews(manager, {
      dueAt: context.at(call.plan.reviewDue, cutOffHour),
      officer: context.as(officer),
      rows: rows.map(({ request, reviewer, ...course }) => ({
        ...course,
        requestId: request.id,
        reviewer: context.as(reviewer.person),
      })),
    }),
  );
}

/** The few reviewers who share a small call. */
const panelSize = 5;

/** The same for a call whose reviews are under way: some are done, the rest waits. */
export async function beginReviews(
  context: SeedContext,
  call: SeedCall,
  staff: Staff,
  requests: readonly SeedRequest[],
  all: readonly SeedReviewer[],
): Promise<void> {
  const reviewers = all.slice(0, panelSize);
  const stages: readonly Progress[] = ['proposed', 'accepted', 'drafting', 'submitted', 'proposed'];
  const seen = new Map<string, number>();
  const pairs = pairUp(context, call, requests, reviewers).map((pair): Pairing => {
    const { id } = pair.reviewer.person;
    const nth = seen.get(id) ?? 0;
    seen.set(id, nth + 1);
    // Everybody is at another point; the demonstration's reviewer stands first and has one of each stage.
    const offset = reviewers.indexOf(pair.reviewer);
    return { ...pair, progress: stages[(nth + offset) % stages.length]! };
  });
  await play(context, call, staff, pairs);
}

/** Each request gets the least busy reviewers of its field, then of any. */
function pairUp(
  context: SeedContext,
  { plan }: SeedCall,
  requests: readonly SeedRequest[],
  reviewers: readonly SeedReviewer[],
): Omit<Pairing, 'progress'>[] {
  const random = context.random.fork(`${plan.key} reviewers`);
  const load = new Map(reviewers.map((reviewer) => [reviewer, 0]));
  const cost = (reviewer: SeedReviewer, request: SeedRequest) =>
    load.get(reviewer)! + (reviewer.plan.fields.includes(request.plan.field) ? 0 : 9);
  return requests.flatMap((request) => {
    const able = random
      .shuffled(reviewers)
      .sort((a, b) => cost(a, request) - cost(b, request))
      .slice(0, plan.reviewsPerRequest);
    for (const reviewer of able) load.set(reviewer, load.get(reviewer)! + 1);
    return able.map((reviewer) => ({ request, reviewer }));
  });
}

async function play(
  context: SeedContext,
  call: SeedCall,
  { officer }: Staff,
  pairs: readonly Pairing[],
): Promise<void> {
  const steps = pairs.flatMap((pair, index) =>
    stepsOf(context, call, officer, pair, courseOf(context, call, pair, index)),
  );
  await inOrder(context, steps);
}

/** What is written about a request and when: between assignment and the due date, mostly late. */
function courseOf(
  context: SeedContext,
  { plan }: SeedCall,
  { request, reviewer }: Omit<Pairing, 'progress'>,
  index: number,
): Course {
  const random = context.random.fork(`${plan.key} review ${index}`);
  const from = plan.cutOff + 2;
  const until = Math.min(plan.reviewDue - 1, -1);
  const day = from + 1 + Math.sqrt(random.unit()) * Math.max(0, until - from - 2);
  const written = context.at(day, 13);
  const { quality } = request.plan;
  return {
    assigned: context.at(from, 10 + index / 600),
    accepted: context.at(Math.min(day, from + 1 + random.unit() * 2), 12),
    written,
    submitted: new Date(written.getTime() + random.integer(18, 95) * 60_000),
    review: planReview(random, factsOf(request), quality, {
      severity: reviewer.plan.severity,
      nth: index,
    }),
  };
}

const factsOf = ({ plan: { demand } }: SeedRequest) => ({
  gpus: demand.gpus,
  months: demand.months,
  hours: demand.gpuHoursAsked,
});

interface Course {
  assigned: Date;
  accepted: Date;
  written: Date;
  submitted: Date;
  review: PlannedReview;
}

function stepsOf(
  context: SeedContext,
  call: SeedCall,
  officer: SeedPerson,
  { request, reviewer: { person }, progress }: Pairing,
  { assigned, accepted, written, submitted, review }: Course,
): Step[] {
  const assignments = context.get(Assignments);
  const reviews = context.get(Reviews);
  const who = context.as(person);
  let id = '';
  const steps = [
    step(assigned, async () => {
      const body = { requestId: request.id, reviewerId: person.id };
      ({ id } = await assignments.assign(context.as(officer), call.id, body));
    }),
  ];
  if (progress === 'proposed') return steps;
  steps.push(step(accepted, () => assignments.accept(who, id)));
  if (progress === 'accepted') return steps;
  const unfinished = progress === 'drafting';
  const body = unfinished ? halfOf(review) : review;
  steps.push(step(written, () => reviews.write(who, id, body)));
  if (unfinished) return steps;
  return [...steps, step(submitted, () => reviews.submit(who, id))];
}

/** A review that somebody has begun. */
const halfOf = (review: PlannedReview) => ({
  ...review,
  scores: { ...review.scores, implementation: null },
  commentToPanel: '',
  confidence: null,
});

/** The chair fixes the ranking on the day on which the reviews are due. */
export async function rankCall(
  context: SeedContext,
  call: SeedCall,
  { chair }: Staff,
): Promise<void> {
  context.travel(context.at(call.plan.reviewDue, 10));
  await context.get(Ranking).finalise(context.as(chair), call.id);
}
