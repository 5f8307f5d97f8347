import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';

export const membershipParam = z.uuid();

export const credentialSchema = z
  .object({
    kind: z.literal('membership-credential'),
    format: z.literal(1),
    id: z.uuid(),
    membershipId: z.uuid(),
    issuer: z.object({ name: z.string(), url: z.string() }),
    member: z.object({
      id: z.uuid(),
      name: z.string(),
      country: z.string(),
      class: z.string(),
      identifiers: z.array(z.object({ kind: z.string(), value: z.string() })),
    }),
    issuedAt: instant,
    validFrom: instant,
    validUntil: instant,
    status: z.string().describe('Where to ask whether the membership still holds.'),
    publicKey: z.string().describe('Ed25519, hex; compare it with GET /public/signing-keys.'),
    signature: z
      .string()
      .describe('Ed25519 over the canonical JSON (RFC 8785) of all but this, hex.'),
  })
  .meta({ id: 'MembershipCredential' });

export const credentialStatusQuery = z.strictObject({
  credential: z.uuid().optional().describe('Id of the credential that is looked at.'),
});
export type CredentialStatusQuery = z.infer<typeof credentialStatusQuery>;

const standings = z.enum(['in_force', 'superseded', 'unknown']);

export const credentialStatusSchema = z.object({
  membershipId: z.uuid(),
  state: z.enum(['active', 'suspended', 'ended']),
  current: z.boolean().describe('Active and not expired now.'),
  validUntil: instant,
  credential: standings
    .nullable()
    .describe('Of the credential asked about; null when none was named.'),
  checkedAt: instant,
});
export type CredentialStatus = z.input<typeof credentialStatusSchema>;

/** Larger than any credential, small enough for a form. */
const credentialLengthMax = 20_000;

export const verifySchema = z.strictObject({
  credential: z
    .string('must be the text of the credential')
    .min(1, 'must be the text of the credential')
    .max(credentialLengthMax, 'is too long for a credential'),
});
export type Verify = z.infer<typeof verifySchema>;

export const verificationSchema = z
  .object({
    readable: z.boolean().describe('Whether it is JSON at all.'),
    valid: z
      .boolean()
      .describe('All checks hold, it is in force, and the membership is active now.'),
    checks: z.array(z.object({ id: z.string(), holds: z.boolean(), text: z.string() })),
    member: z
      .object({ name: z.string(), country: z.string(), class: z.string() })
      .nullable()
      .describe('Told only where the portal’s own signature fits.'),
    validFrom: instant.nullable(),
    validUntil: instant.nullable(),
    status: credentialStatusSchema.nullable().describe('What the portal knows now.'),
  })
  .meta({ id: 'CredentialVerification' });
export type Verification = z.input<typeof verificationSchema>;
