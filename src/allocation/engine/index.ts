/** The allocation engine (ALLOC-0 to 14): pure functions that run unchanged in Node and in a browser. */
export { allocate, divide } from './allocate.js';
export { engineVersion, SnapshotRefused } from './input/snapshot.js';
export type * from './input/snapshot.js';
export { normalForm, type HashMaker } from './input/normal-form.js';
export { reasons } from './output/plan.js';
export type * from './output/plan.js';
export { planHashOf, planOf, type Division } from './output/build-plan.js';
export { buildCertificate, certificateText } from './output/certificate.js';
export type * from './output/certificate.js';
export { verifyCertificate } from './output/verify.js';
export type { Expected, Verification } from './output/verify.js';
export { commitmentOf, roundSeed, tieKeyOf } from './output/round-seed.js';
export { decayBalance } from './output/decay.js';
