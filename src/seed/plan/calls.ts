import { criteria } from './reviews.js';

/** A call as the seed makes it; days of the story, 0 is the day on which the seed runs. */
export interface PlannedCall {
  key: 'first' | 'second' | 'science' | 'third' | 'fast' | 'extreme';
  /** The date of the cut-off is added to it. */
  title: string;
  summary: string;
  accessMode: string;
  poolGroup: 'regular' | 'science' | 'fast';
  opens: number;
  cutOff: number;
  reviewDue: number;
  allocate: number;
  acceptanceDays: number;
  reviewsPerRequest: number;
  /** Of 1,000; requests below are not ranked (REV-4). */
  thresholdTotal: number;
}

const regular = {
  accessMode: 'regular',
  poolGroup: 'regular',
  acceptanceDays: 30,
  reviewsPerRequest: 2,
  thresholdTotal: 600,
} as const;

const regularText =
  'For projects of a year that train or use large models. Large firms, small and medium-sized enterprises and science apply side by side; each class has a guaranteed share of what is divided. Every request is read by two independent experts; what reaches the threshold takes part in the round. Figures of this call are made up for demonstration.';

/** The calls of the story, oldest first. */
export const plannedCalls: readonly PlannedCall[] = [
  {
    ...regular,
    key: 'first',
    title: 'Regular Access',
    summary: regularText,
    opens: -120,
    cutOff: -62,
    reviewDue: -34,
    allocate: -27,
  },
  {
    ...regular,
    key: 'second',
    title: 'Regular Access',
    summary: regularText,
    opens: -75,
    cutOff: -33,
    reviewDue: -9,
    allocate: -1,
  },
  {
    key: 'science',
    title: 'AI for Science',
    summary:
      'For universities, research organisations and public bodies: half a year of time for open science. Results are published under open licences. Figures of this call are made up for demonstration.',
    accessMode: 'ai_for_science',
    poolGroup: 'science',
    opens: -50,
    cutOff: -6,
    reviewDue: 15,
    allocate: 22,
    acceptanceDays: 14,
    reviewsPerRequest: 2,
    thresholdTotal: 600,
  },
  {
    ...regular,
    key: 'third',
    title: 'Regular Access',
    summary: regularText,
    opens: -12,
    cutOff: 16,
    reviewDue: 44,
    allocate: 52,
  },
  {
    key: 'fast',
    title: 'Fast Lane for small and medium-sized enterprises',
    summary:
      'Up to 50,000 GPU-hours within days, without expert review, for enterprises that have used a supercomputer before. Whole requests only: the minimum is the ask. Figures of this call are made up for demonstration.',
    accessMode: 'fast_lane',
    poolGroup: 'fast',
    opens: -5,
    cutOff: 9,
    reviewDue: 9,
    allocate: 10,
    acceptanceDays: 10,
    reviewsPerRequest: 0,
    thresholdTotal: 0,
  },
  {
    key: 'extreme',
    title: 'Extreme Scale Access',
    summary:
      'For the few projects that need a large part of a system at once. In preparation: the panel still discusses the criteria.',
    accessMode: 'extreme_scale',
    poolGroup: 'regular',
    opens: 30,
    cutOff: 75,
    reviewDue: 110,
    allocate: 120,
    acceptanceDays: 30,
    reviewsPerRequest: 3,
    thresholdTotal: 700,
  },
];

const titles = {
  excellence: 'Excellence',
  impact: 'Innovation and impact',
  implementation: 'Quality and efficiency of implementation',
};
const help = {
  excellence: 'Is the question important, the method sound, the comparison with earlier work fair?',
  impact: 'Who gains from the result, and how will they get it? What is published?',
  implementation:
    'Is the use of accelerators justified and measured, are team, data and plan ready?',
};
const weights = { excellence: 40, impact: 30, implementation: 30 };

/** Cut-offs are at 10:00 Brussels winter time, as EuroHPC’s are. */
export const cutOffHour = 9;

/** Criteria of EuroHPC's calls; at least 3 of 5 in each, as Horizon Europe asks. */
export const callCriteria = criteria.map((key) => ({
  key,
  title: titles[key],
  help: help[key],
  weight: weights[key],
  threshold: 3,
}));
