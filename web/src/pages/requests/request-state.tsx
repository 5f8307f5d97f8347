import { Tag, type Tone } from '../../components/states';
import { useCode } from '../../intl/intl';

const tones: Record<string, Tone> = {
  draft: 'warn',
  changes_requested: 'warn',
  awarded: 'good',
  rejected: 'error',
  lapsed: 'error',
  submitted: 'info',
  completeness: 'info',
  technical: 'info',
  expert_review: 'info',
  panel: 'info',
  ranked: 'info',
  reserve: 'info',
};

export const requestStates = [
  'draft',
  'submitted',
  'completeness',
  'technical',
  'expert_review',
  'panel',
  'ranked',
  'awarded',
  'reserve',
  'rejected',
  'changes_requested',
  'lapsed',
  'withdrawn',
  'closed',
] as const;

/** The state of a request as a word. */
export function RequestStateTag({ state }: { state: string }) {
  const code = useCode();
  return <Tag tone={tones[state]}>{code('requestState', state)}</Tag>;
}
