import loadHighs from 'highs';

/**
 * Leximin by iterated linear programs, the way to beat: maximise the smallest amount per weight of those
 * who are not settled; settle those whose row has a price (nobody can raise them without lowering an
 * equal); again, until all are settled.
 * @param {{ weights: number[], uppers: number[], accepts: number[][], capacities: number[] }} problem
 * @returns {Promise<{ amounts: number[], programs: number, ms: number }>} ms counts the solver alone
 */
export async function leximin({ weights, uppers, accepts, capacities }) {
  const highs = await loadHighs();
  const settled = new Array(weights.length).fill(null);
  let programs = 0;
  let ms = 0;
  while (settled.includes(null)) {
    const text = programOf(weights, uppers, accepts, capacities, settled);
    const began = performance.now();
    const solution = highs.solve(text);
    ms += performance.now() - began;
    programs += 1;
    if (solution.Status !== 'Optimal') throw new Error(`The linear program is ${solution.Status}.`);
    settle(solution, weights, settled);
  }
  return { amounts: settled, programs, ms };
}

function programOf(weights, uppers, accepts, capacities, settled) {
  const rows = [];
  const perPool = capacities.map(() => []);
  accepts.forEach((pools, o) => {
    const parts = pools.map((pool) => `f${o}_${pool}`);
    for (const pool of pools) perPool[pool].push(`f${o}_${pool}`);
    // A hair below what was found, so that rounding never makes the next program impossible.
    if (settled[o] !== null)
      rows.push(` s${o}: ${parts.join(' + ')} >= ${settled[o] * (1 - 1e-11) - 1e-9}`);
    else {
      rows.push(` o${o}: ${parts.join(' + ')} - ${weights[o]} t >= 0`);
      rows.push(` u${o}: ${weights[o]} t <= ${uppers[o]}`);
    }
  });
  perPool.forEach((parts, pool) => {
    if (parts.length > 0) rows.push(` p${pool}: ${parts.join(' + ')} <= ${capacities[pool]}`);
  });
  return `Maximize\n obj: t\nSubject To\n${rows.join('\n')}\nEnd\n`;
}

/** Who has a price at the optimum stays there; if rounding hid all prices, the tightest one does. */
function settle(solution, weights, settled) {
  const level = solution.ObjectiveValue;
  const priced = new Set();
  for (const { Name, Dual } of solution.Rows) {
    if ((Name[0] === 'o' || Name[0] === 'u') && Math.abs(Dual) > 1e-9)
      priced.add(Number(Name.slice(1)));
  }
  if (priced.size === 0) throw new Error('The linear program has no tight organisation.');
  for (const o of priced) settled[o] = level * weights[o];
}
