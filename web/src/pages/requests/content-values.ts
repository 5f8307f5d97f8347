import type { RequestContent, RequestContentPatch } from '../../api/shapes';
import { gpuSecondsOf } from '../../forms/fields';
import { sections, type SectionName } from './sections';

export const ethicsFlags = ['personalData', 'sensitiveData', 'highRiskUse', 'dualUse'] as const;

/** A request's content as people type it: hours instead of GPU-seconds, texts instead of numbers. */
export interface ContentValues {
  title: string;
  summary: string;
  purpose: string;
  startsOn: string;
  months: string;
  gpus: string;
  gpuSecondsAsked: string;
  gpuSecondsMinimum: string;
  poolIds: string[];
  dataStatement: string;
  ethics: Record<(typeof ethicsFlags)[number], boolean> & { note: string };
}

/** What the form shows of a content. */
export function valuesOf(content: RequestContent, decimal: string): ContentValues {
  const flag = (name: (typeof ethicsFlags)[number]) => content.ethics?.[name] ?? false;
  return {
    title: content.title ?? '',
    summary: content.summary ?? '',
    purpose: content.purpose ?? '',
    startsOn: content.startsOn ?? '',
    months: content.months === undefined ? '' : String(content.months),
    gpus: content.gpus === undefined ? '' : String(content.gpus),
    gpuSecondsAsked: hoursText(content.gpuSecondsAsked, decimal),
    gpuSecondsMinimum: hoursText(content.gpuSecondsMinimum, decimal),
    poolIds: content.poolIds ?? [],
    dataStatement: content.dataStatement ?? '',
    ethics: {
      personalData: flag('personalData'),
      sensitiveData: flag('sensitiveData'),
      highRiskUse: flag('highRiskUse'),
      dualUse: flag('dualUse'),
      note: content.ethics?.note ?? '',
    },
  };
}

/** GPU-seconds as hours with at most four decimals, without grouping, as one would type them. */
export function hoursText(gpuSeconds: string | undefined, decimal: string): string {
  if (gpuSeconds === undefined) return '';
  const tenThousandths = (BigInt(gpuSeconds) * 10_000n + 1_800n) / 3_600n;
  const whole = tenThousandths / 10_000n;
  const part = String(tenThousandths % 10_000n)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return part === '' ? String(whole) : `${whole}${decimal}${part}`;
}

/** The merge patch of one topic: what is empty is taken out, what cannot be read is sent as typed. */
export function patchOf(
  section: SectionName,
  values: ContentValues,
  decimal: string,
): RequestContentPatch {
  const all: RequestContentPatch = {
    title: values.title,
    summary: values.summary,
    purpose: values.purpose,
    startsOn: values.startsOn || null,
    months: wholeNumber(values.months),
    gpus: wholeNumber(values.gpus),
    gpuSecondsAsked: hours(values.gpuSecondsAsked, decimal),
    gpuSecondsMinimum: hours(values.gpuSecondsMinimum, decimal),
    poolIds: values.poolIds,
    dataStatement: values.dataStatement,
    ethics: values.ethics,
  };
  const names = sections[section] as readonly (keyof RequestContentPatch)[];
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

function wholeNumber(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f.,’]/g, '');
  if (plain === '') return null;
  return /^\d{1,9}$/.test(plain) ? Number(plain) : -1;
}

const hours = (text: string, decimal: string) =>
  text.trim() === '' ? null : (gpuSecondsOf(text, decimal) ?? text);
