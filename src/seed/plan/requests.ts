import type { SeededRandom } from '../../kernel/seeded-random.js';
import type { Field } from '../data/fields.js';
import type { InventedOrganisation } from '../data/organisations.js';
import {
  dataSentences,
  methodSentences,
  minimumSentences,
  outcomeSentences,
  purposes,
  sisterSentences,
  teamSentences,
} from '../data/request-sentences.js';
import type { SeedTopic } from '../data/topics.js';
import { demandOf, type Demand, type DemandLimits } from './demand.js';
import { fill } from './text.js';

/** What becomes of a request before its round. */
export type Fate = 'ranked' | 'completeness' | 'technical' | 'withdrawn';

/** A request as the seed sends it, without ids and dates. */
export interface PlannedRequest {
  organisation: InventedOrganisation;
  field: Field;
  title: string;
  summary: string;
  purpose: string;
  dataStatement: string;
  demand: Demand;
  utilisationPercent: number;
  personalData: boolean;
  /** 0 to 1: how good it is; the reviewers' scores scatter around it. */
  quality: number;
  fate: Fate;
  /** Share of the window from opening to cut-off that had passed when it was sent. */
  sentAt: number;
}

/** Which of the texts of a topic a request takes. */
export interface Wording {
  topic: SeedTopic;
  title: 'first' | 'followUp';
  /** The title of the sister project of the earlier call. */
  sisterOf: string | null;
}

/** Puts a request together: texts, amounts, quality, fate. */
export function planRequest(
  random: SeededRandom,
  organisation: InventedOrganisation,
  { topic, title, sisterOf }: Wording,
  limits: DemandLimits,
): PlannedRequest {
  const demand = demandOf(random.fork('demand'), organisation.class, limits);
  const values = {
    gpus: demand.gpus,
    months: demand.months,
    hours: demand.gpuHoursAsked,
    minimum: demand.gpuHoursMinimum,
    previous: sisterOf ?? '',
  };
  const from = (list: readonly string[]) => fill(random.pick(list), values);
  const sister = sisterOf === null ? [] : [from(sisterSentences)];
  const outcome = from(outcomeSentences[organisation.class]);
  return {
    organisation,
    field: topic[0],
    title: title === 'first' ? topic[1] : topic[2],
    summary: [topic[3], ...sister, outcome].join(' '),
    purpose: [
      `${from(purposes[organisation.class])}.`,
      from(methodSentences),
      ...(limits.wholeOnly ? [] : [from(minimumSentences)]),
      from(teamSentences),
    ].join(' '),
    dataStatement: from(dataSentences[dataKindOf(topic[0])]),
    demand,
    utilisationPercent: random.integer(28, 46),
    personalData: topic[0] === 'health',
    quality: Math.min(0.98, Math.max(0.2, 0.82 + 0.1 * random.normal())),
    fate: fateOf(random),
    sentAt: lateness(random),
  };
}

/** Of a hundred requests about three fail the completeness check, three the technical one, two withdraw. */
function fateOf(random: SeededRandom): Fate {
  const chance = random.unit();
  if (chance < 0.03) return 'completeness';
  if (chance < 0.06) return 'technical';
  return chance < 0.08 ? 'withdrawn' : 'ranked';
}

/** Most people send late: half of all requests come in the last tenth of the window. */
function lateness(random: SeededRandom): number {
  return 1 - 0.97 * random.unit() ** 3 - 0.001;
}

function dataKindOf(field: Field): keyof typeof dataSentences {
  if (field === 'health') return 'patients';
  return field === 'language' || field === 'culture' || field === 'law' ? 'works' : 'other';
}
