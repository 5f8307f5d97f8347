import type { SeededRandom } from '../../kernel/seeded-random.js';
import type { InventedOrganisation, SeedClass } from '../data/organisations.js';

/** Made-up pledges of made-up members. */
export interface PlannedPledge {
  kind: 'capital' | 'compute' | 'data' | 'talent' | 'adoption_pilot' | 'open_model';
  amountCents: bigint | null;
  horizonYear: number;
  newMoney: boolean;
  description: string;
  state: 'declared' | 'confirmed' | 'withdrawn';
}

type Kind = PlannedPledge['kind'];

/** Median amount in millions of euro by class and kind; a kind without an amount counts in people or data. */
const millions: Record<SeedClass, Partial<Record<Kind, number>>> = {
  large: { capital: 2_600, compute: 420, adoption_pilot: 90, talent: 40 },
  sme: { capital: 18, adoption_pilot: 1.2, open_model: 0.8 },
  science: { talent: 14, open_model: 3 },
};

const kinds: Record<SeedClass, readonly Kind[]> = {
  large: ['capital', 'capital', 'compute', 'adoption_pilot', 'talent', 'data'],
  sme: ['capital', 'adoption_pilot', 'data', 'open_model'],
  science: ['talent', 'open_model', 'data'],
};

const descriptions: Record<Kind, readonly string[]> = {
  capital: [
    'Equity for accelerators and buildings of one site, paid in three instalments as construction goes on.',
    'Long-term purchase of training time, which the site can take to its bank.',
    'Fund for start-ups that train on European machines.',
    'Own plants and networks next to a site: power, cooling, fibre.',
  ],
  compute: [
    'Idle accelerators of our own data centre at night and at weekends.',
    'A partition of 512 accelerators, run by us, open to small firms of the initiative.',
  ],
  data: [
    'Twelve years of sensor data with documentation, under an open licence.',
    'A curated collection of texts with cleared rights.',
    'Measurements of a reference plant that others may train and test on.',
  ],
  talent: [
    'Engineers seconded to start-ups for six months each.',
    'Doctoral positions in machine learning systems, filled through open calls.',
    'A yearly school on training large models, free for participants from small firms.',
  ],
  adoption_pilot: [
    'Pilots in operation at five sites, with published results, good or bad.',
    'Two pilot customers per year for start-ups of the initiative.',
  ],
  open_model: [
    'A base model with open weights and documented data, maintained for five years.',
    'Evaluation sets in our languages, kept fresh.',
  ],
};

/**
 * What a member pledges from `year` on; science and small firms often pledge in kind or not at all
 * (MEM-8: never required).
 */
export function planPledges(
  random: SeededRandom,
  { class: of }: InventedOrganisation,
  year: number,
): PlannedPledge[] {
  const count = of === 'large' ? random.integer(2, 3) : random.integer(0, 2);
  const chosen = new Set(random.shuffled(kinds[of]).slice(0, count));
  if (of === 'large') chosen.add('capital');
  return [...chosen].map((kind) => pledgeOf(random, of, kind, year));
}

function pledgeOf(random: SeededRandom, of: SeedClass, kind: Kind, year: number): PlannedPledge {
  const median = millions[of][kind];
  const chance = random.unit();
  return {
    kind,
    amountCents: median === undefined ? null : cents(random.logNormal(median, 0.8)),
    horizonYear: year + random.integer(1, 6),
    newMoney: random.chance(0.7),
    description: random.pick(descriptions[kind]),
    state: chance < 0.62 ? 'confirmed' : chance < 0.96 ? 'declared' : 'withdrawn',
  };
}

/** Two leading digits, as such announcements have, in euro cents. */
function cents(amountMillions: number): bigint {
  const euro = Math.round(amountMillions * 1e6);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(euro)) - 1);
  return BigInt(Math.round(euro / step) * step) * 100n;
}
