import type { Field } from './fields.js';
import type { SeedClass } from './organisations.js';

/** Invented organisations that are not members yet: the officer's queue. */
export interface SeedApplicant {
  name: string;
  legalForm: string;
  kind: 'company' | 'university' | 'research_organisation' | 'public_body';
  class: SeedClass;
  country: string;
  city: string;
  fields: readonly Field[];
  description: string;
  /** How far the application has come. */
  stage: 'draft' | 'submitted' | 'screening' | 'changes_requested' | 'declined';
  motivation: string;
  aiActivity: string;
  /** What the officer wrote, where one wrote. */
  reason?: string;
}

export const applicants: readonly SeedApplicant[] = [
  {
    name: 'Skerrymor Offshore',
    legalForm: 'DAC',
    kind: 'company',
    class: 'large',
    country: 'IE',
    city: 'Cork',
    fields: ['energy'],
    description: 'Builds and services floating wind farms off the Irish coast.',
    stage: 'submitted',
    motivation:
      'We plan three floating wind farms and want to share our inspection data with research groups that train models on public machines. Membership would let us take part in the adoption pilots for small suppliers.',
    aiActivity:
      'Since 2023 we predict mooring fatigue with graph networks. A team of eleven runs training on our own 32 accelerators, which are full.',
  },
  {
    name: 'Znaczek Biotech',
    legalForm: 'sp. z o.o.',
    kind: 'company',
    class: 'sme',
    country: 'PL',
    city: 'Wrocław',
    fields: ['health'],
    description: 'Designs diagnostic peptides.',
    stage: 'submitted',
    motivation:
      'Nineteen people, two patents and no access to machines of the size that protein design needs now. We would publish the models for neglected diseases openly.',
    aiActivity:
      'We fine-tune open protein language models for binding sites and validate every design in our own wet laboratory.',
  },
  {
    name: 'Universidad de Peñalbera',
    legalForm: '',
    kind: 'university',
    class: 'science',
    country: 'ES',
    city: 'Peñalbera',
    fields: ['earth'],
    description: 'Young technical university with a fire laboratory.',
    stage: 'screening',
    motivation:
      'Our fire laboratory works with four regional brigades. We join to train spread models on national weather archives and to give the results back as open models.',
    aiActivity:
      'Two chairs in machine learning, a master’s programme in Spanish and English, and a regional cluster of 64 accelerators that we share with a hospital.',
  },
  {
    name: 'Trollkjerne Data',
    legalForm: 'AS',
    kind: 'company',
    class: 'sme',
    country: 'NO',
    city: 'Tromsø',
    fields: ['earth'],
    description: 'Forecasts sea ice and polar weather for small vessels.',
    stage: 'changes_requested',
    motivation:
      'Fishing boats in the Barents Sea pay for forecasts that were made for tankers. We want to train one that fits them, with partners in Finland and Iceland.',
    aiActivity: 'Diffusion models on radar mosaics, in operation for two seasons.',
    reason:
      'Your extract from the business register is older than three months. Please send a new one and name the person who signs for you; the rest is complete.',
  },
  {
    name: 'Ravnsborg Media',
    legalForm: 'ApS',
    kind: 'company',
    class: 'sme',
    country: 'DK',
    city: 'Odense',
    fields: ['culture'],
    description: 'Advertising films.',
    stage: 'declined',
    motivation: 'We would like to be listed beside the large names, it helps in sales.',
    aiActivity: 'We buy generated pictures from several providers.',
    reason:
      'The initiative asks members for their own activity in artificial intelligence or for a commitment to it. The application names neither. You may apply again once there is one, and you may appeal within 30 days.',
  },
  {
    name: 'Piatra Lină Agro',
    legalForm: 'SRL',
    kind: 'company',
    class: 'sme',
    country: 'RO',
    city: 'Bacău',
    fields: ['food'],
    description: 'Co-operative of 140 orchards with a data team of four.',
    stage: 'draft',
    motivation: 'We want to predict frost and scab for orchards on slopes, valley by valley.',
    aiActivity: '',
  },
];
