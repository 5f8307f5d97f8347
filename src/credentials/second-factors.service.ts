import { Inject, Injectable } from '@nestjs/common';
import { generateSecret } from 'otplib';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { CONFIG, type Config } from '../config/config.js';
import { clock } from '../kernel/clock.js';
import { DomainError, fieldError } from '../kernel/domain-error.js';
import { newSecret } from '../kernel/random.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { seal, unseal } from '../platform/sealed-box.js';
import { networkOf, Throttles, type Counted } from '../platform/throttles.service.js';
import type { Renewed } from '../sessions/session-cookies.service.js';
import { endOtherSessions, renewSession } from '../sessions/sessions.queries.js';
import { unkeyed } from '../sessions/sessions.rules.js';
import type { CurrentSession } from '../sessions/sessions.schemas.js';
import { currentSession, sessionEnded } from '../sessions/sessions.service.js';
import {
  confirmSecret,
  credentialsOf,
  lockCredentials,
  replaceRecoveryCodes,
  spendRecoveryCode,
  spendStep,
  storePendingSecret,
} from './credentials.queries.js';
import type { ConfirmTotp, VerifyTotp } from './credentials.schemas.js';
import {
  codeRefused,
  otpauthUri,
  recoveryCodeCount,
  recoveryCodeOf,
  stepOfCode,
} from './second-factor.rules.js';

const purpose = 'totp';
const personOf = (who: Principal) => ({ kind: 'person', id: who.personId ?? '' });

/** One-time codes as second factor (RFC 6238), with recovery codes. */
@Injectable()
export class SecondFactors {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly throttles: Throttles,
  ) {}

  /**
   * Gives a new secret for an authenticator app. It counts only after `confirm`; until then the one
   * in force, if any, stays. Whoever has one must have shown it in this session to replace it.
   * @throws DomainError unauthenticated SECOND_FACTOR_REQUIRED.
   */
  async enrol(who: Principal): Promise<{ secret: string; otpauthUri: string }> {
    return await this.database.inTransaction(unkeyed(who), async (manager) => {
      const person = await lockCredentials(manager, who.personId ?? '');
      if (!person) throw sessionEnded();
      if (person.enrolled && who.secondFactor !== 'shown') throw showFirst();
      const secret = generateSecret();
      await storePendingSecret(manager, person.personId, this.sealed(secret));
      await audit(manager, who, { act: 'second-factor.enrol', object: personOf(who) });
      return { secret, otpauthUri: otpauthUri(secret, person.email) };
    });
  }

  /**
   * Puts the new secret in force with its first code: ends all other sessions, renews this one, which
   * counts as having shown the second factor, and gives new recovery codes.
   * @throws DomainError conflict SECOND_FACTOR_NOT_STARTED · rule SECOND_FACTOR_WRONG · throttled.
   */
  async confirm(
    who: Principal,
    { code }: ConfirmTotp,
  ): Promise<Renewed<{ recoveryCodes: string[] }>> {
    const counted = this.counted(who);
    await this.throttles.spend(counted);
    const renewed = await this.database.inTransaction(unkeyed(who), async (manager) => {
      const person = await lockCredentials(manager, who.personId ?? '');
      if (person?.enrolled === true && who.secondFactor !== 'shown') throw showFirst();
      const sealed = person?.totpPendingSealed;
      if (!sealed) throw notStarted();
      const step = this.stepOf(sealed, code);
      if (step === null) throw wrongFirstCode();
      await confirmSecret(manager, who.personId ?? '', sealed, step);
      const recoveryCodes = await this.newRecoveryCodes(manager, who);
      await endOtherSessions(manager, who.personId ?? '', who.sessionId);
      await audit(manager, who, { act: 'second-factor.confirm', object: personOf(who) });
      return { token: await shownSession(manager, who), answer: { recoveryCodes } };
    });
    await this.throttles.giveBack(counted);
    return renewed;
  }

  /**
   * Shows the second factor: a code of the app, or a recovery code instead. Renews the session.
   * @throws DomainError unauthenticated SECOND_FACTOR_WRONG · conflict SECOND_FACTOR_NONE · throttled.
   */
  async verify(who: Principal, shown: VerifyTotp): Promise<Renewed<CurrentSession>> {
    const counted = this.counted(who);
    await this.throttles.spend(counted);
    const renewed = await this.database.inTransaction(unkeyed(who), async (manager) => {
      const after = await this.spend(manager, who, shown);
      const act = after === null ? 'second-factor.fail' : 'second-factor.show';
      await audit(manager, who, { act, object: personOf(who), after });
      if (after === null) return null;
      const token = await shownSession(manager, who);
      return { token, answer: await currentSession(manager, who.sessionId ?? '') };
    });
    if (renewed === null) throw codeRefused();
    await this.throttles.giveBack(counted);
    return renewed;
  }

  /** Gives a person a known secret at once: for the demo's accounts. Base32, 26 characters or more. */
  async enrolTotp(manager: EntityManager, personId: string, secret: string): Promise<void> {
    await confirmSecret(manager, personId, this.sealed(secret), null);
  }

  /** What was used up, or null when it was wrong or used before. */
  private async spend(
    manager: EntityManager,
    who: Principal,
    { code, recoveryCode }: VerifyTotp,
  ): Promise<object | null> {
    const personId = who.personId ?? '';
    const person = await credentialsOf(manager, personId);
    if (!person?.enrolled) throw nothingToShow();
    if (recoveryCode !== undefined) {
      const left = await spendRecoveryCode(manager, personId, recoveryCode);
      return left === null ? null : { with: 'recovery code', left };
    }
    if (!person.totpSecretSealed) return null;
    const step = this.stepOf(person.totpSecretSealed, code ?? '');
    if (step === null || !(await spendStep(manager, personId, step))) return null;
    return { with: 'code' };
  }

  private async newRecoveryCodes(manager: EntityManager, who: Principal): Promise<string[]> {
    const codes = Array.from({ length: recoveryCodeCount }, () =>
      recoveryCodeOf(Buffer.from(newSecret(256), 'base64url')),
    );
    await replaceRecoveryCodes(manager, who.personId ?? '', codes);
    return codes;
  }

  private sealed(secret: string): Buffer {
    return seal(this.config.APP_SECRET, purpose, Buffer.from(secret));
  }

  private stepOf(sealed: Buffer, code: string): number | null {
    const secret = unseal(this.config.APP_SECRET, purpose, sealed).toString();
    return stepOfCode(secret, code, clock.nowMs() / 1000);
  }

  private counted(who: Principal): Counted[] {
    return [
      ['second-factor.address', networkOf(who.ip)],
      ['second-factor.person', who.personId ?? ''],
    ];
  }
}

async function shownSession(manager: EntityManager, who: Principal): Promise<string> {
  const token = await renewSession(manager, who.sessionId ?? '', true);
  if (token === null) throw sessionEnded();
  return token;
}

const showFirst = () =>
  new DomainError(
    'unauthenticated',
    'SECOND_FACTOR_REQUIRED',
    'You have a second factor already. Enter its code first; then you can replace it.',
  );

const notStarted = () =>
  new DomainError(
    'conflict',
    'SECOND_FACTOR_NOT_STARTED',
    'No second factor is being set up. Start with POST /api/v1/auth/totp/enrol.',
  );

const nothingToShow = () =>
  new DomainError(
    'conflict',
    'SECOND_FACTOR_NONE',
    'You have no second factor yet. Set one up first.',
  );

const wrongFirstCode = () =>
  fieldError(
    '/code',
    'SECOND_FACTOR_WRONG',
    'This code does not fit. Check that the clock of your device is right and enter the next code.',
  );
