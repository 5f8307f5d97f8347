import { z } from 'zod';
import { passwordLengthMax, passwordLengthMin } from './password.rules.js';

/** A password as it is checked: any characters, nothing trimmed or cut. */
export const presentPassword = z
  .string()
  .min(1, 'Enter your password')
  .max(passwordLengthMax, `must have at most ${passwordLengthMax} characters`);

/** A password that is being chosen. */
export const newPassword = z
  .string()
  .min(passwordLengthMin, `must have at least ${passwordLengthMin} characters`)
  .max(passwordLengthMax, `must have at most ${passwordLengthMax} characters`);

export const changePasswordSchema = z.strictObject({
  currentPassword: presentPassword,
  newPassword,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

const totpCode = z.string().regex(/^\d{3} ?\d{3}$/, 'must be the six digits that your app shows');

export const confirmTotpSchema = z.strictObject({ code: totpCode });
export type ConfirmTotp = z.infer<typeof confirmTotpSchema>;

export const verifyTotpSchema = z
  .strictObject({
    code: totpCode.optional(),
    recoveryCode: z.string().trim().min(1).max(60, 'must be one of your recovery codes').optional(),
  })
  .refine(
    ({ code, recoveryCode }) => (code === undefined) !== (recoveryCode === undefined),
    'Send either "code" or "recoveryCode"',
  );
export type VerifyTotp = z.infer<typeof verifyTotpSchema>;

export const enrolledTotpSchema = z.object({
  secret: z.string().describe('Base32, for typing into an authenticator app.'),
  otpauthUri: z.string().describe('The same as a QR code holds it.'),
});

export const recoveryCodesSchema = z.object({
  recoveryCodes: z
    .array(z.string())
    .describe('Each opens a session once when the app is lost. Shown this once.'),
});
