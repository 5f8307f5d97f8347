import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { serverNow } from '../api/clock';
import { T } from '../intl/intl';
import { Instant } from './values';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A deadline with what is left of it by the server's clock, told anew twice a minute. */
export function Deadline({ at }: { at: string }) {
  const left = useLeft(at);
  const intl = useIntl();
  const unit = (value: number, name: 'day' | 'hour' | 'minute') =>
    intl.formatNumber(value, { style: 'unit', unit: name, unitDisplay: 'long' });
  return (
    <>
      <Instant at={at} />{' '}
      <span className="muted">
        {left <= 0 ? (
          <T id="deadline.over" />
        ) : (
          <T id="deadline.left" values={{ left: partsOf(left, unit) }} />
        )}
      </span>
    </>
  );
}

function partsOf(
  left: number,
  unit: (value: number, name: 'day' | 'hour' | 'minute') => string,
): string {
  const days = Math.floor(left / dayMs);
  const hours = Math.floor((left % dayMs) / hourMs);
  if (days >= 3) return unit(days, 'day');
  if (days > 0)
    return hours > 0 ? `${unit(days, 'day')} ${unit(hours, 'hour')}` : unit(days, 'day');
  const minutes = Math.max(1, Math.floor((left % hourMs) / minuteMs));
  return hours > 0 ? `${unit(hours, 'hour')} ${unit(minutes, 'minute')}` : unit(minutes, 'minute');
}

function useLeft(at: string): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return Date.parse(at) - now;
}
