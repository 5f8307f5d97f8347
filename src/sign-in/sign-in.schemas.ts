import { z } from 'zod';
import { newPassword, presentPassword } from '../credentials/credentials.schemas.js';
import { emailIn, localeIn, personName } from '../people/people.schemas.js';

export const loginSchema = z.strictObject({
  // Not checked for its form: whatever is wrong with an address, the answer is the same.
  email: z.string().trim().min(1, 'Enter your e-mail address').max(254),
  password: presentPassword,
});
export type Login = z.infer<typeof loginSchema>;

export const registerSchema = z.strictObject({
  email: emailIn,
  name: personName,
  password: newPassword,
  locale: localeIn.default('en'),
});
export type Register = z.infer<typeof registerSchema>;

export const registeredSchema = z.object({
  message: z.string().describe('The same whether or not the address was known before.'),
});
