import { nameSimilarity } from './names.rules.js';

/** From this score on two names are shown as alike. */
export const similarNameScore = 0.7;

export interface Compared {
  name: string;
  country: string;
  webDomain: string | null;
}

export interface DuplicateReason {
  code: 'SAME_NUMBER' | 'CLAIMED' | 'NAME' | 'WEB_DOMAIN';
  /** 0 to 1. */
  score: number;
  detail: string;
}

/**
 * MEM-1: why another organisation may be the same one, the strongest reason first; empty when it is not
 * likely. A name weighs less across a border, where firms of one name live side by side.
 */
export function duplicateReasons(
  own: Compared,
  other: Compared & { sameNumbers: readonly string[]; claimed: readonly string[] },
): DuplicateReason[] {
  const reasons: DuplicateReason[] = other.sameNumbers.map((number) => ({
    code: 'SAME_NUMBER',
    score: 1,
    detail: `Both have the number ${number.replace(/^\w+/, (kind) => kind.toUpperCase())}.`,
  }));
  if (other.claimed.length > 0) {
    const kinds = other.claimed.map((kind) => kind.toUpperCase()).join(', ');
    const detail = `This organisation wanted to register an identifier that the other has (${kinds}).`;
    reasons.push({ code: 'CLAIMED', score: 0.95, detail });
  }
  const alike = nameSimilarity(own.name, other.name);
  if (alike >= similarNameScore) {
    const score = round(alike * (own.country === other.country ? 0.9 : 0.8));
    const detail = `The names are ${Math.round(alike * 100)} % alike${own.country === other.country ? ' in the same country' : ''}.`;
    reasons.push({ code: 'NAME', score, detail });
  }
  if (own.webDomain !== null && own.webDomain === other.webDomain) {
    const detail = `Both have the web domain ${own.webDomain}.`;
    reasons.push({ code: 'WEB_DOMAIN', score: 0.85, detail });
  }
  return reasons.sort((a, b) => b.score - a.score);
}

const round = (score: number) => Math.round(score * 100) / 100;
