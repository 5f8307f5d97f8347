/** What one organisation of a round asked, could rely on and got, in units. */
export interface OrganisationOutcome {
  class: string;
  asked: bigint;
  entitled: bigint;
  granted: bigint;
  claimCarried: bigint;
}

const million = 1_000_000n;

/** A share in parts per million, rounded down; 0 of nothing is 0. */
export const ppmOf = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * million) / whole);

/**
 * Jain's index of the values: (Σx)² / (n·Σx²), from 1/n (one has all) to 1 (all equal), in ppm
 * (Jain, Chiu, Hawe 1984). Null without values; everybody at 0 counts as equal.
 */
export function jainPpm(values: readonly bigint[]): number | null {
  if (values.length === 0) return null;
  const sum = values.reduce((total, value) => total + value, 0n);
  const squares = values.reduce((total, value) => total + value * value, 0n);
  if (squares === 0n) return Number(million);
  return Number((sum * sum * million) / (BigInt(values.length) * squares));
}

/**
 * Gini coefficient of the values: Σ(2i − n − 1)·x_i / (n·Σx) over the sorted values, from 0 (all equal)
 * towards 1 (one has all), in ppm. Null without values; everybody at 0 counts as equal.
 */
export function giniPpm(values: readonly bigint[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const n = BigInt(sorted.length);
  const sum = sorted.reduce((total, value) => total + value, 0n);
  if (sum === 0n) return 0;
  const weighted = sorted.reduce(
    (total, value, index) => total + (2n * BigInt(index + 1) - n - 1n) * value,
    0n,
  );
  return Number((weighted * million) / (n * sum));
}

/** Granted per entitled, in ppm: what fairness inside a class is measured on. */
export function satisfactions(organisations: readonly OrganisationOutcome[]): bigint[] {
  return organisations
    .filter(({ entitled }) => entitled > 0n)
    .map(({ granted, entitled }) => (granted * million) / entitled);
}

/** Fairness of a round by class: shares against guarantees, and how equal members of a class fared. */
export function classFairness(
  classes: readonly { class: string; guaranteed: bigint; granted: bigint }[],
  capacity: bigint,
  organisations: readonly OrganisationOutcome[],
) {
  const total = classes.reduce((sum, { granted }) => sum + granted, 0n);
  return classes.map((line) => {
    const own = organisations.filter((organisation) => organisation.class === line.class);
    const values = satisfactions(own);
    return {
      class: line.class,
      organisations: own.length,
      sharePpm: ppmOf(line.granted, total),
      guaranteePpm: ppmOf(line.guaranteed, capacity),
      granted: line.granted,
      claimsCarried: own.reduce((sum, { claimCarried }) => sum + claimCarried, 0n),
      jainPpm: jainPpm(values),
      giniPpm: giniPpm(values),
    };
  });
}
