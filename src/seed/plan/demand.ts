import type { SeededRandom } from '../../kernel/seeded-random.js';
import type { SeedClass } from '../data/organisations.js';

/*
 * How much is asked for, calibrated on two published traces (CC BY 4.0; README.md in src/seed):
 *   Helios: Hu et al., "Characterization and Prediction of Deep Learning Workloads in Large-Scale GPU
 *   Datacenters", SC'21, GPUs per virtual cluster and day of Venus, 23 clusters with use;
 *   Acme: Hu et al., "Characterization of Large Language Model Development in the Datacenter", NSDI'24,
 *   one row per cluster.
 * A project is like a virtual cluster of Helios: a group with its share of a machine.
 */

/** Spread of the logarithm of the mean number of GPUs over the 23 virtual clusters of Helios Venus. */
const sigma = 0.845;

/**
 * Median number of GPUs that a project keeps busy. Helios: median virtual cluster 44.3; Acme: mean job
 * 26.77 GPUs on Kalos, the cluster for large models, where start-ups and university groups stand.
 */
const medianGpus: Record<SeedClass, number> = { large: 44.3, sme: 26.77, science: 26.77 };

/** Acme and Helios: jobs of more than 1,024 GPUs hardly occur (max_gpu 1,024 on Seren and Kalos). */
const gpusMax = 1024;

/**
 * Acme, Kalos: 31.3 % of GPU-time ends in completed jobs, 8 % in failed ones. A project that plans
 * with little slack needs nearly all but the failed part, one with much slack only the completed part.
 */
const usefulLeast = 0.313;
const usefulMost = 0.92;

const hoursPerMonth = 730;

export interface Demand {
  /** Accelerators of the largest job. */
  gpus: number;
  months: number;
  gpuHoursAsked: number;
  gpuHoursMinimum: number;
}

export interface DemandLimits {
  gpuHoursMin: number;
  gpuHoursMax: number;
  months: number;
  /** Calls without expert review divide whole requests: minimum = ask. */
  wholeOnly: boolean;
  /** Plans with much slack: the minimum is as small as such projects have it. */
  muchSlack?: boolean;
}

/** Draws what a project asks for, within a call's limits and in round numbers as people write them. */
export function demandOf(random: SeededRandom, of: SeedClass, limits: DemandLimits): Demand {
  const busy = random.logNormal(medianGpus[of], sigma);
  const ask = within(limits, busy * limits.months * hoursPerMonth);
  const slack = limits.muchSlack === true ? 0 : random.unit();
  const useful = usefulLeast + (usefulMost - usefulLeast) * slack;
  const minimum = limits.wholeOnly ? ask : Math.min(ask, within(limits, ask * useful));
  // The largest job is wider than the mean: a run takes a quarter to three quarters of the period.
  const wide = ask / (limits.months * hoursPerMonth * (0.25 + random.unit() / 2));
  const gpus = Math.min(gpusMax, 8 * Math.max(1, Math.ceil(wide / 8)));
  return { gpus, months: limits.months, gpuHoursAsked: ask, gpuHoursMinimum: minimum };
}

function within({ gpuHoursMin, gpuHoursMax }: DemandLimits, hours: number): number {
  const step = hours > 200_000 ? 10_000 : hours > 20_000 ? 1_000 : 100;
  return Math.min(gpuHoursMax, Math.max(gpuHoursMin, Math.round(hours / step) * step));
}
