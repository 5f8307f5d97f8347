import type { SeededRandom } from '../../kernel/seeded-random.js';
import type { SeedClass } from '../data/organisations.js';

/** Figures of a closed year as an invented company would declare them; none for science. */
export interface PlannedFigures {
  year: number;
  /** Annual work units. */
  headcount: string;
  turnoverCents: string;
  balanceCents: string;
}

/** Well inside or well above the ceilings of Recommendation 2003/361/EC, so that the class is clear. */
export function figuresOf(
  random: SeededRandom,
  of: SeedClass,
  year: number,
): PlannedFigures | null {
  if (of === 'science') return null;
  const headcount =
    of === 'sme'
      ? Math.min(220, Math.max(6, random.logNormal(38, 0.8)))
      : Math.min(60_000, Math.max(1_200, random.logNormal(7_500, 0.9)));
  const perHead = of === 'sme' ? random.integer(70, 170) : random.integer(180, 420);
  const turnoverThousands = Math.round(headcount) * perHead;
  return {
    year,
    headcount: headcount.toFixed(1),
    turnoverCents: cents(turnoverThousands),
    balanceCents: cents(Math.round(turnoverThousands * (0.5 + random.unit() / 2))),
  };
}

const cents = (thousands: number): string => `${thousands}00000`;
