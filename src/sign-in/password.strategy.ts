import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import type { Principal } from '../access/principal.js';
import { CONFIG, type Config } from '../config/config.js';
import { credentialsByEmail, type Credentials } from '../credentials/credentials.queries.js';
import { hashPassword, verifyPassword } from '../credentials/password-hashes.service.js';
import { signInFailed } from '../credentials/password.rules.js';
import { DomainError } from '../kernel/domain-error.js';
import { sha256Hex } from '../kernel/hash.js';
import { newSecret } from '../kernel/random.js';
import { emailNormal } from '../people/people.rules.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { networkOf, Throttles, type Counted } from '../platform/throttles.service.js';
import { unkeyed } from '../sessions/sessions.rules.js';

/** What the strategy reads: the checked body, and who tries (a visitor, for audit and throttle). */
export interface PasswordAttempt {
  who: Principal;
  body: { email: string; password: string };
}

/** Passport's local strategy: an address and a password. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy) {
  /** Checked against where there is no such person, so that the answer takes as long. */
  private readonly nobodysHash = hashPassword(newSecret());

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly throttles: Throttles,
  ) {
    super({ usernameField: 'email', passReqToCallback: true });
  }

  /**
   * The person to whom address and password belong.
   * @throws DomainError unauthenticated SIGN_IN_FAILED · forbidden ACCOUNT_SUSPENDED,
   *   ACCOUNT_DEMO · throttled TOO_MANY_TRIES.
   */
  override async validate(
    { who }: PasswordAttempt,
    email: string,
    password: string,
  ): Promise<Credentials> {
    const normal = emailNormal(email);
    const counted = countedOf(normal, networkOf(who.ip));
    const { person, right } = await this.throttles.tried(counted, () =>
      this.compare(normal, password),
    );
    const refusal = !person || !right ? signInFailed() : this.refusalOf(person);
    if (person && !refusal) {
      await this.throttles.giveBack(counted);
      return person;
    }
    await this.note(who, person, refusal?.code ?? '');
    throw refusal;
  }

  private async compare(normal: string, password: string) {
    const person = await credentialsByEmail(this.database.manager, normal);
    const hash = person?.passwordHash ?? (await this.nobodysHash);
    return { person, right: await verifyPassword(hash, password) };
  }

  /** Told only to whoever knows the password. */
  private refusalOf(person: Credentials): DomainError | null {
    if (person.suspended) {
      return new DomainError(
        'forbidden',
        'ACCOUNT_SUSPENDED',
        'This account is suspended. Ask an administrator of the portal.',
      );
    }
    if (person.demo && this.config.NODE_ENV === 'production') {
      return new DomainError(
        'forbidden',
        'ACCOUNT_DEMO',
        'This is an account of the demo. It cannot sign in here; register your own.',
      );
    }
    return null;
  }

  /** Who tried in vain: a known person by id, an unknown one not at all (what was typed may be a password). */
  private async note(who: Principal, person: Credentials | null, code: string): Promise<void> {
    await this.database.inTransaction(unkeyed(who), async (manager) => {
      await audit(manager, who, {
        act: 'sign-in.fail',
        object: { kind: 'person', id: person?.personId ?? 'unknown' },
        after: { code, network: networkOf(who.ip) },
      });
    });
  }
}

/** Narrow limits last: a blocked network does not use up the tries of an account. */
function countedOf(email: string, network: string): Counted[] {
  const account = sha256Hex(email);
  return [
    ['sign-in.address', network],
    ['sign-in.account-address', `${account}:${network}`],
    ['sign-in.account', account],
  ];
}
