import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { lockCredentials, type Credentials } from '../credentials/credentials.queries.js';
import { signInFailed } from '../credentials/password.rules.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { authenticate } from '../sessions/request.strategy.js';
import type { Renewed } from '../sessions/session-cookies.service.js';
import { endSession, openSession } from '../sessions/sessions.queries.js';
import { unkeyed } from '../sessions/sessions.rules.js';
import type { CurrentSession } from '../sessions/sessions.schemas.js';
import { currentSession } from '../sessions/sessions.service.js';
import { PasswordStrategy, type PasswordAttempt } from './password.strategy.js';
import type { Login } from './sign-in.schemas.js';

/** Signing in with a password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordStrategy,
  ) {}

  /**
   * Opens a session. What it may do before the second factor is shown or set up is told by
   * `secondFactor` in the answer. A session that the browser still had ends.
   * @throws DomainError unauthenticated SIGN_IN_FAILED · forbidden · throttled TOO_MANY_TRIES.
   */
  async login(who: Principal, body: Login, userAgent: string): Promise<Renewed<CurrentSession>> {
    const attempt: PasswordAttempt = { who, body };
    const person = await authenticate<Credentials>([this.passwords], attempt);
    if (!person) throw signInFailed();
    return await this.database.inTransaction(unkeyed(who), async (manager) => {
      const present = await lockCredentials(manager, person.personId);
      // The password was changed while it was being checked.
      if (present?.passwordHash !== person.passwordHash) throw signInFailed();
      if (who.sessionId !== null) await endSession(manager, who.personId ?? '', who.sessionId);
      const { personId, name } = person;
      const { id, token } = await openSession(manager, personId, { ip: who.ip, userAgent });
      const actor: Principal = { ...who, kind: 'person', personId, name };
      await audit(manager, actor, { act: 'sign-in', object: { kind: 'session', id } });
      return { token, answer: await currentSession(manager, id) };
    });
  }
}
