import { useId } from 'react';
import { useIntl } from 'react-intl';
import type { RoundExplanation } from '../../api/shapes';
import { ClassPattern } from '../../components/class-bars';
import { T, useText } from '../../intl/intl';
import { hoursOf } from './round-figures';

/**
 * One request on one scale: its ask as the frame, what was granted as the bar, its minimum and its
 * organisation's entitlement as marks.
 */
export function ExplanationBar({ line }: { line: RoundExplanation }) {
  const pattern = useId();
  const text = useText();
  const intl = useIntl();
  const entitlement = hoursOf(line.explanation.entitlement, line.quantumGpuSeconds);
  const scale =
    1.04 * Math.max(1, line.gpuHoursAsked, Math.min(entitlement, 2 * line.gpuHoursAsked));
  const percent = (hours: number) => `${Math.min(102, (100 * hours) / scale).toFixed(3)}%`;
  const number = (hours: number) => intl.formatNumber(Math.round(hours));
  const sentence = text('why.bar', {
    asked: number(line.gpuHoursAsked),
    granted: number(line.gpuHoursGranted),
    minimum: number(line.gpuHoursMinimum),
    entitlement: number(entitlement),
  });
  return (
    <figure className="section-tight">
      <svg
        className={`bar class-${line.organisation.class}`}
        height="64"
        role="img"
        aria-label={sentence}
      >
        <defs>
          <ClassPattern id={pattern} of={line.organisation.class} />
        </defs>
        <rect className="asked" x="0.5" y="18.5" width={percent(line.gpuHoursAsked)} height="27" />
        <rect y="18" width={percent(line.gpuHoursGranted)} height="28" fill={`url(#${pattern})`} />
        <rect y="18" width={percent(line.gpuHoursGranted)} height="28" className="outline" />
        <Mark x={percent(entitlement)} />
        {line.gpuHoursMinimum > 0 && <Mark x={percent(line.gpuHoursMinimum)} below />}
        <path className="axis" d="M0.5 12v40" />
      </svg>
      <ul className="legend">
        <li>
          <svg width="20" height="14" aria-hidden="true" className="bar">
            <rect y="1" width="20" height="12" fill="currentColor" />
          </svg>
          <T id="bars.granted" />
        </li>
        <li>
          <svg width="20" height="14" aria-hidden="true" className="bar">
            <rect className="asked" x="0.5" y="1.5" width="19" height="11" />
          </svg>
          <T id="bars.asked" />
        </li>
        <li>
          <svg width="12" height="16" aria-hidden="true" className="bar">
            <path className="mark-head" d="M1 0h10l-5 6z" />
            <path className="mark" d="M6 4v12" />
          </svg>
          <T id="why.entitlement" />
        </li>
        {line.gpuHoursMinimum > 0 && (
          <li>
            <svg width="12" height="16" aria-hidden="true" className="bar">
              <path className="mark-head" d="M1 16h10l-5 -6z" />
              <path className="mark" d="M6 0v12" />
            </svg>
            <T id="why.minimum" />
          </li>
        )}
      </ul>
    </figure>
  );
}

function Mark({ x, below = false }: { x: string; below?: boolean }) {
  return (
    <svg x={x} overflow="visible">
      <path className="mark-head" d={below ? 'M-5 60h10l-5 -6z' : 'M-5 4h10l-5 6z'} />
      <path className="mark" d={below ? 'M0 18v38' : 'M0 8v38'} />
    </svg>
  );
}
