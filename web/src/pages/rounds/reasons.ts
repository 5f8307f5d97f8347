/** Why a request got what it got (ALLOC-13), the good news first. */
export const reasons = [
  'GRANTED_FULL',
  'GRANTED_PARTIAL',
  'MINIMUM_ABOVE_CLAIM',
  'CLASS_EXHAUSTED',
  'CEILING_REACHED',
  'CAP_REACHED',
  'POOL_EXHAUSTED',
  'TIE_LOST',
  'MINIMUM_ABOVE_ASK',
  'MINIMUM_ABOVE_CAP',
  'MINIMUM_ABOVE_POOL',
  'NO_POOL',
];
