import { canonicalJson } from '../../../kernel/canonical-json.js';
import { ed25519Verify } from '../../../kernel/hash.js';
import { allocate } from '../allocate.js';
import { checkSnapshot } from '../input/check.js';
import { normalForm } from '../input/normal-form.js';
import { engineVersion, type Snapshot } from '../input/snapshot.js';
import { fillHolds, guaranteesHold, nothingIsIdle } from '../round/properties.js';
import { decideRound } from '../round/round.js';
import { divisionOf, planHashOf, planOf } from './build-plan.js';
import { type Certificate, certificateText } from './certificate.js';
import type { Plan } from './plan.js';
import { amountsAreConserved, requestsAreServed } from './plan-checks.js';
import { commitmentOf, roundSeed, tieKeyOf } from './round-seed.js';

/** What was checked, and what holds. */
export interface Verification {
  /** Every check holds, the signature is right, and so is the chain. */
  valid: boolean;
  checks: { id: string; holds: boolean }[];
  signature: boolean;
  chain: boolean;
}

/** What the reader knows from elsewhere and wants to see confirmed. */
export interface Expected {
  /** The portal's published key; without it any key that fits the signature will do. */
  publicKey?: string;
  /** Plan hash of the round before; without it only its form is checked. */
  previousPlanHash?: string | null;
}

/** ALLOC-14 in the order in which a reader would ask. */
const checks: Readonly<Record<string, (certificate: Certificate, made: Made) => boolean>> = {
  form: hasOnlyKnownFields,
  snapshot: ({ snapshot, snapshotHash }, made) =>
    canonicalJson(snapshot) === canonicalJson(normalForm(snapshot)) &&
    snapshotHash === made.plan.snapshotHash,
  commitment: ({ secret, commitment }) => commitmentOf(secret) === commitment,
  seed: ({ secret, receiptsDigest, seed, snapshot }) =>
    roundSeed(secret, receiptsDigest) === seed && seed === snapshot.seed,
  tieKeys: ({ snapshot }) =>
    snapshot.organisations.every(({ id, tieKey }) => tieKey === tieKeyOf(snapshot.seed, id)),
  plan: ({ plan, planHash }, made) =>
    canonicalJson(plan) === canonicalJson(made.plan) && planHash === planHashOf(plan),
  P1: ({ snapshot, plan }) => amountsAreConserved(snapshot, plan),
  P2: ({ snapshot, plan }) => requestsAreServed(snapshot, plan),
  P3: (_, made) => made.fillsHold,
  P5: (_, made) => guaranteesHold(made.result),
  P7: (_, made) => nothingIsIdle(made.result),
  P12: ({ snapshot }, made) => allocate(shuffled(snapshot)).planHash === made.plan.planHash,
};

/** The round computed again from the certificate's snapshot. */
interface Made {
  result: ReturnType<typeof decideRound>;
  plan: Plan;
  fillsHold: boolean;
}

/**
 * Recomputes a round from its certificate, without database or network, and checks everything that the
 * certificate claims. Never throws: what cannot be read does not hold.
 */
export function verifyCertificate(certificate: unknown, expected: Expected = {}): Verification {
  const given = certificate as Certificate;
  const made = holds(() => remake(given));
  const results = Object.entries(checks).map(([id, check]) => ({
    id,
    holds: made !== null && holds(() => check(given, made)) === true,
  }));
  const signature = holds(() => isSigned(given, expected)) === true;
  const chain = holds(() => isChained(given, expected)) === true;
  return {
    valid: signature && chain && results.every((result) => result.holds),
    checks: results,
    signature,
    chain,
  };
}

/** What the work gives; null when the certificate is too broken for it. */
function holds<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function remake({ snapshot }: Certificate): Made {
  const checked = checkSnapshot(snapshot);
  let fillsHold = true;
  const result = decideRound(checked.columns, (agents, amount, total) => {
    fillsHold &&= fillHolds(agents, amount, total);
  });
  return { result, plan: planOf(divisionOf(checked, result)), fillsHold };
}

const fields = [
  'commitment',
  'engine',
  'kind',
  'plan',
  'planHash',
  'previousPlanHash',
  'publicKey',
  'receiptsDigest',
  'secret',
  'seed',
  'signature',
  'snapshot',
  'snapshotHash',
];

function hasOnlyKnownFields(certificate: Certificate): boolean {
  const { kind, engine } = certificate;
  const known = Object.keys(certificate).sort().join() === fields.join();
  return known && kind === 'allocation-round' && engine === engineVersion;
}

function isSigned(certificate: Certificate, { publicKey }: Expected): boolean {
  if (publicKey !== undefined && certificate.publicKey !== publicKey) return false;
  return ed25519Verify(certificateText(certificate), certificate.signature, certificate.publicKey);
}

function isChained({ previousPlanHash, planHash }: Certificate, expected: Expected): boolean {
  if (expected.previousPlanHash !== undefined)
    return previousPlanHash === expected.previousPlanHash;
  if (previousPlanHash === null) return true;
  return /^[0-9a-f]{64}$/.test(previousPlanHash) && previousPlanHash !== planHash;
}

/** The same snapshot with its rows the other way round (P12). */
function shuffled(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    classes: snapshot.classes.toReversed(),
    pools: snapshot.pools.toReversed(),
    groups: (snapshot.groups ?? []).toReversed(),
    organisations: snapshot.organisations.toReversed(),
    requests: snapshot.requests.toReversed(),
  };
}
