import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { build, checkNode, root } from '../scripts/setup.mjs';
import { columnsOf, preferenceLists, randomOf } from './engine-data.mjs';

/*
 * `npm run bench:engine`: how fast a round is divided, from typed columns to typed result, beside sorting
 * as many packed keys (the limit) and beside leximin by iterated linear programs. Every measurement runs
 * in a process of its own, after a warm-up; times are medians, memory is the process's peak. Prints a
 * table and one JSON line.
 *
 *   npm run bench:engine -- --repeat 5
 */

const { values: options } = parseArgs({
  options: { repeat: { type: 'string', default: '5' }, measure: { type: 'string' } },
});
const repeat = Number(options.repeat);
const engine = (file) => import(`${root}/dist/src/allocation/engine/${file}`);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const rounded = (value) => Math.round(value * 10) / 10;

function timeOf(work, times = repeat) {
  const took = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    work();
    took.push(performance.now() - began);
  }
  return median(took);
}

/** One round: divided again and again from the same columns. */
async function measureRound(shape) {
  const [{ decideRound }, { arithmeticFor }] = await Promise.all([
    engine('round/round.js'),
    engine('input/units.js'),
  ]);
  const columnsFor = (requests) => columnsOf({ math: arithmeticFor(0n), ...shape, requests });
  const warmUp = columnsFor(Math.min(shape.requests, 100_000));
  for (let i = 0; i < 3; i++) decideRound(warmUp);
  const columns = columnsFor(shape.requests);
  const ms = timeOf(() => decideRound(columns));
  return { ms, peakMb: process.resourceUsage().maxRSS / 1024 };
}

function measureSort({ keys }) {
  const random = randomOf(7);
  const packed = Float64Array.from({ length: keys }, () => Math.floor(random() * 2 ** 53));
  packed.slice(0, 100_000).sort();
  const copies = Array.from({ length: repeat }, () => packed.slice());
  return { ms: timeOf(() => copies.pop().sort()), peakMb: process.resourceUsage().maxRSS / 1024 };
}

/** One LEX call over 12 pools, by the engine and by linear programs: the same agents, the same pools. */
async function measureLeximin({ organisations, pools }) {
  const [{ lex }, { arithmeticFor }, { NetworkBuilder, sink }, { ProblemBuilder }] =
    await Promise.all([
      engine('lex/lex.js'),
      engine('input/units.js'),
      engine('lex/network.js'),
      engine('lex/problem-builder.js'),
    ]);
  const { leximin } = await import('./engine-leximin.mjs');
  const problem = leximinProblem(organisations, pools);
  const math = arithmeticFor(0n);
  const byEngine = () => {
    const network = new NetworkBuilder();
    const poolNodes = problem.capacities.map(() => network.addNode());
    problem.capacities.forEach((capacity, p) => network.addArc(poolNodes[p], sink, capacity));
    const entries = problem.sets.map((set) => {
      const entry = network.addNode();
      for (const pool of set) network.addArc(entry, poolNodes[pool], math.none);
      return entry;
    });
    const builder = new ProblemBuilder(math, network.build(math), organisations, organisations);
    problem.uppers.forEach((upper, o) => {
      builder.add(problem.weights[o], 0, 0, upper, o);
      builder.lane(entries[problem.setOf[o]], upper);
    });
    return lex(math, builder.build()).amount;
  };
  for (let i = 0; i < 20; i++) byEngine();
  const engineMs = timeOf(byEngine, 21);
  const amounts = byEngine();
  const exact = await leximin(problem);
  const difference = exact.amounts.reduce(
    (most, x, o) => Math.max(most, Math.abs(x - amounts[o])),
    0,
  );
  return { engineMs, lpMs: exact.ms, programs: exact.programs, difference };
}

function leximinProblem(organisations, pools) {
  const random = randomOf(31);
  const sets = preferenceLists(random, pools, 300);
  const setOf = Array.from({ length: organisations }, () => Math.floor(random() * sets.length));
  const uppers = setOf.map(() => 1_000 + Math.floor(1_000 / (0.01 + random())));
  const asked = uppers.reduce((sum, upper) => sum + upper, 0);
  return {
    sets,
    setOf,
    uppers,
    accepts: setOf.map((set) => [...sets[set]]),
    weights: setOf.map(() => 1 + Math.floor(random() * 3)),
    capacities: Array.from({ length: pools }, () =>
      Math.floor((asked * 0.5 * (0.3 + random())) / pools),
    ),
  };
}

const kinds = { round: measureRound, sort: measureSort, leximin: measureLeximin };

/** Runs one measurement in a process of its own. */
async function measure(kind, shape) {
  const child = fork(new URL(import.meta.url).pathname, [
    '--repeat',
    String(repeat),
    '--measure',
    JSON.stringify({ kind, shape }),
  ]);
  const [[result]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  return result;
}

const row = (name, ...cells) =>
  console.log([name.padEnd(58), ...cells.map((c) => c.padStart(14))].join(''));

async function all() {
  checkNode();
  build();
  const twelve = { pools: 12, sets: 300 };
  row('', 'ms', 'peak MB');
  const show = async (name, kind, shape) => {
    const result = await measure(kind, shape);
    row(name, rounded(result.ms).toFixed(1), result.peakMb.toFixed(0));
    return result;
  };
  await show('10^4 requests, one pool', 'round', { requests: 10_000 });
  await show('10^5 requests, one pool', 'round', { requests: 100_000 });
  const million = await show('10^6 requests, one pool', 'round', { requests: 1_000_000 });
  const sort = await show('10^6 packed keys sorted (the limit)', 'sort', { keys: 1_000_000 });
  await show('10^5 requests, 12 pools × 300 sets', 'round', { requests: 100_000, ...twelve });
  const pools12 = await show('10^6 requests, 12 pools × 300 sets', 'round', {
    requests: 1_000_000,
    ...twelve,
  });
  const spread = await show('10^6 requests, the same, three sets per organisation', 'round', {
    requests: 1_000_000,
    ...twelve,
    setsEach: 3,
  });
  console.log();
  row('one LEX call, 12 pools', 'engine ms', 'LPs', 'LP ms', 'times', 'difference');
  const against = {};
  for (const organisations of [200, 1_000]) {
    const found = await measure('leximin', { organisations, pools: 12 });
    against[organisations] = found;
    row(
      `${organisations} organisations`,
      found.engineMs.toFixed(2),
      String(found.programs),
      found.lpMs.toFixed(0),
      (found.lpMs / found.engineMs).toFixed(0),
      found.difference.toFixed(3),
    );
  }
  console.log(
    JSON.stringify({
      requests: 1_000_000,
      computeMs: rounded(million.ms),
      sortMs: rounded(sort.ms),
      peakMb: Math.round(million.peakMb),
      pools12Ms: rounded(pools12.ms),
      pools12SpreadMs: rounded(spread.ms),
      lp1000Ms: rounded(against[1_000].lpMs),
      engine1000Ms: Math.round(against[1_000].engineMs * 1_000) / 1_000,
      maxDifference: Math.max(against[200].difference, against[1_000].difference),
    }),
  );
}

if (options.measure === undefined) await all();
else {
  const { kind, shape } = JSON.parse(options.measure);
  process.send(await kinds[kind](shape));
  process.disconnect();
}
