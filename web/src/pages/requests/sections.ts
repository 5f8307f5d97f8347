import type { Request } from '../../api/shapes';

/** The topics of a request, one page each, and the fields of its content that belong to them. */
export const sections = {
  project: ['title', 'summary', 'purpose'],
  amount: ['startsOn', 'months', 'gpus', 'gpuSecondsAsked', 'gpuSecondsMinimum'],
  pools: ['poolIds'],
  ethics: ['dataStatement', 'ethics'],
} as const;
export type SectionName = keyof typeof sections;
export const sectionNames = Object.keys(sections) as SectionName[];

export const isSection = (name: string): name is SectionName => name in sections;

/** The topic to which a problem of the API points; null for one about the whole request. */
export function sectionOf(pointer: string | null): SectionName | null {
  const field = pointer?.split('/')[2] ?? '';
  return sectionNames.find((name) => (sections[name] as readonly string[]).includes(field)) ?? null;
}

export type SectionStatus = 'notStarted' | 'inProgress' | 'done' | 'optional';

/** How far a topic is: done when nothing stands against it, not started when it is empty. */
export function statusOf(name: SectionName, request: Request): SectionStatus {
  const filled = sections[name].some((field) => isFilled(request.content[field]));
  const open = request.checks.some(({ pointer, holds }) => !holds && sectionOf(pointer) === name);
  if (name === 'ethics' && !filled) return 'optional';
  if (!filled) return 'notStarted';
  return open ? 'inProgress' : 'done';
}

function isFilled(value: unknown): boolean {
  if (value === undefined || value === '' || value === null) return false;
  return typeof value !== 'object' || Object.values(value).some(isFilled);
}
