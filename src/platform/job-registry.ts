import { z } from 'zod';

interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  payload: Payload;
  /** Seconds between ticks; a tick means "look for what is due", missed ones are not caught up. */
  everySeconds?: number;
  /** Tries before the job counts as dead. */
  attempts: number;
}

const job = <Payload extends z.ZodType>(
  payload: Payload,
  options: { everySeconds?: number; attempts?: number } = {},
): JobDefinition<Payload> => ({
  payload,
  attempts: options.attempts ?? 8,
  ...(options.everySeconds === undefined ? {} : { everySeconds: options.everySeconds }),
});

const nothing = z.strictObject({});
const tick = (everySeconds: number) => job(nothing, { everySeconds, attempts: 1 });

/**
 * Every job there is: what it carries (ids only: the queue may be wiped or replayed at any moment)
 * and how often it comes by itself. Start-up fails on a job without a handler or with two.
 */
export const jobRegistry = {
  'audit.chain': tick(5),
  'audit.publish-head': tick(3600),
  'housekeeping.sweep': tick(3600),
  'documents.sweep': tick(600),
  'registries.check': job(z.strictObject({ organisationId: z.uuid() })),
  'registries.tick': tick(60),
  'classification.regroup': job(z.strictObject({ organisationId: z.uuid() })),
  'applications.overdue': tick(300),
  'screenings.organisation': job(
    z.strictObject({
      organisationId: z.uuid(),
      cause: z.enum(['submission', 'change']),
    }),
  ),
  'screenings.person': job(z.strictObject({ personId: z.uuid() })),
  'screenings.list': job(z.strictObject({ listId: z.uuid() })),
  'screenings.sweep': tick(300),
  'ledger.expire': tick(10),
  'policies.tick': tick(60),
  'calls.tick': tick(10),
  'requests.call-closed': job(z.strictObject({ callId: z.uuid() })),
  'requests.sweep': tick(60),
  'reviews.request-gone': job(z.strictObject({ requestId: z.uuid() })),
  'reviews.sweep': tick(60),
  'rounds.tick': tick(10),
  'round.compute': job(z.strictObject({ roundId: z.uuid(), epoch: z.int().min(0) })),
  'grants.offer': job(z.strictObject({ roundId: z.uuid() })),
  'grants.tick': tick(10),
  'grants.memberships': tick(60),
  'memberships.tick': tick(60),
  'privacy.retention': tick(86_400),
  'sessions.sweep': tick(3600),
} satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof jobRegistry;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobRegistry)[Name]['payload']>;
export const jobNames = Object.keys(jobRegistry) as JobName[];
