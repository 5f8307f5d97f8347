/**
 * How many random cases each property of the engine tries: few while somebody works, 1,000 in CI, and
 * `ENGINE_RUNS=100000` for the long run.
 */
export const runs = Number(process.env.ENGINE_RUNS ?? (process.env.CI ? 1000 : 100));
