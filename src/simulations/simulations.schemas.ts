import { z } from 'zod';
import { reasons } from '../allocation/engine/index.js';
import { roundStates } from '../allocation/round.rules.js';
import { organisationClass } from '../allocation/summary.schemas.js';
import { gpuTimeShape } from '../platform/fields.schemas.js';
import { quotaRulesSchema } from '../pools/quota-policies.schemas.js';
import { changeReasons } from './comparison.rules.js';

/** Changed shares of every pool and class fit in here (api.md). */
export const simulationBytesMax = 256 * 1024;

const ppm = z.number().int().min(0).max(1_000_000);
const factorPpm = z
  .number()
  .int()
  .min(0)
  .max(100_000_000)
  .describe('Factor on what is offered, in parts per million: 1,100,000 is ten percent more.');
const poolChange = z.strictObject({
  poolId: z.uuid(),
  guarantees: z
    .partialRecord(organisationClass, ppm)
    .optional()
    .describe('Replaces the guarantees of the pool; a class not named has none.'),
  ceilings: z
    .partialRecord(organisationClass, ppm)
    .optional()
    .describe('Replaces the ceilings of the pool; a class not named has none.'),
  capacityFactorPpm: factorPpm.optional(),
});

const { borrowWeights, organisationCapPpm, groupCapPpm, scoreBands, minimumGrantGpuSeconds } =
  quotaRulesSchema.shape;
const changes = {
  borrowWeights: borrowWeights.partial().optional(),
  pools: z.array(poolChange).max(200).optional(),
  organisationCapPpm: organisationCapPpm.optional(),
  groupCapPpm: groupCapPpm.optional(),
  scoreBands: scoreBands.optional(),
  minimumGrantGpuSeconds: minimumGrantGpuSeconds.optional(),
  capacityFactorPpm: factorPpm.optional(),
  organisationsMax: z
    .number()
    .int()
    .min(0)
    .max(200)
    .default(20)
    .describe('How many organisations the comparison names, those with the largest change first.'),
};

/** What is different from the rules in force; what is not sent stays. */
export const simulateRoundSchema = z.strictObject(changes);
export type RoundChanges = z.infer<typeof simulateRoundSchema>;

export const simulatePolicySchema = z.strictObject({
  ...changes,
  rounds: z
    .number()
    .int()
    .min(1)
    .max(24)
    .optional()
    .describe('Replays this many published rounds; absent: the present round of the pools.'),
  claims: z
    .enum(['carried', 'recorded'])
    .default('carried')
    .describe(
      'In a replay: whether each round starts from the claims that the replayed rounds before it leave, or from those it really had.',
    ),
});
export type PolicyChanges = z.infer<typeof simulatePolicySchema>;

const amount = z
  .object({
    ...gpuTimeShape('Before'),
    ...gpuTimeShape('After'),
    ...gpuTimeShape('Difference'),
  })
  .meta({ id: 'GpuTimeComparison' });

const reason = z
  .enum(changeReasons)
  .describe(
    'What moved it most: REQUEST_ADMITTED or REQUEST_REFUSED (a minimum fits now, or no longer), CAP, GUARANTEE, ENTITLEMENT (the part of the class’s share), BORROWED (unused time of others).',
  );

export const roundSimulationSchema = z
  .object({
    round: z.object({ id: z.uuid(), reference: z.string(), state: z.enum(roundStates) }),
    basis: z
      .enum(['stored', 'now'])
      .describe(
        'Whether the stored snapshot of the round was divided again, or one read from the tables now (with a draw of its own, so that ties can fall otherwise).',
      ),
    pools: z.array(z.object({ id: z.uuid(), name: z.string(), capacity: amount, granted: amount })),
    classes: z.array(
      z.object({
        class: organisationClass,
        requests: z.number().int(),
        awardedBefore: z.number().int(),
        awardedAfter: z.number().int(),
        guaranteed: amount,
        entitled: amount,
        granted: amount,
        borrowed: amount,
        reason,
      }),
    ),
    organisationCounts: z.object({
      total: z.number().int(),
      gain: z.number().int(),
      lose: z.number().int(),
    }),
    organisations: z
      .array(
        z.object({
          organisation: z.object({ id: z.uuid(), name: z.string(), class: organisationClass }),
          awardedBefore: z.number().int(),
          awardedAfter: z.number().int(),
          entitled: amount,
          granted: amount,
          borrowed: amount,
          reason,
        }),
      )
      .describe('Those with the largest change; a conflict hides its organisations (REV-2).'),
    requestReasons: z
      .array(
        z.object({
          reason: z.enum(reasons),
          before: z.number().int(),
          after: z.number().int(),
        }),
      )
      .describe('How many requests ended with which reason (ALLOC-13).'),
    poolsNotInPolicy: z
      .array(z.string())
      .describe('Names of pools that the policy does not know; they kept their shares.'),
  })
  .meta({ id: 'RoundSimulation' });
export type RoundSimulation = z.infer<typeof roundSimulationSchema>;

export const policySimulationSchema = z
  .object({
    policy: z.object({ id: z.uuid(), number: z.number().int() }),
    classes: z
      .array(z.object({ class: organisationClass, granted: amount }))
      .describe('Over all rounds of the answer.'),
    rounds: z.array(roundSimulationSchema).describe('The oldest first.'),
  })
  .meta({ id: 'PolicySimulation' });
export type PolicySimulation = z.infer<typeof policySimulationSchema>;
