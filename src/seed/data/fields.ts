/** Fields of work: they tie organisations, reviewers, projects and review sentences together. */
export const fields = [
  'language',
  'health',
  'materials',
  'climate',
  'energy',
  'industry',
  'mobility',
  'food',
  'finance',
  'law',
  'earth',
  'security',
  'physics',
  'robotics',
  'culture',
] as const;
export type Field = (typeof fields)[number];
