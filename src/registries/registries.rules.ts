import { DomainError } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';
import type { IdentifierState } from '../organisations/organisation.rules.js';
import { nameSimilarity, sameNameScore } from './names.rules.js';

/** Kinds of identifiers that a registry can be asked about. */
export const registryKinds = ['vat', 'lei', 'ror'] as const;
export type RegistryKind = (typeof registryKinds)[number];
export const registryNames: Record<RegistryKind, string> = {
  vat: 'VIES',
  lei: 'GLEIF',
  ror: 'ROR',
};

/**
 * MEM-1: how far an identifier is known to be right (states: docs/domain.md). What changes name or
 * country is checked anew from `checksum` on. A registry that does not answer takes no confirmation
 * and no contradiction back.
 */
export const identifierMachine = stateMachine<
  IdentifierState,
  'check' | 'confirm' | 'contradict' | 'miss'
>('identifier', 'syntax', {
  check: { from: ['syntax'], to: 'checksum' },
  confirm: { from: ['checksum', 'unavailable', 'mismatch', 'confirmed'], to: 'confirmed' },
  contradict: { from: ['checksum', 'unavailable', 'confirmed', 'mismatch'], to: 'mismatch' },
  miss: { from: ['checksum', 'unavailable'], to: 'unavailable' },
});

/** A consolidating parent by GLEIF's level 2 data. */
export interface Parent {
  relation: 'direct' | 'ultimate';
  lei: string;
  name: string;
  country: string | null;
}

/** What a registry has about an identifier, in one shape for all of them. */
export interface RegistryRecord {
  found: true;
  /** Every name by which the registry knows it, the legal or main one first; empty: it tells none. */
  names: string[];
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  /** Other countries that would fit as well, as the jurisdiction of an LEI. */
  otherCountries: string[];
  address: string | null;
  /** In the registry's own word: ACTIVE, LAPSED, withdrawn … */
  status: string | null;
  /** What the status means for us. */
  standing: 'good' | 'note' | 'bad';
  /** The number under which VIES keeps this consultation. */
  consultationId: string | null;
  /** Null: not known, because the registry did not answer that question. */
  parents: Parent[] | null;
}
/** The registry answered and knows no such identifier, or calls it invalid. */
export interface RegistryRefusal {
  found: false;
  code: 'NOT_FOUND' | 'INVALID';
}
export type RegistryAnswer = RegistryRecord | RegistryRefusal;

/** Why no answer came. */
export const faultCodes = [
  'TIMEOUT',
  'UNREACHABLE',
  'CUT_OFF',
  'TOO_LARGE',
  'REDIRECTED',
  'UNREADABLE',
  'BUSY',
  'REGISTRY_ERROR',
  'MEMBER_STATE_UNAVAILABLE',
  'REFUSED_US',
] as const;
export type FaultCode = (typeof faultCodes)[number];

export const differenceCodes = [
  'NOT_FOUND',
  'INVALID',
  'NAME',
  'COUNTRY',
  'STATUS',
  'STATUS_NOTE',
  'NAME_NOT_TOLD',
] as const;
export type DifferenceCode = (typeof differenceCodes)[number];

/** One way in which the registry says something else; `grave` ones make a mismatch, others are notes. */
export interface Difference {
  code: DifferenceCode;
  grave: boolean;
  detail: string;
}

/** What the organisation says of itself. */
export interface Stated {
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/** MEM-1: what the registry says about an identifier against what the organisation stated, in words. */
export function differencesOf(
  kind: RegistryKind,
  stated: Stated,
  answer: RegistryAnswer,
): Difference[] {
  const registry = registryNames[kind];
  if (!answer.found) {
    const detail =
      answer.code === 'INVALID'
        ? `${registry} answers that this number is not valid now.`
        : `${registry} knows no such identifier.`;
    return [{ code: answer.code, grave: true, detail }];
  }
  return [
    ...nameDifference(registry, stated, answer.names),
    ...countryDifference(registry, stated, answer),
    ...statusDifference(registry, answer),
  ];
}

/** The best score of the stated name against the registry's names; null where it tells none. */
export function nameScore(stated: Stated, names: readonly string[]): number | null {
  if (names.length === 0) return null;
  return Math.max(...names.map((name) => nameSimilarity(stated.name, name)));
}

function nameDifference(registry: string, stated: Stated, names: readonly string[]): Difference[] {
  const score = nameScore(stated, names);
  if (score === null) {
    const detail = `${registry} confirms the number and does not tell whose it is; this member state keeps the name to itself.`;
    return [{ code: 'NAME_NOT_TOLD', grave: false, detail }];
  }
  if (score >= sameNameScore) return [];
  const detail = `${registry} has the name “${names[0] ?? ''}”, the organisation says “${stated.name}” (${Math.round(score * 100)} % alike).`;
  return [{ code: 'NAME', grave: true, detail }];
}

function countryDifference(
  registry: string,
  stated: Stated,
  { country, otherCountries }: RegistryRecord,
): Difference[] {
  if (country === null || [country, ...otherCountries].includes(stated.country)) return [];
  const detail = `${registry} has it in ${country}, the organisation says ${stated.country}.`;
  return [{ code: 'COUNTRY', grave: true, detail }];
}

function statusDifference(registry: string, { status, standing }: RegistryRecord): Difference[] {
  if (standing === 'good') return [];
  if (standing === 'bad') {
    const detail = `${registry} gives it the status ${status ?? 'unknown'}: it does not stand for an organisation that acts now.`;
    return [{ code: 'STATUS', grave: true, detail }];
  }
  const detail = `${registry} gives it the status ${status ?? 'unknown'}: its data were not confirmed in time, but it still stands for the organisation.`;
  return [{ code: 'STATUS_NOTE', grave: false, detail }];
}

/** MEM-1: which act follows from the differences. */
export const actOf = (differences: readonly Difference[]): 'confirm' | 'contradict' =>
  differences.some(({ grave }) => grave) ? 'contradict' : 'confirm';

const minute = 60;
const day = 86_400;

/**
 * MEM-1: seconds until the registry is asked again. After a fault five minutes, doubled with each
 * further one up to a day, and never before the registry itself said; what is confirmed or decided
 * every ninety days; a difference that waits for a decision every week, since registries get corrected.
 */
export function secondsUntilNext(after: {
  state: 'confirmed' | 'mismatch' | 'fault';
  decided: boolean;
  failures: number;
  retryAfterSeconds?: number | undefined;
}): number {
  if (after.state === 'fault') {
    const wait = Math.min(day, 5 * minute * 2 ** Math.min(20, Math.max(0, after.failures - 1)));
    return Math.max(wait, Math.min(day, after.retryAfterSeconds ?? 0));
  }
  return after.state === 'mismatch' && !after.decided ? 7 * day : 90 * day;
}

/** A decision on a difference holds as long as the registry says the same. */
export const sameDifferences = (one: readonly Difference[], other: readonly Difference[]) =>
  JSON.stringify(graveOf(one)) === JSON.stringify(graveOf(other));
const graveOf = (all: readonly Difference[]) =>
  all.filter(({ grave }) => grave).map(({ code, detail }) => [code, detail]);

export const decisionReasonLengthMin = 20;

/** An identifier as far as the decision on an application needs it. */
export interface JudgedIdentifier {
  kind: RegistryKind;
  decision: 'accepted' | 'refused' | null;
}

/**
 * MEM-1: an organisation is not admitted while a registry contradicts one of its identifiers and no
 * officer accepted the difference with a reason.
 * @throws DomainError rule MEM_MISMATCH_UNDECIDED, MEM_MISMATCH_REFUSED.
 */
export function checkMismatchesAccepted(mismatches: readonly JudgedIdentifier[]): void {
  const named = (all: readonly JudgedIdentifier[]) =>
    all.map(({ kind }) => kind.toUpperCase()).join(', ');
  const refused = mismatches.filter(({ decision }) => decision === 'refused');
  if (refused.length > 0) {
    throw new DomainError(
      'rule',
      'MEM_MISMATCH_REFUSED',
      `The office refused an identifier of this organisation (${named(refused)}). Request changes, or decline.`,
    );
  }
  const open = mismatches.filter(({ decision }) => decision === null);
  if (open.length === 0) return;
  throw new DomainError(
    'rule',
    'MEM_MISMATCH_UNDECIDED',
    `A registry contradicts an identifier of this organisation (${named(open)}). Accept or refuse the difference with a reason first.`,
  );
}

/** What the short track of science rests on. */
export interface ShortTrackFacts {
  class: string;
  /** A ROR id that the registry confirmed, or whose difference an officer accepted. */
  registryMatch: boolean;
  representatives: number;
}

export interface ShortTrack {
  /** Whether the track is open to the organisation: science only. */
  applies: boolean;
  ready: boolean;
  lacks: { code: 'REGISTRY_MATCH' | 'REPRESENTATIVE'; detail: string }[];
}

/**
 * MEM-8: a science organisation is ready to join with a registry match and a representative; no pledge
 * and no ownership graph is asked.
 */
export function shortTrackOf(facts: ShortTrackFacts): ShortTrack {
  if (facts.class !== 'science') return { applies: false, ready: false, lacks: [] };
  const lacks: ShortTrack['lacks'] = [];
  if (!facts.registryMatch) {
    const detail =
      'No registry has confirmed the ROR id yet. Give it, or wait until the registry answers; without it the programme office checks by hand.';
    lacks.push({ code: 'REGISTRY_MATCH', detail });
  }
  if (facts.representatives === 0) {
    const detail = 'Nobody is the legal representative. Invite one.';
    lacks.push({ code: 'REPRESENTATIVE', detail });
  }
  return { applies: true, ready: lacks.length === 0, lacks };
}
