import { Tag, type Tone } from '../../components/states';
import { useCode } from '../../intl/intl';

export const appealStates = [
  'submitted',
  'admissible',
  'inadmissible',
  'upheld',
  'dismissed',
] as const;

const tones: Record<string, Tone> = {
  submitted: 'warn',
  admissible: 'info',
  upheld: 'good',
  inadmissible: 'error',
  dismissed: 'error',
};

/** The state of an appeal, as a word. */
export function AppealStateTag({ state }: { state: string }) {
  const code = useCode();
  return <Tag tone={tones[state]}>{code('appealState', state)}</Tag>;
}
