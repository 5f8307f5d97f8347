import { gpuSecondsOfHours } from '../../kernel/gpu-time.js';
import { Requests } from '../../requests/requests.service.js';
import type { RequestContent } from '../../requests/requests.schemas.js';
import { Submissions } from '../../requests/submissions.service.js';
import type { SeedContext } from '../context.js';
import { inOrder, step } from '../steps.js';
import type { PlannedRequest } from '../plan/requests.js';
import type { SeedCall } from './calls.js';
import type { SeedOrganisationRecord } from './organisations.js';

/** A request of the story with its id. */
export interface SeedRequest {
  id: string;
  plan: PlannedRequest;
  organisation: SeedOrganisationRecord;
}

/**
 * Drafts and sends the requests of a call in the order of time, as their organisations' people would:
 * a member drafts, the manager or the representative sends.
 */
export async function writeRequests(
  context: SeedContext,
  call: SeedCall,
  planned: readonly { plan: PlannedRequest; organisation: SeedOrganisationRecord }[],
): Promise<SeedRequest[]> {
  const made: SeedRequest[] = [];
  const steps = planned.flatMap(({ plan, organisation }, index) => {
    const random = context.random.fork(`${call.plan.key} request ${index}`);
    const sent = sentAt(context, call, plan);
    const drafted = new Date(
      Math.max(
        context.at(call.plan.opens, 10).getTime(),
        sent.getTime() - random.integer(2, 240) * 3_600_000,
      ),
    );
    const request: SeedRequest = { id: '', plan, organisation };
    made.push(request);
    const author = random.pick(organisation.members);
    const sender = random.chance(0.5) ? organisation.manager : organisation.representative;
    return [
      step(drafted, async () => {
        request.id = await draft(context, call, request, author);
      }),
      step(sent, async () => {
        await context.get(Submissions).submit(context.as(sender), request.id);
      }),
    ];
  });
  await inOrder(context, steps);
  return made;
}

/** Drafts that nobody has sent yet, begun in the days before today. */
export async function writeDrafts(
  context: SeedContext,
  call: SeedCall,
  planned: readonly { plan: PlannedRequest; organisation: SeedOrganisationRecord }[],
): Promise<void> {
  const steps = planned.map(({ plan, organisation }, index) =>
    step(context.at(-1 - (index % 4), 10 + (index % 7)), async () => {
      const request = { id: '', plan, organisation };
      await draft(context, call, request, organisation.members[0]!);
    }),
  );
  await inOrder(context, steps);
}

/** Between opening and cut-off, or yesterday evening where the call is still open. */
function sentAt(context: SeedContext, { plan }: SeedCall, { sentAt: part }: PlannedRequest): Date {
  const from = context.at(plan.opens, 11).getTime();
  const until = context.at(Math.min(plan.cutOff, -0.6), 9).getTime();
  return new Date(Math.round(from + (until - from) * part));
}

async function draft(
  context: SeedContext,
  call: SeedCall,
  { plan, organisation }: SeedRequest,
  author: SeedOrganisationRecord['manager'],
): Promise<string> {
  const { id } = await context.get(Requests).create(context.as(author), {
    callId: call.id,
    organisationId: organisation.id,
    content: contentOf(context, call, plan, organisation),
  });
  return id;
}

function contentOf(
  context: SeedContext,
  call: SeedCall,
  plan: PlannedRequest,
  organisation: SeedOrganisationRecord,
): RequestContent {
  const { demand } = plan;
  const tasks = ['Principal investigator', 'Training and data', 'Performance on the system'];
  return {
    title: plan.title,
    summary: plan.summary,
    purpose: plan.purpose,
    startsOn: context
      .at(call.plan.allocate + 14)
      .toISOString()
      .slice(0, 10),
    months: demand.months,
    gpus: demand.gpus,
    gpuSecondsAsked: gpuSecondsOfHours(demand.gpuHoursAsked).toString(),
    gpuSecondsMinimum: gpuSecondsOfHours(demand.gpuHoursMinimum).toString(),
    poolIds: call.poolIds,
    utilisationPercent: plan.utilisationPercent,
    dataStatement: plan.dataStatement,
    team: [organisation.manager, ...organisation.members]
      .filter((person, index, all) => all.indexOf(person) === index)
      .map(({ name }, index) => ({ name, task: tasks[index] ?? 'Evaluation' })),
    ethics: plan.personalData
      ? {
          personalData: true,
          sensitiveData: true,
          note: 'Data are pseudonymised before they leave the clinic; the ethics board’s approval is attached.',
        }
      : { personalData: false, sensitiveData: false, highRiskUse: false, dualUse: false },
  };
}
