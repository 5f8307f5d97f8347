import type { ReactNode } from 'react';
import type { Call, RequestContent } from '../../api/shapes';
import { Facts } from '../../components/figures';
import { Count, GpuHours, Instant } from '../../components/values';
import { T, useText } from '../../intl/intl';
import { ethicsFlags } from './content-values';
import { sections, type SectionName } from './sections';

/** One topic of a request, as names and values. */
export function ContentFacts(props: {
  content: RequestContent;
  section: SectionName;
  pools: Call['pools'];
}) {
  const text = useText();
  const shown = display(props.content, props.pools, text('content.none'));
  return (
    <Facts
      facts={sections[props.section].map((field) => [
        <T key={field} id={`field.${field}`} />,
        shown[field],
      ])}
    />
  );
}

type Field = (typeof sections)[SectionName][number];

function display(
  content: RequestContent,
  pools: Call['pools'],
  none: string,
): Record<Field, ReactNode> {
  const missing = <span className="muted">{none}</span>;
  const long = (value: string | undefined) =>
    value ? <span className="pre-line">{value}</span> : missing;
  const hours = (seconds: string | undefined) =>
    seconds ? (
      <>
        <GpuHours value={Number(seconds) / 3600} /> <T id="unit.gpuHours" />
      </>
    ) : (
      missing
    );
  const flags = ethicsFlags.filter((name) => content.ethics?.[name]);
  const names = (content.poolIds ?? []).map(
    (id) => pools.find((pool) => pool.id === id)?.name ?? id,
  );
  return {
    title: content.title || missing,
    summary: long(content.summary),
    purpose: long(content.purpose),
    startsOn: content.startsOn ? <Instant at={content.startsOn} dateOnly /> : missing,
    months: content.months ? (
      <T id="content.months.value" values={{ months: content.months }} />
    ) : (
      missing
    ),
    gpus: content.gpus ? <Count value={content.gpus} /> : missing,
    gpuSecondsAsked: hours(content.gpuSecondsAsked),
    gpuSecondsMinimum: hours(content.gpuSecondsMinimum),
    poolIds:
      names.length > 0 ? (
        <ol className="plain-list">
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ol>
      ) : (
        missing
      ),
    dataStatement: long(content.dataStatement),
    ethics:
      flags.length > 0 ? (
        <>
          <ul className="plain-list">
            {flags.map((name) => (
              <li key={name}>
                <T id={`ethics.${name}`} />
              </li>
            ))}
          </ul>
          {long(content.ethics?.note)}
        </>
      ) : (
        <T id="ethics.none" />
      ),
  };
}
