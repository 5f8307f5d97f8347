import { Inject, Injectable } from '@nestjs/common';
import type { PortalRequest } from '../access/allow.decorator.js';
import { anonymous, type Principal, type PrincipalSource } from '../access/principal.js';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../platform/database.service.js';
import { authenticate, BearerStrategy, SessionCookieStrategy } from './request.strategy.js';
import { touch } from './sessions.queries.js';
import { principalOf, sessionCookie, type Bearer } from './sessions.rules.js';

/**
 * Who asks. One query per request and nothing kept between requests: a role taken or a session ended
 * counts from the next request on, in every process.
 */
@Injectable()
export class Principals implements PrincipalSource {
  private readonly strategies;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
  ) {
    this.strategies = [
      new BearerStrategy(database),
      new SessionCookieStrategy(database, sessionCookie(config.PUBLIC_URL).name),
    ];
  }

  /** The person whose live session or access token the request carries, else a visitor. */
  async principalOf(request: PortalRequest): Promise<Principal> {
    const bearer = await this.bearerOf(request);
    if (bearer?.stale === true) await touch(this.database.manager, bearer);
    return bearer ? principalOf(bearer, request.id, request.ip) : anonymous(request.id, request.ip);
  }

  /** The same, without noting that the session or token was used. */
  async lookAt(request: PortalRequest): Promise<Principal> {
    const bearer = await this.bearerOf(request);
    return bearer ? principalOf(bearer, request.id, request.ip) : anonymous(request.id, request.ip);
  }

  private async bearerOf(request: PortalRequest): Promise<Bearer | null> {
    const bearer = await authenticate<Bearer>(this.strategies, {
      authorization: request.headers.authorization,
      cookies: request.cookies,
    });
    const refused = bearer?.demo === true && this.config.NODE_ENV === 'production';
    return refused ? null : bearer;
  }
}
