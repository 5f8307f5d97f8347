import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { keysetPage } from '../platform/keyset.js';
import { endSession, liveSession, sessionRow } from './sessions.queries.js';
import { secondFactorOf, unkeyed } from './sessions.rules.js';
import type { CurrentSession, SessionsQuery } from './sessions.schemas.js';

/** One's own sessions: the present one, the list, and their end. */
@Injectable()
export class Sessions {
  constructor(private readonly database: Database) {}

  /** The session that asks. */
  async current(who: Principal): Promise<CurrentSession> {
    return await currentSession(this.database.manager, who.sessionId ?? '');
  }

  /** All live sessions of whoever asks. */
  async list(who: Principal, query: SessionsQuery) {
    return await keysetPage(
      this.database.manager,
      {
        from: 'FROM sessions s JOIN people p ON p.id = s.person_id',
        select: `s.id, s.id = $2::uuid AS current, s.ip, s.user_agent AS "userAgent", 1 AS version,
          s.second_factor_at IS NOT NULL AS "secondFactorShown", s.last_seen_at AS "lastSeenAt",
          s.expires_at AS "expiresAt", s.created_at AS "createdAt", s.created_at AS "updatedAt"`,
        where: ['s.person_id = $1', liveSession],
        parameters: [who.personId, who.sessionId],
        id: 's.id',
        sorts: {
          createdAt: { expression: 's.created_at', type: 'timestamptz' },
          lastSeenAt: { expression: 's.last_seen_at', type: 'timestamptz' },
        },
        sortDefault: '-createdAt',
      },
      query,
    );
  }

  /** Ends a session of one's own, for example of a lost machine. */
  async revoke(who: Principal, id: string, version: number): Promise<void> {
    checkVersion(version, 'session');
    await this.end(who, id, 'session.revoke');
  }

  /** Signs out: ends the session that asks. */
  async logout(who: Principal): Promise<void> {
    await this.end(who, who.sessionId ?? '', 'sign-in.end');
  }

  private async end(who: Principal, id: string, act: string): Promise<void> {
    await this.database.inTransaction(unkeyed(who), async (manager) => {
      if (!(await endSession(manager, who.personId ?? '', id))) throw notFound('session');
      await audit(manager, who, { act, object: { kind: 'session', id } });
    });
  }
}

/** @throws DomainError unauthenticated when the session ended meanwhile. */
export async function currentSession(
  manager: EntityManager,
  sessionId: string,
): Promise<CurrentSession> {
  const row = await sessionRow(manager, sessionId);
  if (!row) throw sessionEnded();
  const { enrolled: _enrolled, shown: _shown, ...told } = row;
  return { ...told, secondFactor: secondFactorOf(row) } as unknown as CurrentSession;
}

export function sessionEnded(): DomainError {
  return new DomainError(
    'unauthenticated',
    'SIGN_IN_REQUIRED',
    'Your session ended. Sign in again.',
  );
}

/** Sessions and access tokens never change, so their only version is 1. */
export function checkVersion(version: number, noun: string): void {
  if (version === 1) return;
  throw new DomainError(
    'stale',
    'VERSION_STALE',
    `This is not the version of the ${noun}. Read it again.`,
  );
}
