import { demoOrganisations } from '../demo-users.js';
import type { SeedTopic } from './topics.js';

/** Drafts of the demonstration's own organisations: one of each class, ready to be sent today. */
export const demoTopics: readonly { organisation: string; topic: SeedTopic }[] = [
  {
    organisation: demoOrganisations.sme,
    topic: [
      'language',
      'Emergency calls in dialect: understanding callers in the first ten seconds',
      'Emergency calls with siren and wind in the background',
      'We train a streaming recogniser on licensed recordings of control rooms in five regions, and measure it on the first ten seconds of each call.',
    ],
  },
  {
    organisation: demoOrganisations.large,
    topic: [
      'energy',
      'Reservoirs and wind: planning a Nordic week in one minute',
      'Reservoirs and wind with ice on the blades',
      'We train a planner for 47 reservoirs and 1,300 turbines that keeps every river’s minimum flow and explains each decision to the operator.',
    ],
  },
  {
    organisation: demoOrganisations.science,
    topic: [
      'health',
      'Pollen, asthma and weather: a forecast per postcode',
      'Pollen forecasts under a changing climate',
      'We join pollen counts, air quality and 30 years of pharmacy records under a health data permit and forecast demand for care three days ahead.',
    ],
  },
];
