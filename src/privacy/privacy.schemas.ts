import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';

export const dataExportSchema = z
  .object({
    personId: z.uuid(),
    generatedAt: instant,
    sections: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown())))
      .describe('Everything about you, by what it belongs to; at most 100,000 entries each.'),
    kept: z
      .record(z.string(), z.string())
      .describe('What stays when you erase your account, and why.'),
  })
  .meta({ id: 'DataExport' });

export const eraseSchema = z.strictObject({
  email: z.string().max(254).describe('The address of the account, typed to confirm.'),
  currentPassword: z.string().min(1, 'Enter your password').max(1024),
});
export type Erase = z.infer<typeof eraseSchema>;

export const nothingSchema = z.strictObject({}).optional();

/** What stands against an erasure, to be shown before one confirms. */
export const erasureSchema = z.object({
  duties: z.array(z.string()).describe('What has to be done before.'),
  kept: z.record(z.string(), z.string()).describe('What stays, and why.'),
});
