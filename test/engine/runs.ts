/**
 * How many random cases each property of the engine tries: a modest number by default, so that the unit
 * tests stay quick; `ENGINE_RUNS=1000` in CI, up to 100000 for the long run.
 */
export const runs = Number(process.env.ENGINE_RUNS ?? 200);
