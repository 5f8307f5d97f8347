import { DomainError } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';

export const hitStates = ['open', 'true_match', 'false_match', 'lapsed'] as const;
export type HitState = (typeof hitStates)[number];
export const subjectKinds = ['organisation', 'person', 'owner'] as const;
export type SubjectKind = (typeof subjectKinds)[number];
export const screeningCauses = ['submission', 'list', 'change', 'officer'] as const;
export type ScreeningCause = (typeof screeningCauses)[number];

/**
 * A name alike a listed one (states: docs/domain.md). It lapses by itself when the list or the name has
 * changed; a decision stays, and can be corrected by another one.
 */
export const hitMachine = stateMachine<HitState, 'confirm' | 'dismiss' | 'lapse' | 'raise'>(
  'hit',
  'open',
  {
    confirm: { from: ['open', 'false_match'], to: 'true_match' },
    dismiss: { from: ['open', 'true_match'], to: 'false_match' },
    lapse: { from: ['open'], to: 'lapsed' },
    raise: { from: ['lapsed'], to: 'open' },
  },
);

/** Which act a decision is. */
export const actOfDecision = { true_match: 'confirm', false_match: 'dismiss' } as const;
export type Decision = keyof typeof actOfDecision;
export const hitReasonLengthMin = 10;

/**
 * MEM-4: nobody decides on a hit of an organisation to which they belong or are linked.
 * @throws DomainError forbidden HIT_INTERESTED.
 */
export function checkDecider(belongsOrIsLinked: boolean): void {
  if (!belongsOrIsLinked) return;
  throw new DomainError(
    'forbidden',
    'HIT_INTERESTED',
    'You belong or are linked to this organisation, so somebody else has to decide on this hit.',
  );
}

/** What stands between an organisation and its admission. */
export interface Standing {
  /** Null while no list has been imported. */
  listId: string | null;
  /** Screened against the list in use, after its application was handed in. */
  screened: boolean;
  openHits: number;
  /** True matches with an entry of the list in use. */
  trueMatches: number;
}

/**
 * MEM-6: a hit refuses nobody by itself, but nobody is admitted before people have decided on all hits,
 * or against their decision. Nothing is asked while no list has been imported.
 * @throws DomainError conflict MEM_NOT_SCREENED, MEM_HITS_OPEN, MEM_TRUE_MATCH.
 */
export function checkStanding({ listId, screened, openHits, trueMatches }: Standing): void {
  if (listId === null) return;
  const refuse = (code: string, detail: string) => new DomainError('conflict', code, detail);
  if (!screened) {
    throw notScreened();
  }
  if (openHits > 0) {
    throw refuse(
      'MEM_HITS_OPEN',
      `${openHits} ${openHits === 1 ? 'hit' : 'hits'} on the list of restrictive measures ${openHits === 1 ? 'is' : 'are'} not decided. Decide on them first.`,
    );
  }
  if (trueMatches > 0) {
    throw refuse(
      'MEM_TRUE_MATCH',
      'Somebody decided that this organisation, one of its people or owners is on the list of restrictive measures. Decline the application, or correct that decision.',
    );
  }
}

/** MEM-6: not screened against the list in use, or changed since. */
export const notScreened = () =>
  new DomainError(
    'conflict',
    'MEM_NOT_SCREENED',
    'This organisation, as it is now, was not yet screened against the list of restrictive measures in use. Wait a moment, or screen it now.',
  );

/**
 * What a hit proposes to people: to suspend a member, or to decline an applicant, that is truly on the
 * list in use. Nothing happens by itself.
 */
export function proposalOf(hit: {
  state: HitState;
  listed: boolean;
  member: boolean;
  applicant: boolean;
}): 'suspend' | 'decline' | null {
  if (hit.state !== 'true_match' || !hit.listed) return null;
  if (hit.member) return 'suspend';
  return hit.applicant ? 'decline' : null;
}
