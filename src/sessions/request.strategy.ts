import passport from 'passport';
import type { Database } from '../platform/database.service.js';
import { bearerOfSession, bearerOfToken } from './sessions.queries.js';
import { accessTokenForm, sessionTokenForm, type Bearer } from './sessions.rules.js';

/** What the strategies read of a request. */
export interface Credentials {
  authorization: string | undefined;
  cookies: Readonly<Record<string, string | undefined>>;
}

/** A Passport strategy with the actions (success, pass, fail, error) that Passport gives it. */
export type Strategy = InstanceType<typeof passport.Strategy>;

/**
 * `Authorization: Bearer pat_…`. A request that carries the header is judged by it alone: a bad token
 * never falls back to a cookie, because the header is what frees it from the same-origin check.
 */
export class BearerStrategy extends passport.Strategy {
  override name = 'bearer';

  constructor(private readonly database: Database) {
    super();
  }

  override async authenticate(request: object): Promise<void> {
    const { authorization } = request as Credentials;
    if (authorization === undefined) return this.fail(401);
    const token = /^bearer ([^\s]+)$/i.exec(authorization)?.[1] ?? '';
    if (!accessTokenForm.test(token)) return this.pass();
    await settle(this, bearerOfToken(this.database, token));
  }
}

/** The session cookie. */
export class SessionCookieStrategy extends passport.Strategy {
  override name = 'session-cookie';

  constructor(
    private readonly database: Database,
    private readonly cookieName: string,
  ) {
    super();
  }

  override async authenticate(request: object): Promise<void> {
    const token = (request as Credentials).cookies[this.cookieName] ?? '';
    if (!sessionTokenForm.test(token)) return this.pass();
    await settle(this, bearerOfSession(this.database, token));
  }
}

async function settle(strategy: Strategy, found: Promise<Bearer | null>): Promise<void> {
  try {
    const bearer = await found;
    if (bearer) strategy.success(bearer);
    else strategy.pass();
  } catch (error) {
    strategy.error(error);
  }
}

/**
 * Asks Passport's strategies in order and gives what the first success found, or null. Passport is
 * made for Express: given a callback it touches neither the response nor a session, so a plain object
 * serves as the request. Each call gets its own copy of a strategy (Passport writes its actions onto
 * it), and none is looked up by name in Passport's global registry, so that two portals in one process
 * do not share strategies.
 */
export function authenticate<User>(
  strategies: readonly Strategy[],
  request: object,
): Promise<User | null> {
  return new Promise((resolve, reject) => {
    const copies = strategies.map((strategy) => Object.create(strategy) as Strategy);
    const done = (error: unknown, user?: User | false | null) =>
      error ? reject(error as Error) : resolve(user || null);
    const run = passport.authenticate(copies as unknown as string[], { session: false }, done) as (
      request: object,
      response: object,
      next: (error?: unknown) => void,
    ) => void;
    run({ ...request }, {}, done);
  });
}
