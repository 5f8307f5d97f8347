import { Tag, type Tone } from '../../components/states';
import { useCode } from '../../intl/intl';

const tones: Record<string, Tone> = {
  collecting: 'info',
  computed: 'warn',
  approved: 'info',
  published: 'good',
  cancelled: 'error',
};

/** The state of a round as a word. */
export function RoundStateTag({ state }: { state: string }) {
  const code = useCode();
  return <Tag tone={tones[state]}>{code('roundState', state)}</Tag>;
}

/** The sum of a figure over rows, rounded to the two decimals in which the API tells GPU-hours. */
export function sumOf<Row>(rows: readonly Row[], figure: (row: Row) => number): number {
  return Math.round(rows.reduce((sum, row) => sum + figure(row), 0) * 100) / 100;
}
