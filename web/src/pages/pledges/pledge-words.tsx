import type { Pledge } from '../../api/shapes';
import { Tag, type Tone } from '../../components/states';
import { Money } from '../../components/values';
import { T, useCode } from '../../intl/intl';

export const pledgeKinds = [
  'capital',
  'compute',
  'data',
  'talent',
  'adoption_pilot',
  'open_model',
] as const satisfies readonly Pledge['kind'][];

export const pledgeStates = ['declared', 'confirmed', 'fulfilled', 'withdrawn'] as const;

const tones: Partial<Record<Pledge['state'], Tone>> = { confirmed: 'good', fulfilled: 'good' };

/** The state of a pledge, as a word. */
export function PledgeStateTag({ state }: { state: Pledge['state'] }) {
  const code = useCode();
  return <Tag tone={tones[state]}>{code('pledgeState', state)}</Tag>;
}

/** Money, or that it is something else. */
export function PledgeAmount(props: { amountCents: string | null; currency: string }) {
  const { amountCents, currency } = props;
  return amountCents === null ? (
    <T id="pledges.inKind" />
  ) : (
    <Money cents={amountCents} currency={currency} />
  );
}
