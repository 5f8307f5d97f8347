import type { RoundSummary } from '../../api/shapes';
import { Stats } from '../../components/figures';
import { Tag, type Tone } from '../../components/states';
import { Count, GpuHours, Share } from '../../components/values';
import { T, useCode } from '../../intl/intl';

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

/** Capacity, asked, granted and awarded requests of a computed round. */
export function RoundHeadline({ round }: { round: Pick<RoundSummary, 'pools' | 'classes'> }) {
  const capacity = sumOf(round.pools, (pool) => pool.gpuHoursCapacity);
  const granted = sumOf(round.pools, (pool) => pool.gpuHoursGranted);
  const asked = sumOf(round.classes, (line) => line.gpuHoursAsked);
  return (
    <Stats
      figures={[
        {
          label: <T id="round.capacity" />,
          value: <GpuHours value={capacity} short />,
          note: <T id="unit.gpuHours" />,
        },
        {
          label: <T id="round.asked" />,
          value: <GpuHours value={asked} short />,
          note: (
            <T
              id="round.askedOfCapacity"
              values={{ share: <Share ppm={ppm(asked, capacity)} /> }}
            />
          ),
        },
        {
          label: <T id="round.granted" />,
          value: <GpuHours value={granted} short />,
          note: (
            <T
              id="round.grantedOfCapacity"
              values={{ share: <Share ppm={ppm(granted, capacity)} /> }}
            />
          ),
        },
        {
          label: <T id="round.awarded" />,
          value: <Count value={sumOf(round.classes, (line) => line.awarded)} />,
          note: (
            <T
              id="round.ofRequests"
              values={{ count: sumOf(round.classes, (line) => line.requests) }}
            />
          ),
        },
      ]}
    />
  );
}

const ppm = (part: number, whole: number) =>
  whole === 0 ? 0 : Math.round((part / whole) * 1_000_000);

/** Units of a round's quantum as GPU-hours; exact up to 2^53 hundredths of an hour. */
export function hoursOf(units: string, quantumGpuSeconds: string): number {
  const hundredths = (BigInt(units) * BigInt(quantumGpuSeconds) * 100n) / 3600n;
  return Number(hundredths) / 100;
}
