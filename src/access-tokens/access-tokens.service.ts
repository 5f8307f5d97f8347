import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayHold } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, fieldError, notFound } from '../kernel/domain-error.js';
import { sha256Hex } from '../kernel/hash.js';
import { newId, newSecret } from '../kernel/random.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { keysetPage } from '../platform/keyset.js';
import type {
  AccessTokensQuery,
  AccessTokenView,
  MakeAccessToken,
} from './access-tokens.schemas.js';
import { checkVersion } from '../sessions/sessions.service.js';

const tokensMax = 50;

const columns = `t.id, t.name, t.scopes, t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt",
  1 AS version, t.created_at AS "createdAt", t.created_at AS "updatedAt"`;
const live = 't.revoked_at IS NULL AND t.expires_at > now()';

/** Personal access tokens, for programs. */
@Injectable()
export class AccessTokens {
  constructor(private readonly database: Database) {}

  /** One's own live tokens. */
  async list(who: Principal, query: AccessTokensQuery) {
    return await keysetPage<AccessTokenView>(
      this.database.manager,
      {
        from: 'FROM access_tokens t',
        select: columns,
        where: ['t.person_id = $1', live],
        parameters: [who.personId],
        id: 't.id',
        sorts: {
          createdAt: { expression: 't.created_at', type: 'timestamptz' },
          expiresAt: { expression: 't.expires_at', type: 'timestamptz' },
        },
        sortDefault: '-createdAt',
      },
      query,
    );
  }

  /** One of one's own live tokens. */
  async read(who: Principal, id: string): Promise<AccessTokenView> {
    return await tokenOf(this.database.manager, who, id);
  }

  /**
   * Makes a token. It carries no permission that its owner lacks, so that it does not grow when they
   * are promoted. The token is in no table: a retry under the same Idempotency-Key tells all but it.
   * @throws DomainError rule TOKEN_SCOPE_NOT_HELD, TOKEN_EXPIRY, TOKEN_LIMIT.
   */
  async make(who: Principal, wish: MakeAccessToken) {
    checkScopes(who, wish);
    const [id, token] = [newId(), `pat_${newSecret(256)}`];
    const made = await this.database.inTransaction(who, async (manager) => {
      await checkLimit(manager, who);
      await insertToken(manager, who, wish, { id, token });
      const after = { name: wish.name, scopes: wish.scopes, expiresAt: wish.expiresAt };
      await audit(manager, who, { act: 'access-token.make', object: objectOf(id), after });
      return await tokenOf(manager, who, id);
    });
    return { ...made, token: made.id === id ? token : null };
  }

  /** Ends a token at once. */
  async revoke(who: Principal, id: string, version: number): Promise<void> {
    checkVersion(version, 'token');
    await this.database.inTransaction(who, async (manager) => {
      const [ended] = await manager.query<[unknown[], number]>(
        `UPDATE access_tokens t SET revoked_at = now()
          WHERE t.id = $1 AND t.person_id = $2 AND ${live} RETURNING t.id`,
        [id, who.personId],
      );
      if (ended.length === 0) throw notFound('access token');
      await audit(manager, who, { act: 'access-token.revoke', object: objectOf(id) });
    });
  }
}

const objectOf = (id: string) => ({ kind: 'access-token', id });

function checkScopes(who: Principal, { scopes }: MakeAccessToken): void {
  const errors = scopes.flatMap((scope, index) => {
    const decision = mayHold(who, scope);
    if (decision.allow) return [];
    const detail = `You do not have the permission ${scope} yourself. Leave it out.`;
    return [{ pointer: `/scopes/${index}`, code: 'TOKEN_SCOPE_NOT_HELD', detail }];
  });
  const [first] = errors;
  if (first) throw new DomainError('rule', first.code, first.detail, { errors });
}

async function checkLimit(manager: EntityManager, who: Principal): Promise<void> {
  await manager.query(`SELECT 1 FROM people WHERE id = $1 FOR UPDATE`, [who.personId]);
  const [row] = await manager.query<[{ count: string }]>(
    `SELECT count(*) FROM access_tokens t WHERE t.person_id = $1 AND ${live}`,
    [who.personId],
  );
  if (Number(row.count) < tokensMax) return;
  const detail = `You have ${tokensMax} tokens already. Revoke one that is no longer used.`;
  throw new DomainError('rule', 'TOKEN_LIMIT', detail);
}

/** The database's clock decides whether the expiry lies within a year from now. */
async function insertToken(
  manager: EntityManager,
  who: Principal,
  wish: MakeAccessToken,
  made: { id: string; token: string },
): Promise<void> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO access_tokens (id, person_id, name, token_hash, scopes, expires_at)
     SELECT $1, $2, $3, $4, $5, $6::timestamptz
      WHERE $6::timestamptz > now() AND $6::timestamptz <= now() + interval '1 year' RETURNING id`,
    [made.id, who.personId, wish.name, sha256Hex(made.token), wish.scopes, wish.expiresAt],
  );
  if (rows.length > 0) return;
  const detail = 'A token must end within one year from now. Choose an earlier time in the future.';
  throw fieldError('/expiresAt', 'TOKEN_EXPIRY', detail);
}

async function tokenOf(
  manager: EntityManager,
  who: Principal,
  id: string,
): Promise<AccessTokenView> {
  const [token] = await manager.query<AccessTokenView[]>(
    `SELECT ${columns} FROM access_tokens t WHERE t.id = $1 AND t.person_id = $2 AND ${live}`,
    [id, who.personId],
  );
  if (!token) throw notFound('access token');
  return token;
}
