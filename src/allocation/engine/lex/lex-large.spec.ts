import fc from 'fast-check';
import { runs } from '../../../../test/engine/runs.js';
import { arithmeticFor } from '../input/units.js';
import { Flow } from './flow.js';
import { lex, type LexProblem } from './lex.js';
import { type Network, NetworkBuilder, sink } from './network.js';
import { ProblemBuilder } from './problem-builder.js';
import { unitBefore } from './threshold-heap.js';

const math = arithmeticFor(0n);

interface Large {
  pools: number[];
  sets: number[][];
  agents: {
    weight: number;
    offset: number;
    upper: number;
    lanes: { set: number; room: number }[];
  }[];
}

const amount = (max: number) => fc.integer({ min: 0, max });
const large: fc.Arbitrary<Large> = fc.record({
  pools: fc.array(amount(60_000), { minLength: 12, maxLength: 12 }),
  sets: fc.array(fc.uniqueArray(amount(11), { minLength: 1, maxLength: 4 }), {
    minLength: 12,
    maxLength: 12,
  }),
  agents: fc.array(
    fc.record({
      weight: fc.integer({ min: 1, max: 1_000_000 }),
      offset: fc.integer({ min: -5_000, max: 5_000 }),
      upper: amount(20_000),
      lanes: fc.uniqueArray(fc.record({ set: amount(11), room: amount(15_000) }), {
        minLength: 1,
        maxLength: 3,
        selector: ({ set }) => set,
      }),
    }),
    { minLength: 40, maxLength: 80, size: 'max' },
  ),
});

function problemOf({ pools, sets, agents }: Large): LexProblem {
  const network = new NetworkBuilder();
  const poolNodes = pools.map(() => network.addNode());
  pools.forEach((capacity, p) => network.addArc(poolNodes[p]!, sink, capacity));
  const entries = sets.map((set) => {
    const entry = network.addNode();
    for (const pool of set) network.addArc(entry, poolNodes[pool]!, math.none);
    return entry;
  });
  const builder = new ProblemBuilder(math, network.build(math), agents.length, 3 * agents.length);
  agents.forEach(({ weight, offset, upper, lanes }, rank) => {
    const room = lanes.reduce((sum, lane) => sum + lane.room, 0);
    builder.add(weight, offset, 0, Math.min(upper, room), rank);
    for (const lane of lanes) builder.lane(entries[lane.set]!, lane.room);
  });
  return builder.build();
}

/** The amounts in a flow of their own, every agent with a node; null if they cannot be carried. */
function carry(problem: LexProblem, amounts: ArrayLike<number>) {
  const { network, count, laneStart, laneNode, laneRoom } = problem;
  const [source, end] = [network.nodeCount + count, network.nodeCount + count + 1];
  const flow = new Flow(math, end + 1, network.arcCount + count + laneStart[count]!);
  addArcs(flow, network, end);
  let total = 0;
  for (let i = 0; i < count; i++) {
    for (let lane = laneStart[i]!; lane < laneStart[i + 1]!; lane++) {
      flow.addArc(network.nodeCount + i, laneNode[lane]!, laneRoom[lane]!);
    }
    flow.addArc(source, network.nodeCount + i, amounts[i]!);
    total += amounts[i]!;
  }
  if (flow.send(source, end, total) < total) return null;
  flow.close(source);
  return { flow, end };
}

function addArcs(flow: Flow, network: Network, end: number): void {
  for (let a = 0; a < network.arcCount; a++) {
    const to = network.to[a]!;
    flow.addArc(network.from[a]!, to === sink ? end : to, network.room[a]!);
  }
}

describe('P4: LEX over 12 pools, large', () => {
  test('is carried, leaves no way for one unit more, and no exchange of one unit is earlier', () => {
    fc.assert(
      fc.property(large, (one) => {
        const problem = problemOf(one);
        const { amount: amounts } = lex(math, problem);
        const carried = carry(problem, amounts);
        expect(carried).not.toBeNull();
        for (let i = 0; i < problem.count; i++) {
          if (!(amounts[i]! < problem.upper[i]!)) continue;
          const reached = carried!.flow.reachable(problem.network.nodeCount + i);
          expect(reached[carried!.end]).toBe(0);
          for (let j = 0; j < problem.count; j++) {
            if (i === j || reached[problem.network.nodeCount + j] === 0 || amounts[j] === 0)
              continue;
            expect(unitBefore(problem, j, amounts[j]!, i, amounts[i]! + 1)).toBe(true);
          }
        }
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });
});
