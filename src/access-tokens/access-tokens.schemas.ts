import { z } from 'zod';
import { permissionNames } from '../access/permissions.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';

const scopeSchema = z.enum(permissionNames);

/** An access token as its owner sees it later: without the token itself. */
export const accessTokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.string()).describe('Names of permissions: it may do nothing else.'),
    expiresAt: instant,
    lastUsedAt: instant.nullable().describe('To the minute.'),
    version: z.literal(1).describe('A token never changes, it only ends.'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'AccessToken' });
export type AccessTokenView = z.infer<typeof accessTokenSchema>;

export const madeAccessTokenSchema = accessTokenSchema
  .extend({
    token: z
      .string()
      .nullable()
      .describe('Shown this once; null when a retry is answered by its Idempotency-Key.'),
  })
  .meta({ id: 'MadeAccessToken' });

export const accessTokenListSchema = listOf(accessTokenSchema);
export const accessTokensQuery = listQuery(['createdAt', 'expiresAt'], {});
export type AccessTokensQuery = z.infer<typeof accessTokensQuery>;

export const makeAccessTokenSchema = z.strictObject({
  name: z.string().trim().min(1, 'Say what the token is for').max(80),
  scopes: z
    .array(scopeSchema)
    .min(1, 'must name at least one permission')
    .max(permissionNames.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'must name each permission once'),
  expiresAt: z.iso.datetime({
    offset: true,
    error: 'must be a time such as 2027-01-31T12:00:00Z',
  }),
});
export type MakeAccessToken = z.infer<typeof makeAccessTokenSchema>;
