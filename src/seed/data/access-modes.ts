/** A row of `access_modes`; sizes in GPU-hours, node-hours of the source times accelerators per node. */
export interface SeedAccessMode {
  code: string;
  name: string;
  audience: string;
  classes: readonly ('large' | 'sme' | 'science')[];
  gpuHoursMin: number;
  gpuHoursMax: number;
  months: readonly number[];
  expertReview: boolean;
  turnaround: string;
  selection: string;
  source: string;
}

const aiGuide =
  'EuroHPC AI factories access modes, guide to EU computing resources, August 2026, and access planner 2026';
const calls2025 = 'EuroHPC access calls 2025 with tables of node-hours per partition';
const everyone = ['large', 'sme', 'science'] as const;

/** Seen in November 2026. Sizes per system differ; these are the outer limits over the GPU partitions. */
export const accessModes: readonly SeedAccessMode[] = [
  {
    code: 'playground',
    name: 'Playground',
    audience: 'SMEs and start-ups that are new to supercomputers; one system',
    classes: ['sme'],
    gpuHoursMin: 5_000,
    gpuHoursMax: 5_000,
    months: [1, 2, 3],
    expertReview: false,
    turnaround: '2 working days',
    selection: 'Eligibility and technical check, first in first out',
    source: `${aiGuide}; fixed size of about 5,000 GPU-hours`,
  },
  {
    code: 'fast_lane',
    name: 'Fast Lane',
    audience: 'SMEs and start-ups used to supercomputers; one system',
    classes: ['sme'],
    gpuHoursMin: 10_001,
    gpuHoursMax: 50_000,
    months: [1, 2, 3],
    expertReview: false,
    turnaround: '4 working days',
    selection: 'Short technical assessment, first in first out',
    source: `${aiGuide}; more than 10,000 and up to 50,000 GPU-hours`,
  },
  {
    code: 'large_scale',
    name: 'Large Scale',
    audience: 'Industry with projects of high impact',
    classes: ['large', 'sme'],
    gpuHoursMin: 50_001,
    gpuHoursMax: 2_400_000,
    months: [3, 6, 12],
    expertReview: true,
    turnaround: '10 working days after the cut-off; two cut-offs a month at 10:00 Brussels time',
    selection: 'Technical assessment and peer review',
    source: `${aiGuide}; more than 50,000 and up to 2,400,000 GPU-hours`,
  },
  {
    code: 'ai_for_science',
    name: 'AI for Science and Collaborative EU Projects',
    audience: 'Science and the public sector; industry inside EU-funded projects',
    classes: ['science'],
    gpuHoursMin: 80_000,
    gpuHoursMax: 360_000,
    months: [6],
    expertReview: true,
    turnaround: 'One month after the cut-off; a cut-off about every two months',
    selection: 'Technical assessment and expert review',
    source: `${calls2025}; 20,000 to 90,000 node-hours with 4 accelerators a node`,
  },
  {
    code: 'benchmark',
    name: 'Benchmark Access',
    audience: 'Anybody who has to measure how a code scales',
    classes: everyone,
    gpuHoursMin: 800,
    gpuHoursMax: 14_000,
    months: [1, 2, 3],
    expertReview: false,
    turnaround: '2 to 3 weeks; cut-off on the first of each month, 10:00 Brussels time',
    selection: 'Administrative and technical check only',
    source: `${calls2025}; 200 node-hours (Deucalion) to 3,500 (Leonardo) with 4 accelerators a node`,
  },
  {
    code: 'development',
    name: 'Development Access',
    audience: 'Anybody who develops or ports codes and models',
    classes: everyone,
    gpuHoursMin: 1_600,
    gpuHoursMax: 18_000,
    months: [12],
    expertReview: false,
    turnaround: '2 to 3 weeks, monthly cut-off; two renewals',
    selection: 'Administrative and technical check only',
    source: `${calls2025}; 400 node-hours (Deucalion) to 4,500 (Leonardo, LUMI-G) with 4 accelerators a node`,
  },
  {
    code: 'regular',
    name: 'Regular Access',
    audience: 'Science, industry and the public sector, each in its own track',
    classes: everyone,
    gpuHoursMin: 80_000,
    gpuHoursMax: 880_000,
    months: [12],
    expertReview: true,
    turnaround: 'At most 4 months; two cut-offs a year',
    selection: 'Technical assessment and scientific peer review',
    source: `${calls2025}; 20,000 node-hours (MareNostrum 5 ACC, LUMI-G) to 220,000 (Leonardo) with 4 accelerators a node`,
  },
  {
    code: 'extreme_scale',
    name: 'Extreme Scale Access',
    audience: 'Work that needs a pre-exascale or exascale system',
    classes: everyone,
    gpuHoursMin: 640_000,
    gpuHoursMax: 12_480_000,
    months: [12],
    expertReview: true,
    turnaround: 'At most 6 months; two cut-offs a year',
    selection:
      'Peer review and ranking on excellence, innovation and impact, quality of implementation',
    source: `${calls2025}; 160,000 node-hours (MareNostrum 5 ACC, LUMI-G) to the 3,120,000 of JUPITER's pool, 4 accelerators a node`,
  },
];
