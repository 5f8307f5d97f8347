import fc from 'fast-check';
import { lexByDefinition } from '../../../../test/engine/lex-definition.js';
import { runs } from '../../../../test/engine/runs.js';
import { SimpleFlow } from '../../../../test/engine/simple-flow.js';
import { arithmeticFor, type Arithmetic, type UnitsArray } from '../input/units.js';
import { lex, type LexProblem } from './lex.js';
import { NetworkBuilder, sink } from './network.js';
import { waterFill } from './water-fill.js';

interface Agent {
  weight: number;
  offset: number;
  upper: number;
  lanes: { set: number; room: number }[];
}
interface Case {
  pools: number[];
  sets: number[][];
  agents: Agent[];
  supply: number[];
  ranks: number[];
}

const small = (max: number) => fc.integer({ min: 0, max });
const caseOf: fc.Arbitrary<Case> = fc
  .record({ poolCount: fc.integer({ min: 1, max: 4 }), agentCount: fc.integer({ min: 1, max: 6 }) })
  .chain(({ poolCount, agentCount }) =>
    fc.record({
      pools: fc.array(small(14), { minLength: poolCount, maxLength: poolCount }),
      sets: fc.array(fc.uniqueArray(small(poolCount - 1), { minLength: 1 }), {
        minLength: 3,
        maxLength: 3,
      }),
      agents: fc.array(
        fc.record({
          weight: fc.integer({ min: 1, max: 4 }),
          offset: fc.integer({ min: -12, max: 12 }),
          upper: small(15),
          lanes: fc.uniqueArray(fc.record({ set: small(2), room: small(9) }), {
            minLength: 1,
            maxLength: 3,
            selector: ({ set }) => set,
          }),
        }),
        { minLength: agentCount, maxLength: agentCount },
      ),
      supply: fc.array(small(3), { minLength: 3, maxLength: 3 }),
      ranks: fc.shuffledSubarray([...Array(agentCount).keys()], { minLength: agentCount }),
    }),
  );

const upperOf = (agent: Agent) =>
  Math.min(
    agent.upper,
    agent.lanes.reduce((sum, { room }) => sum + room, 0),
  );

function carries(one: Case, amounts: readonly bigint[]): boolean {
  const flow = new SimpleFlow();
  let total = 0n;
  one.pools.forEach((capacity, p) => flow.arc(`pool${p}`, 'end', BigInt(capacity)));
  one.sets.forEach((pools, s) => {
    pools.forEach((p) => flow.arc(`set${s}`, `pool${p}`, 10_000n));
    flow.arc('start', `set${s}`, BigInt(one.supply[s]!));
    total += BigInt(one.supply[s]!);
  });
  one.agents.forEach((agent, i) => {
    flow.arc('start', `agent${i}`, amounts[i]!);
    total += amounts[i]!;
    agent.lanes.forEach(({ set, room }) => flow.arc(`agent${i}`, `set${set}`, BigInt(room)));
  });
  return flow.send('start', 'end', total) === total;
}

function column(math: Arithmetic, values: readonly number[]): UnitsArray {
  const units = math.array(values.length);
  values.forEach((value, i) => (units[i] = math.of(BigInt(value))));
  return units;
}

function problemOf(math: Arithmetic, one: Case, lower: readonly number[]): LexProblem {
  const builder = new NetworkBuilder();
  const sets = one.sets.map(() => builder.addNode());
  const pools = one.pools.map(() => builder.addNode());
  one.sets.forEach((set, s) => set.forEach((p) => builder.addArc(sets[s]!, pools[p]!, math.none)));
  one.pools.forEach((capacity, p) => builder.addArc(pools[p]!, sink, math.of(BigInt(capacity))));
  const network = builder.build(math);
  const lanes = one.agents.flatMap((agent) => agent.lanes);
  const laneStart = new Int32Array(one.agents.length + 1);
  one.agents.forEach((agent, i) => (laneStart[i + 1] = laneStart[i]! + agent.lanes.length));
  return {
    count: one.agents.length,
    weight: Float64Array.from(one.agents, ({ weight }) => weight),
    offset: column(
      math,
      one.agents.map(({ offset }) => offset),
    ),
    lower: column(math, lower),
    upper: column(math, one.agents.map(upperOf)),
    rank: Int32Array.from(one.ranks),
    network,
    supply: column(math, [...one.supply, ...one.pools.map(() => 0)]),
    laneStart,
    laneNode: Int32Array.from(lanes, ({ set }) => sets[set]!),
    laneRoom: column(
      math,
      lanes.map(({ room }) => room),
    ),
  };
}

describe('P4: LEX over several pools', () => {
  test.each([false, true])('equals the unit-by-unit definition (wide: %s)', (wide) => {
    const math = arithmeticFor(0n, wide);
    fc.assert(
      fc.property(caseOf, fc.array(small(15), { minLength: 6, maxLength: 6 }), (one, wanted) => {
        fc.pre(
          carries(
            one,
            one.agents.map(() => 0n),
          ),
        );
        const lower = one.agents.map(() => 0n);
        one.agents.forEach((agent, i) => {
          for (let k = 0; k < wanted[i]! % 5 && lower[i]! < upperOf(agent); k++) {
            lower[i]! += 1n;
            if (!carries(one, lower)) {
              lower[i]! -= 1n;
              break;
            }
          }
        });
        const defined = lexByDefinition(
          one.agents.map((agent, i) => ({
            weight: BigInt(agent.weight),
            offset: BigInt(agent.offset),
            lower: lower[i]!,
            upper: BigInt(upperOf(agent)),
            rank: one.ranks[i]!,
          })),
          (amounts) => carries(one, amounts),
        );
        const { amount } = lex(math, problemOf(math, one, lower.map(Number)));
        expect(Array.from({ length: amount.length }, (_, i) => BigInt(amount[i]!))).toEqual(
          defined,
        );
      }),
      { numRuns: runs },
    );
  });
});

describe('P3: LEX in one pool', () => {
  const agent = fc.record({
    weight: fc.integer({ min: 1, max: 1_000_000 }),
    offset: fc.maxSafeInteger().map((value) => value % 10 ** 15),
    upper: fc.maxSafeInteger().map((value) => Math.abs(value % 10 ** 15)),
  });

  test.each([false, true])(
    'the total is right and no unit given stands above one not given (wide: %s)',
    (wide) => {
      const math = arithmeticFor(0n, wide);
      fc.assert(
        fc.property(
          fc.array(agent, { minLength: 1, maxLength: 8 }),
          fc.nat(1_000_000),
          (rows, part) => {
            const upper = rows.reduce((sum, row) => sum + BigInt(row.upper), 0n);
            const total =
              ((upper < 4n * 10n ** 15n ? upper : 4n * 10n ** 15n) * BigInt(part)) / 1_000_000n;
            const agents = {
              count: rows.length,
              weight: Float64Array.from(rows, (row) => row.weight),
              offset: column(
                math,
                rows.map((row) => row.offset),
              ),
              lower: math.array(rows.length),
              upper: column(
                math,
                rows.map((row) => row.upper),
              ),
              rank: Int32Array.from(rows, (_, i) => i),
            };
            const { amount } = waterFill(math, agents, math.of(total));
            const given = rows.map((_, i) => BigInt(amount[i]!));
            expect(given.reduce((sum, units) => sum + units, 0n)).toBe(total);
            rows.forEach((a, i) => {
              rows.forEach((b, j) => {
                if (i === j || given[i] === 0n || given[j] === BigInt(b.upper)) return;
                const last = (2n * given[i]! - 1n + 2n * BigInt(a.offset)) * BigInt(b.weight);
                const next = (2n * given[j]! + 1n + 2n * BigInt(b.offset)) * BigInt(a.weight);
                expect(last < next || (last === next && i < j)).toBe(true);
              });
            });
          },
        ),
        { numRuns: runs },
      );
    },
  );
});
