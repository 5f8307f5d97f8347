import type { PlannedCall } from './calls.js';

/** A pool group with its one pool. Shares of a partition, set-asides and releases are made up. */
export interface PlannedPoolGroup {
  key: PlannedCall['poolGroup'];
  slug: string;
  name: string;
  pool: {
    site: string;
    name: string;
    accelerators: number;
    fundingSource: 'union' | 'member_state';
    starts: number;
    ends: number;
    availabilityPpm: number;
    /** Shares of the gross capacity in parts per million. */
    setAsides: readonly {
      kind: 'maintenance' | 'director' | 'union_projects';
      ppm: number;
      reason: string;
    }[];
    /** GPU-hours by the cut-off that offers them. */
    releases: readonly { call: PlannedCall['key']; gpuHours: number }[];
  };
  rules: {
    guarantees: Partial<Record<'large' | 'sme' | 'science', number>>;
    borrowWeights: Record<'large' | 'sme' | 'science', number>;
    organisationCapPpm: number;
    groupCapPpm: number;
    minimumGrantGpuHours: number;
  };
}

/** Bands of the panel's score: what reaches the threshold weighs 1, good work 2, the best 3. */
export const scoreBands = [
  { fromScore: 600, weight: 1 },
  { fromScore: 750, weight: 2 },
  { fromScore: 900, weight: 3 },
];

const maintenance = {
  kind: 'maintenance',
  ppm: 30_000,
  reason: 'Planned maintenance, about a day a month.',
} as const;
const director = {
  kind: 'director',
  ppm: 20_000,
  reason: 'Director’s time for urgent and exploratory work.',
} as const;

export const poolGroups: readonly PlannedPoolGroup[] = [
  {
    key: 'regular',
    slug: 'regular-access',
    name: 'Regular access',
    pool: {
      site: 'lumi',
      name: 'LUMI-G, Union time (demonstration share)',
      accelerators: 4_764,
      fundingSource: 'union',
      starts: -90,
      ends: 460,
      availabilityPpm: 900_000,
      setAsides: [
        maintenance,
        director,
        {
          kind: 'union_projects',
          ppm: 60_000,
          reason:
            'Reserved for projects of Horizon Europe and Digital Europe (Article 12b(15)(c)).',
        },
      ],
      releases: [
        { call: 'first', gpuHours: 14_500_000 },
        { call: 'second', gpuHours: 13_000_000 },
        { call: 'third', gpuHours: 13_500_000 },
        { call: 'extreme', gpuHours: 8_500_000 },
      ],
    },
    rules: {
      guarantees: { large: 200_000, sme: 300_000, science: 350_000 },
      borrowWeights: { large: 1, sme: 2, science: 2 },
      organisationCapPpm: 60_000,
      groupCapPpm: 80_000,
      minimumGrantGpuHours: 20_000,
    },
  },
  {
    key: 'science',
    slug: 'ai-for-science',
    name: 'AI for Science',
    pool: {
      site: 'marenostrum-5',
      name: 'MareNostrum 5 ACC, Union time (demonstration share)',
      accelerators: 896,
      fundingSource: 'union',
      starts: -60,
      ends: 305,
      availabilityPpm: 900_000,
      setAsides: [maintenance, director],
      releases: [{ call: 'science', gpuHours: 1_600_000 }],
    },
    rules: {
      guarantees: { science: 1_000_000 },
      borrowWeights: { large: 0, sme: 1, science: 1 },
      organisationCapPpm: 300_000,
      groupCapPpm: 300_000,
      minimumGrantGpuHours: 10_000,
    },
  },
  {
    key: 'fast',
    slug: 'fast-lane',
    name: 'Playground and Fast Lane',
    pool: {
      site: 'karolina',
      name: 'Karolina GPU, national time (demonstration share)',
      accelerators: 144,
      fundingSource: 'member_state',
      starts: -30,
      ends: 150,
      availabilityPpm: 900_000,
      setAsides: [maintenance],
      releases: [{ call: 'fast', gpuHours: 180_000 }],
    },
    rules: {
      guarantees: { sme: 1_000_000 },
      borrowWeights: { large: 0, sme: 1, science: 0 },
      organisationCapPpm: 300_000,
      groupCapPpm: 300_000,
      minimumGrantGpuHours: 1_000,
    },
  },
];
