import { useId } from 'react';
import { useIntl } from 'react-intl';
import { T, useCode, useText } from '../intl/intl';
import { GpuHours } from './values';

export const organisationClasses = ['large', 'sme', 'science'] as const;
export type OrganisationClass = (typeof organisationClasses)[number];

/** What a class got in a round, in GPU-hours. */
export interface ClassFigures {
  class: OrganisationClass;
  gpuHoursGuaranteed: number;
  gpuHoursAsked: number;
  gpuHoursGranted: number;
  gpuHoursBorrowed: number;
  requests: number;
  awarded: number;
}

/** Colour and pattern of a class: solid, hatched, dotted. The pattern tells them apart without colour. */
export function ClassPattern({ id, of }: { id: string; of: OrganisationClass }) {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill="currentColor" fillOpacity={of === 'large' ? 1 : 0.22} />
      {of === 'sme' && (
        <path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="currentColor" strokeWidth="2.5" />
      )}
      {of === 'science' && <circle cx="4" cy="4" r="2.4" fill="currentColor" />}
    </pattern>
  );
}

/** The swatch and name of a class, the same everywhere. */
export function ClassName({ of }: { of: OrganisationClass }) {
  const id = useId();
  const code = useCode();
  return (
    <span className="class-name">
      <svg width="16" height="16" aria-hidden="true" className={`class-${of}`}>
        <defs>
          <ClassPattern id={id} of={of} />
        </defs>
        <rect
          x="0.5"
          y="0.5"
          width="15"
          height="15"
          rx="2"
          fill={`url(#${id})`}
          stroke="currentColor"
        />
      </svg>
      {code('class', of)}
    </span>
  );
}

/** The classes in the one order in which every page tells them. */
export const inOrder = <Line extends { class: OrganisationClass }>(
  lines: readonly Line[],
): Line[] =>
  [...lines].sort(
    (a, b) => organisationClasses.indexOf(a.class) - organisationClasses.indexOf(b.class),
  );

/**
 * Granted GPU-hours by class as bars on one scale, with a mark at the guaranteed amount and a dashed
 * outline for what was asked (open at the right where it goes beyond the scale).
 */
export function ClassBars({ classes }: { classes: readonly ClassFigures[] }) {
  const lines = inOrder(classes);
  const scale =
    1.08 *
    Math.max(1, ...classes.flatMap((line) => [line.gpuHoursGranted, line.gpuHoursGuaranteed]));
  return (
    <figure>
      <div className="class-bars">
        {lines.map((line) => (
          <ClassBar key={line.class} line={line} scale={scale} />
        ))}
      </div>
      <Legend />
      <ClassTable classes={lines} />
    </figure>
  );
}

function ClassBar({ line, scale }: { line: ClassFigures; scale: number }) {
  const id = useId();
  const text = useText();
  const code = useCode();
  const intl = useIntl();
  const percent = (hours: number) => `${((100 * hours) / scale).toFixed(3)}%`;
  const sentence = text('bars.sentence', {
    class: code('class', line.class),
    granted: intl.formatNumber(Math.round(line.gpuHoursGranted)),
    asked: intl.formatNumber(Math.round(line.gpuHoursAsked)),
    guaranteed: intl.formatNumber(Math.round(line.gpuHoursGuaranteed)),
  });
  return (
    <div>
      <div className="class-bar-head">
        <ClassName of={line.class} />
        <span className="numbers">
          <T
            id="bars.grantedOfAsked"
            values={{
              granted: (
                <strong>
                  <GpuHours value={line.gpuHoursGranted} short />
                </strong>
              ),
              asked: <GpuHours value={line.gpuHoursAsked} short />,
            }}
          />
        </span>
      </div>
      <svg
        className={`bar class-${line.class}`}
        height="34"
        role="img"
        aria-label={sentence}
        suppressHydrationWarning
      >
        <defs>
          <ClassPattern id={id} of={line.class} />
        </defs>
        <rect className="asked" x="0.5" y="6.5" width={asked(line, scale)} height="21" />
        <rect y="6" width={percent(line.gpuHoursGranted)} height="22" fill={`url(#${id})`} />
        <rect y="6" width={percent(line.gpuHoursGranted)} height="22" className="outline" />
        <svg x={percent(line.gpuHoursGuaranteed)} overflow="visible">
          <path className="mark-head" d="M-5 0h10l-5 6z" />
          <path className="mark" d="M0 4v30" />
        </svg>
        <path className="axis" d="M0.5 2v30" />
      </svg>
    </div>
  );
}

/** Width of the outline; beyond the scale it runs out of the picture, so that its end is not seen. */
function asked(line: ClassFigures, scale: number): string {
  return `${Math.min(102, (100 * line.gpuHoursAsked) / scale).toFixed(3)}%`;
}

function Legend() {
  return (
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
        <T id="bars.guaranteed" />
      </li>
    </ul>
  );
}

function ClassTable({ classes }: { classes: readonly ClassFigures[] }) {
  return (
    <details className="as-table">
      <summary>
        <T id="bars.asTable" />
      </summary>
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">
                <T id="column.class" />
              </th>
              {(['guaranteed', 'asked', 'granted', 'borrowed'] as const).map((name) => (
                <th scope="col" className="number" key={name}>
                  <T id={`column.${name}`} />
                </th>
              ))}
              <th scope="col" className="number">
                <T id="column.awarded" />
              </th>
            </tr>
          </thead>
          <tbody>
            {classes.map((line) => (
              <tr key={line.class}>
                <th scope="row">
                  <ClassName of={line.class} />
                </th>
                <td className="number">
                  <GpuHours value={line.gpuHoursGuaranteed} />
                </td>
                <td className="number">
                  <GpuHours value={line.gpuHoursAsked} />
                </td>
                <td className="number">
                  <GpuHours value={line.gpuHoursGranted} />
                </td>
                <td className="number">
                  <GpuHours value={line.gpuHoursBorrowed} />
                </td>
                <td className="number">
                  {line.awarded} / {line.requests}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
