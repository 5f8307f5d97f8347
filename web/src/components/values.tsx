import { useEffect, useState } from 'react';
import { useIntl, type IntlShape } from 'react-intl';
import { portalTimeZone, T, useLanguage } from '../intl/intl';

/* Formatted values are leaves that keep what the server wrote: the browser's own formatting of the
   same value may differ by a kind of space, which is no reason to draw the page again. */

/** A whole number with separators. */
export function Count({ value }: { value: number }) {
  const intl = useIntl();
  return (
    <span className="numbers" suppressHydrationWarning>
      {intl.formatNumber(value)}
    </span>
  );
}

/** A size in bytes as people read it. */
export function Bytes({ value }: { value: number }) {
  const intl = useIntl();
  const [amount, unit] =
    value >= 1024 * 1024 ? [value / 1024 / 1024, 'megabyte'] : [value / 1024, 'kilobyte'];
  const options = { style: 'unit', unit, maximumFractionDigits: amount < 10 ? 1 : 0 } as const;
  return (
    <span className="numbers" suppressHydrationWarning>
      {intl.formatNumber(amount, options)}
    </span>
  );
}

/** GPU-hours exactly, for tables, or shortened ("12.4 million") for figures. */
export function GpuHours({ value, short = false }: { value: number; short?: boolean }) {
  const intl = useIntl();
  const text = intl.formatNumber(value, short ? shortNumber(value) : { maximumFractionDigits: 2 });
  return (
    <span className="numbers" suppressHydrationWarning>
      {text}
    </span>
  );
}

/** Options for a number in a headline: three digits are enough. */
export function shortNumber(value: number) {
  return value < 100_000
    ? { maximumFractionDigits: 0 }
    : ({
        notation: 'compact',
        compactDisplay: 'long',
        maximumSignificantDigits: 3,
      } as const);
}

interface Amount {
  cents: string;
  currency: string;
  short?: boolean;
}

/** Euro from integer cents, shortened in headlines ("EUR 41.2 billion"). */
export function Money(amount: Amount) {
  const intl = useIntl();
  return (
    <span className="numbers" suppressHydrationWarning>
      {moneyText(intl, amount)}
    </span>
  );
}

/** The same as text, for drawings. */
export function moneyText(intl: IntlShape, { cents, currency, short }: Amount): string {
  const value = Number(BigInt(cents)) / 100;
  const rounding = short ? shortNumber(value) : { maximumFractionDigits: 0 };
  return intl.locale.startsWith('en')
    ? `${currency} ${intl.formatNumber(value, rounding)}`
    : intl.formatNumber(value, { ...rounding, style: 'currency', currency });
}

/** A month given as 2026-11. */
export function Month({ of }: { of: string }) {
  const intl = useIntl();
  return (
    <time dateTime={of} suppressHydrationWarning>
      {monthText(intl, of, 'long')}
    </time>
  );
}

/** The same as text, for drawings. */
export const monthText = (intl: IntlShape, month: string, style: 'long' | 'short') =>
  intl.formatDate(`${month}-15T12:00:00Z`, { month: style, year: 'numeric' });

/** A share given in parts per million, as a percentage. */
export function Share({ ppm }: { ppm: number }) {
  const intl = useIntl();
  return (
    <span className="numbers" suppressHydrationWarning>
      {intl.formatNumber(ppm / 1_000_000, { style: 'percent', maximumFractionDigits: 1 })}
    </span>
  );
}

/** A country by its name in the reader's language. */
export function Country({ code }: { code: string }) {
  return <span suppressHydrationWarning>{countryName(useLanguage(), code)}</span>;
}

export function countryName(language: string, code: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A moment in Brussels time; the reader's own time follows where it differs. */
export function Instant({ at, dateOnly = false }: { at: string; dateOnly?: boolean }) {
  const intl = useIntl();
  const ownZone = useOwnZone();
  const date = new Date(at);
  const day = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const brussels = dateOnly
    ? intl.formatDate(date, day)
    : `${intl.formatDate(date, day)}, ${intl.formatTime(date, time)}`;
  const own = ownZone && !dateOnly ? intl.formatTime(date, { ...time, timeZone: ownZone }) : null;
  return (
    <time dateTime={at} className="numbers">
      <span suppressHydrationWarning>{brussels}</span>
      {!dateOnly && <T id="time.brussels" />}
      {own && own !== intl.formatTime(date, time) && <T id="time.own" values={{ time: own }} />}
    </time>
  );
}

/** The browser's time zone once the page runs there; null while rendering on the server. */
function useOwnZone(): string | null {
  const [zone, setZone] = useState<string | null>(null);
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setZone(own === portalTimeZone ? null : own);
  }, []);
  return zone;
}
