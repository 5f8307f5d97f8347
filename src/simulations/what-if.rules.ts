import { underRules, unitsUp } from '../allocation/snapshot-policy.rules.js';
import type { Snapshot, SnapshotRefused } from '../allocation/engine/index.js';
import { DomainError, type FieldProblem } from '../kernel/domain-error.js';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import type { RoundChanges } from './simulations.schemas.js';

const ppm = 1_000_000n;

/** The rules with what is tried in place of what holds. Pools that the rules do not name are added. */
export function changedRules(
  rules: QuotaRules,
  changes: Omit<RoundChanges, 'organisationsMax'>,
): QuotaRules {
  const { borrowWeights, pools = [], capacityFactorPpm: _, ...plain } = changes;
  const sent = Object.fromEntries(
    Object.entries(plain).filter(([key, value]) => key in rules && value !== undefined),
  ) as Partial<QuotaRules>;
  const tried = new Map(pools.map((pool) => [pool.poolId, pool]));
  const known = rules.pools.map((pool) => {
    const { guarantees, ceilings } = tried.get(pool.poolId) ?? {};
    return {
      ...pool,
      ...(guarantees === undefined ? {} : { guarantees }),
      ...(ceilings === undefined ? {} : { ceilings }),
    };
  });
  const added = pools
    .filter(({ poolId }) => rules.pools.every((pool) => pool.poolId !== poolId))
    .filter(({ guarantees, ceilings }) => guarantees !== undefined || ceilings !== undefined)
    .map(({ poolId, guarantees, ceilings }) => ({
      poolId,
      guarantees: guarantees ?? {},
      ...(ceilings === undefined ? {} : { ceilings }),
    }));
  return {
    ...rules,
    ...sent,
    borrowWeights: { ...rules.borrowWeights, ...defined(borrowWeights ?? {}) },
    pools: [...known, ...added],
  };
}

const defined = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };

/**
 * The snapshot of a round as it would be under other rules and with more or less to offer.
 * `ownMinimums` (GPU-seconds) replace the minimums of the snapshot, which the policy may have raised.
 */
export function triedSnapshot(
  snapshot: Snapshot,
  rules: QuotaRules,
  changes: Pick<RoundChanges, 'pools' | 'capacityFactorPpm'>,
  ownMinimums: ReadonlyMap<string, bigint> | null,
): Snapshot {
  const factors = new Map(
    (changes.pools ?? []).map(({ poolId, capacityFactorPpm }) => [poolId, capacityFactorPpm]),
  );
  const pools = snapshot.pools.map((pool) => {
    const factor = factors.get(pool.id) ?? changes.capacityFactorPpm;
    if (factor === undefined) return pool;
    return { ...pool, capacity: ((BigInt(pool.capacity) * BigInt(factor)) / ppm).toString() };
  });
  const quantum = BigInt(snapshot.quantumGpuSeconds);
  const requests =
    ownMinimums === null
      ? snapshot.requests
      : snapshot.requests.map((request) => {
          const own = unitsUp(ownMinimums.get(request.id) ?? 0n, quantum);
          const ask = BigInt(request.ask);
          return { ...request, minimum: (own < ask ? own : ask).toString() };
        });
  return underRules({ ...snapshot, pools, requests }, rules);
}

/**
 * Pools that are named must be among those that are simulated, each once.
 * @throws DomainError rule SIMULATION_POOLS with one pointer per fault.
 */
export function refuseUnknownPools(
  pools: RoundChanges['pools'] = [],
  known: ReadonlySet<string>,
): void {
  const seen = new Set<string>();
  const errors = pools.flatMap(({ poolId }, index): FieldProblem[] => {
    const pointer = `/pools/${index}/poolId`;
    if (!known.has(poolId)) {
      const detail = 'This pool was not offered in what is simulated. Take it out.';
      return [{ pointer, code: 'SIMULATION_POOL_UNKNOWN', detail }];
    }
    if (seen.has(poolId)) {
      const detail = 'This pool is named twice. Name it once.';
      return [{ pointer, code: 'SIMULATION_POOL_TWICE', detail }];
    }
    seen.add(poolId);
    return [];
  });
  if (errors.length === 0) return;
  throw new DomainError('rule', 'SIMULATION_POOLS', errors[0]!.detail, { errors });
}

/** The engine's refusal (ALLOC-1) as a fault of the field that was sent, as far as one was. */
export function simulationRefused(
  refusal: Pick<SnapshotRefused, 'field' | 'sentence'>,
  snapshot: Snapshot,
  changes: RoundChanges,
): DomainError {
  const pointer = pointerOf(refusal.field, snapshot, changes);
  return new DomainError('rule', 'SIMULATION_REFUSED', refusal.sentence, {
    errors: [{ pointer, code: 'SIMULATION_REFUSED', detail: refusal.sentence }],
  });
}

/** `pools[3].ceilings.sme` of the snapshot → `/pools/0/ceilings/sme` of the body. */
function pointerOf(field: string, snapshot: Snapshot, changes: RoundChanges): string {
  const [, list, index, rest] = /^(\w+)\[(\d+)\](?:\.(.+))?$/.exec(field) ?? [];
  if (list === 'pools') return poolPointer(snapshot.pools[Number(index)]?.id, rest ?? '', changes);
  if (list === 'classes') return `/borrowWeights/${snapshot.classes[Number(index)]?.id ?? ''}`;
  if (list === 'organisations' && rest === 'weight') return '/scoreBands';
  return '';
}

function poolPointer(poolId: string | undefined, rest: string, changes: RoundChanges): string {
  const at = (changes.pools ?? []).findIndex((pool) => pool.poolId === poolId);
  if (at < 0) return rest === 'capacity' ? '/capacityFactorPpm' : '/pools';
  const field = rest === 'capacity' ? 'capacityFactorPpm' : rest.replaceAll('.', '/');
  return `/pools/${at}${field === '' ? '' : `/${field}`}`;
}
