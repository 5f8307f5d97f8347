import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { insertCredentials } from '../credentials/credentials.queries.js';
import { hashPassword } from '../credentials/password-hashes.service.js';
import { checkPassword } from '../credentials/password.rules.js';
import { sha256Hex } from '../kernel/hash.js';
import { newId } from '../kernel/random.js';
import { insertPerson, type NewPerson } from '../people/people.queries.js';
import { emailNormal } from '../people/people.rules.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { networkOf, Throttles } from '../platform/throttles.service.js';
import { unkeyed } from '../sessions/sessions.rules.js';
import type { Register } from './sign-in.schemas.js';

/** New accounts. */
@Injectable()
export class Registration {
  constructor(
    private readonly database: Database,
    private readonly throttles: Throttles,
  ) {}

  /**
   * Makes an account, usable at once. For an address that has one nothing happens, and the answer and
   * its time are the same. Proof of the address comes with mails (`POST /auth/verify-email`); until
   * then an address says nothing about who its account belongs to, and no rule relies on it.
   * @throws DomainError rule PASSWORD_COMMON, PASSWORD_CONTEXT · throttled TOO_MANY_TRIES.
   */
  async register(who: Principal, wish: Register): Promise<{ message: string }> {
    checkPassword(wish.password, wish, '/password');
    await this.throttles.spend([
      ['register.address', networkOf(who.ip)],
      ['register.account', sha256Hex(emailNormal(wish.email))],
    ]);
    const passwordHash = await hashPassword(wish.password);
    await this.database.inTransaction(unkeyed(who), async (manager) => {
      const id = newId();
      const { email, name, locale } = wish;
      const made = await createPerson(manager, { id, email, name, locale, passwordHash });
      if (!made) return;
      await audit(manager, who, { act: 'person.register', object: { kind: 'person', id } });
    });
    return { message: 'Your account is ready if the address was new. Sign in to go on.' };
  }
}

/**
 * Adds a person who can sign in; false, and nothing done, when the address is taken. Takes the hash
 * (`hashPassword`), so that many people with one password can be seeded quickly. Writes no audit row.
 */
export async function createPerson(
  manager: EntityManager,
  person: NewPerson & { passwordHash: string },
): Promise<boolean> {
  if (!(await insertPerson(manager, person))) return false;
  await insertCredentials(manager, person.id, person.passwordHash);
  return true;
}
