import { Tag, type Tone } from '../../components/states';
import { useCode } from '../../intl/intl';

export const applicationStates = [
  'submitted',
  'screening',
  'review',
  'changes_requested',
  'admitted',
  'declined',
  'withdrawn',
  'draft',
] as const;

const tones: Record<string, Tone> = {
  draft: 'warn',
  changes_requested: 'warn',
  submitted: 'info',
  screening: 'info',
  review: 'info',
  admitted: 'good',
  declined: 'error',
};

/** The state of an application to join, as a word. */
export function ApplicationStateTag({ state }: { state: string }) {
  const code = useCode();
  return <Tag tone={tones[state]}>{code('applicationState', state)}</Tag>;
}
