import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../config/config.js';
import { sessionCookie } from './sessions.rules.js';

/** An answer together with the new token of the session, which goes into the cookie only. */
export interface Renewed<Answer> {
  token: string;
  answer: Answer;
}

/** Writes the session cookie. */
@Injectable()
export class SessionCookies {
  private readonly cookie;

  constructor(@Inject(CONFIG) config: Config) {
    this.cookie = sessionCookie(config.PUBLIC_URL);
  }

  /** Puts the token into the cookie and hands on the answer. */
  hand<Answer>(reply: FastifyReply, { token, answer }: Renewed<Answer>): Answer {
    void reply.setCookie(this.cookie.name, token, this.cookie.options);
    return answer;
  }

  /** Makes the browser forget the session. */
  forget(reply: FastifyReply): void {
    void reply.clearCookie(this.cookie.name, this.cookie.options);
  }
}
