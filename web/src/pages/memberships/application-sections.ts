import type { ApplicationSection, MembershipApplication } from '../../api/shapes';

/** The topics of an application, one page each, in the order in which they are asked. */
export const sectionNames = [
  'identity',
  'ownership',
  'activity',
  'people',
  'declarations',
] as const;
export type SectionName = (typeof sectionNames)[number];

export const isSection = (name: string): name is SectionName =>
  (sectionNames as readonly string[]).includes(name);

/** States in which the applicant writes. */
export const isOpen = ({ state }: MembershipApplication) =>
  state === 'draft' || state === 'changes_requested';

export const sectionOf = (
  application: MembershipApplication,
  name: SectionName,
): ApplicationSection | undefined => application.sections.find(({ section }) => section === name);

/** The pages that follow one another; ownership has its own, and only companies are asked. */
export const nextSection = (name: SectionName): SectionName | undefined =>
  sectionNames[sectionNames.indexOf(name) + 1];
