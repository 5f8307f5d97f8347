/** A site with its accelerator partitions. */
export interface SeedSite {
  slug: string;
  name: string;
  host: string;
  country: string;
  kind: 'ai_factory' | 'gigafactory';
  state: 'operating' | 'planned';
  source: string;
  partitions: readonly SeedPartition[];
}
export interface SeedPartition {
  name: string;
  accelerator: string;
  /** As the site's scheduler counts them; LUMI-G counts modules of two dies. */
  accelerators: number;
  perNode: number;
  /** List power divided by accelerators; null where no figure was found. */
  kilowatts: number | null;
  /** Dense BF16 peak of one accelerator. */
  peakTflops: number | null;
  source: string;
}

const systemsGuide = 'EuroHPC systems, guide to EU computing resources, August 2026';
const unverified = 'node count from general knowledge, to be confirmed with the site';
const lumiGuide =
  'LUMI user guide, docs/hardware/lumig.md and docs/runjobs/lumi_env/billing.md: one GPU-hour is one module';

const factory = (
  slug: string,
  name: string,
  host: string,
  country: string,
  partition: SeedPartition,
): SeedSite => ({
  slug,
  name,
  host,
  country,
  kind: 'ai_factory',
  state: 'operating',
  source: partition.source,
  partitions: [partition],
});

const partition = (
  name: string,
  accelerator: string,
  nodes: number,
  perNode: number,
  [kilowatts, peakTflops]: [number | null, number | null],
  source: string,
): SeedPartition => ({
  name,
  accelerator,
  accelerators: nodes * perNode,
  perNode,
  kilowatts,
  peakTflops,
  source,
});

/** The EuroHPC systems with accelerators, around which the AI factories grow. */
const factories: readonly SeedSite[] = [
  factory('jupiter', 'JUPITER', 'Jülich Supercomputing Centre', 'DE',
    partition('Booster', 'NVIDIA GH200', 5884, 4, [0.67, 989], 'Jülich Supercomputing Centre, https://www.fz-juelich.de/en/ias/jsc/jupiter/tech')),
  factory('leonardo', 'Leonardo', 'CINECA', 'IT',
    partition('Booster', 'NVIDIA A100 64 GB (custom)', 3456, 4, [0.54, 312], systemsGuide)),
  factory('lumi', 'LUMI', 'CSC – IT Center for Science', 'FI',
    partition('LUMI-G', 'AMD MI250X', 2978, 4, [0.6, 383], lumiGuide)),
  factory('marenostrum-5', 'MareNostrum 5', 'Barcelona Supercomputing Center', 'ES',
    partition('ACC', 'NVIDIA H100 64 GB', 1120, 4, [0.93, 989], systemsGuide)),
  factory('meluxina', 'MeluXina', 'LuxProvide', 'LU',
    partition('GPU', 'NVIDIA A100 40 GB', 200, 4, [null, 312], unverified)),
  factory('karolina', 'Karolina', 'IT4Innovations', 'CZ',
    partition('GPU', 'NVIDIA A100 40 GB', 72, 8, [null, 312], unverified)),
  factory('vega', 'Vega', 'IZUM', 'SI',
    partition('GPU', 'NVIDIA A100 40 GB', 60, 4, [null, 312], unverified)),
  factory('deucalion', 'Deucalion', 'MACC', 'PT',
    partition('GPU', 'NVIDIA A100', 33, 4, [null, 312], unverified)),
  factory('discoverer-plus', 'Discoverer+', 'Sofia Tech Park', 'BG',
    partition('GPU', 'NVIDIA Hopper', 4, 8, [null, 989], unverified)),
]; // prettier-ignore

const gigafactory = (slug: string, name: string, country: string): SeedSite => ({
  slug,
  name: `Gigafactory ${name} (fictitious)`,
  host: 'not selected yet',
  country,
  kind: 'gigafactory',
  state: 'planned',
  source: `InvestAI plans four gigafactories of about 100,000 accelerators each; this site and its name are invented`,
  partitions: [
    {
      name: 'AI',
      accelerator: 'to be procured (B200 class assumed)',
      accelerators: 100_000,
      perNode: 8,
      kilowatts: 1.2,
      peakTflops: 2250,
      source: 'assumption for demonstration: 1.2 kW and 2,250 TFLOPS per accelerator',
    },
  ],
});

export const sites: readonly SeedSite[] = [
  ...factories,
  gigafactory('gigafactory-borealis-ridge', 'Borealis Ridge', 'FI'),
  gigafactory('gigafactory-tramontana', 'Tramontana', 'ES'),
  gigafactory('gigafactory-amber-coast', 'Amber Coast', 'PL'),
  gigafactory('gigafactory-val-garance', 'Val Garance', 'FR'),
];
