import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1');

const registryUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address with https://' })
  .optional();

/** Every variable the portal reads; docs and .env.example are checked against it. */
export const configSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** Which part this process plays: HTTP, queue worker, or both (the demo). */
  ROLE: z.enum(['api', 'worker', 'all']).default('api'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  /** The address under which browsers reach the portal; decides cookie names and the origin check. */
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://'),
  DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(200).default(12),
  /** Queues run on PostgreSQL unless this names a Redis 7 or Valkey. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional(),
  /** Encrypts secrets at rest (second factors, signing key). 32 bytes or more, base64url or hex. */
  APP_SECRET: z.string().min(32, 'must have at least 32 characters'),
  /** Proxies whose X-Forwarded-For is believed, as a comma list of addresses. */
  TRUSTED_PROXIES: z.string().default(''),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  LOG_PRETTY: flag.default(false),
  /** Marks a portal with made-up data: banner on the pages, demo accounts may sign in. */
  DEMO: flag.default(false),
  /** Registries of organisations: each is asked only when its address is set. */
  VIES_URL: registryUrl,
  /** The portal's own VAT number, for which VIES gives a number to each consultation. */
  VIES_REQUESTER: z
    .string()
    .regex(/^[A-Z]{2}[0-9A-Z+*]{2,12}$/, 'must be a VAT number with its country letters')
    .optional(),
  GLEIF_URL: registryUrl,
  ROR_URL: registryUrl,
  /** Where the built web pages are. */
  WEB_DIST: z.string().default('web/dist'),
});

export type Config = Readonly<z.infer<typeof configSchema>>;

/**
 * Reads and checks the whole environment once.
 * @throws Error that names every bad key at once.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = configSchema.safeParse(
    Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
  );
  if (!parsed.success) {
    const keys = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration is not usable:\n${keys.join('\n')}`);
  }
  if (parsed.data.DEMO && parsed.data.NODE_ENV === 'production') {
    throw new Error('The configuration is not usable:\n  DEMO: not with NODE_ENV=production');
  }
  return Object.freeze(parsed.data);
}

/** The token under which the configuration is injected. */
export const CONFIG = Symbol('config');
