import type { EntityManager } from 'typeorm';
import { sha256Hex } from '../kernel/hash.js';
import { newId } from '../kernel/random.js';
import { recoveryCodeNormal } from './second-factor.rules.js';

/** What somebody signs in with, and what decides whether they may. */
export interface Credentials {
  personId: string;
  name: string;
  email: string;
  demo: boolean;
  suspended: boolean;
  passwordHash: string;
  /** Whether a second factor is set up. */
  enrolled: boolean;
  totpSecretSealed: Buffer | null;
  totpPendingSealed: Buffer | null;
}

const select = `SELECT p.id AS "personId", p.name, p.email, p.demo, p.suspended_at IS NOT NULL AS suspended,
    c.password_hash AS "passwordHash", c.totp_confirmed_at IS NOT NULL AS enrolled,
    c.totp_secret_sealed AS "totpSecretSealed", c.totp_pending_sealed AS "totpPendingSealed"
  FROM people p JOIN credentials c ON c.person_id = p.id`;

/** By address in its normal form; null when nobody has it. */
export async function credentialsByEmail(
  manager: EntityManager,
  emailNormal: string,
): Promise<Credentials | null> {
  const rows = await manager.query<Credentials[]>(`${select} WHERE p.email_normal = $1`, [
    emailNormal,
  ]);
  return rows[0] ?? null;
}

export async function credentialsOf(
  manager: EntityManager,
  personId: string,
): Promise<Credentials | null> {
  const rows = await manager.query<Credentials[]>(`${select} WHERE p.id = $1`, [personId]);
  return rows[0] ?? null;
}

/** The same under lock: nobody changes the password or the second factor until the transaction ends. */
export async function lockCredentials(
  manager: EntityManager,
  personId: string,
): Promise<Credentials | null> {
  const rows = await manager.query<Credentials[]>(`${select} WHERE p.id = $1 FOR UPDATE OF c`, [
    personId,
  ]);
  return rows[0] ?? null;
}

export async function insertCredentials(
  manager: EntityManager,
  personId: string,
  passwordHash: string,
): Promise<void> {
  await manager.query(`INSERT INTO credentials (person_id, password_hash) VALUES ($1, $2)`, [
    personId,
    passwordHash,
  ]);
}

export async function storePassword(
  manager: EntityManager,
  personId: string,
  passwordHash: string,
): Promise<void> {
  await manager.query(
    `UPDATE credentials SET password_hash = $2, password_changed_at = portal_now() WHERE person_id = $1`,
    [personId, passwordHash],
  );
}

/** Keeps a new secret aside until its first code proves that the app has it. */
export async function storePendingSecret(
  manager: EntityManager,
  personId: string,
  sealed: Buffer,
): Promise<void> {
  await manager.query(`UPDATE credentials SET totp_pending_sealed = $2 WHERE person_id = $1`, [
    personId,
    sealed,
  ]);
}

/** Puts a second factor in force; `step` is that of the code which proved it, or null. */
export async function confirmSecret(
  manager: EntityManager,
  personId: string,
  sealed: Buffer,
  step: number | null,
): Promise<void> {
  await manager.query(
    `UPDATE credentials SET totp_secret_sealed = $2, totp_pending_sealed = NULL,
            totp_confirmed_at = portal_now(), totp_last_step = $3 WHERE person_id = $1`,
    [personId, sealed, step],
  );
}

/** Uses up a time step; false when it or a later one was used before (the replay guard). */
export async function spendStep(
  manager: EntityManager,
  personId: string,
  step: number,
): Promise<boolean> {
  const [rows] = await manager.query<[unknown[], number]>(
    `UPDATE credentials SET totp_last_step = $2
      WHERE person_id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2) RETURNING person_id`,
    [personId, step],
  );
  return rows.length > 0;
}

/** Replaces all recovery codes of a person; kept as hashes. */
export async function replaceRecoveryCodes(
  manager: EntityManager,
  personId: string,
  codes: readonly string[],
): Promise<void> {
  await manager.query(`DELETE FROM recovery_codes WHERE person_id = $1`, [personId]);
  const rows = codes.map((code) => ({ id: newId(), code_hash: hashOf(code) }));
  await manager.query(
    `INSERT INTO recovery_codes (id, person_id, code_hash)
     SELECT r.id, $1, r.code_hash FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, code_hash text)`,
    [personId, JSON.stringify(rows)],
  );
}

/** Uses up a recovery code; tells how many are left, or null when it is none of the unused ones. */
export async function spendRecoveryCode(
  manager: EntityManager,
  personId: string,
  code: string,
): Promise<number | null> {
  const [rows] = await manager.query<[unknown[], number]>(
    `UPDATE recovery_codes SET used_at = now()
      WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING id`,
    [personId, hashOf(code)],
  );
  if (rows.length === 0) return null;
  const [left] = await manager.query<[{ count: string }]>(
    `SELECT count(*) FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL`,
    [personId],
  );
  return Number(left.count);
}

const hashOf = (code: string) => sha256Hex(recoveryCodeNormal(code));
