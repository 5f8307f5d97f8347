import type { OrganisationClass } from '../components/class-bars';

/** The shapes of the API that the pages read; amounts of GPU-time are rounded GPU-hours. */
export interface RoundClass {
  class: OrganisationClass;
  guaranteePpm: number;
  gpuHoursGuaranteed: number;
  gpuHoursEntitled: number;
  gpuHoursAsked: number;
  gpuHoursGranted: number;
  gpuHoursBorrowed: number;
  requests: number;
  awarded: number;
}

export interface RoundSummary {
  id: string;
  reference: string;
  state: string;
  poolGroup: { id: string; name: string };
  call: { id: string; title: string };
  cutOffAt: string;
  allocateAt: string;
  computedAt: string | null;
  publishedAt: string | null;
  commitment: string;
  snapshotHash: string | null;
  planHash: string | null;
  pools: { id: string; name: string; gpuHoursCapacity: number; gpuHoursGranted: number }[];
  classes: RoundClass[];
  version: number;
  createdAt: string;
  updatedAt: string;
}

export interface PublicRound extends RoundSummary {
  seed: string | null;
  secret: string | null;
  receiptsDigest: string | null;
  previousPlanHash: string | null;
  engine: string;
  awards: {
    organisation: { name: string; country: string; class: OrganisationClass };
    publicId: string;
    project: string;
    gpuHoursGranted: number;
  }[];
  lines: {
    pseudonym: string;
    class: OrganisationClass;
    gpuHoursAsked: number;
    gpuHoursGranted: number;
    reason: string;
  }[];
}

export interface Overview {
  asOf: string;
  demo: boolean;
  members: {
    total: number;
    countries: number;
    byClass: { class: OrganisationClass; members: number }[];
  };
  pledges: {
    targetCents: string;
    declaredCents: string;
    confirmedCents: string;
    currency: string;
    byKind: { kind: string; amountCents: string; count: number }[];
  };
  capacity: {
    sites: {
      id: string;
      slug: string;
      name: string;
      country: string;
      kind: 'ai_factory' | 'gigafactory';
      state: 'operating' | 'planned';
      accelerators: number;
    }[];
    accelerators: { operating: number; planned: number };
  };
  lastRound: RoundSummary | null;
}
