import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { fieldError } from '../kernel/domain-error.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { Throttles, type Counted } from '../platform/throttles.service.js';
import type { Renewed } from '../sessions/session-cookies.service.js';
import { endOtherSessions, renewSession } from '../sessions/sessions.queries.js';
import { unkeyed } from '../sessions/sessions.rules.js';
import type { CurrentSession } from '../sessions/sessions.schemas.js';
import { currentSession, sessionEnded } from '../sessions/sessions.service.js';
import {
  credentialsOf,
  lockCredentials,
  storePassword,
  type Credentials,
} from './credentials.queries.js';
import type { ChangePassword } from './credentials.schemas.js';
import { hashPassword, verifyPassword } from './password-hashes.service.js';
import { checkPassword } from './password.rules.js';

/** One's own password. */
@Injectable()
export class Passwords {
  constructor(
    private readonly database: Database,
    private readonly throttles: Throttles,
  ) {}

  /**
   * Changes one's password: asks for the present one, ends all other sessions and renews this one.
   * @throws DomainError rule PASSWORD_WRONG, PASSWORD_COMMON, PASSWORD_CONTEXT, PASSWORD_SAME · throttled.
   */
  async change(who: Principal, body: ChangePassword): Promise<Renewed<CurrentSession>> {
    const personId = who.personId ?? '';
    const sessionId = who.sessionId ?? '';
    const person = await this.prove(who, body.currentPassword);
    if (body.newPassword === body.currentPassword) throw same();
    checkPassword(body.newPassword, person, '/newPassword');
    const hashed = await hashPassword(body.newPassword);
    return await this.database.inTransaction(unkeyed(who), async (manager) => {
      const present = await lockCredentials(manager, personId);
      if (present?.passwordHash !== person.passwordHash) throw wrong();
      await storePassword(manager, personId, hashed);
      const sessionsEnded = await endOtherSessions(manager, personId, sessionId);
      const token = await renewSession(manager, sessionId, false);
      if (token === null) throw sessionEnded();
      const object = { kind: 'person', id: personId };
      await audit(manager, who, { act: 'password.change', object, after: { sessionsEnded } });
      return { token, answer: await currentSession(manager, sessionId) };
    });
  }

  /**
   * Asks whoever is signed in for their password, before an act that cannot be undone.
   * @throws DomainError rule PASSWORD_WRONG at `/currentPassword` · throttled · unauthenticated.
   */
  async prove(who: Principal, currentPassword: string): Promise<Credentials> {
    const personId = who.personId ?? '';
    const person = await credentialsOf(this.database.manager, personId);
    if (!person) throw sessionEnded();
    const counted: Counted[] = [['password.person', personId]];
    const right = await this.throttles.tried(counted, () =>
      verifyPassword(person.passwordHash, currentPassword),
    );
    if (!right) throw wrong();
    await this.throttles.giveBack(counted);
    return person;
  }
}

const wrong = () =>
  fieldError('/currentPassword', 'PASSWORD_WRONG', 'This is not your present password. Try again.');

const same = () =>
  fieldError('/newPassword', 'PASSWORD_SAME', 'This is your present password. Choose another.');
