import type { EntityManager } from 'typeorm';
import { needsSecondFactor } from '../../src/access/access.rules.js';
import type { PlatformRole } from '../../src/access/permissions.js';
import { sha256Hex } from '../../src/kernel/hash.js';
import { newId, newSecret } from '../../src/kernel/random.js';

export interface TestPerson {
  id: string;
  name: string;
  email: string;
  /** A Cookie header that carries a live session. */
  cookie: string;
  sessionId: string;
}

interface PersonOptions {
  name?: string;
  email?: string;
  platformRoles?: readonly PlatformRole[];
  demo?: boolean;
  /** Whether a second factor is set up; so where a role needs one, unless told. */
  enrolled?: boolean;
  /** Whether the session has shown the second factor; true unless told. */
  secondFactor?: boolean;
}

type HasManager = { manager: EntityManager };

let count = 0;

/** A person with a live session that has shown its second factor, made by plain SQL: no password. */
export async function aPerson(
  portal: HasManager,
  options: PersonOptions = {},
): Promise<TestPerson> {
  const id = newId();
  count += 1;
  const name = options.name ?? `Person ${count}`;
  const email = options.email ?? `person-${id}@example.test`;
  await portal.manager.query(
    `INSERT INTO people (id, email, email_normal, name, platform_roles, demo)
     VALUES ($1, $2, lower($2), $3, $4, $5)`,
    [id, email, name, [...(options.platformRoles ?? [])], options.demo ?? false],
  );
  const enrolled = options.enrolled ?? needsSecondFactor(options.platformRoles ?? []);
  await portal.manager.query(
    `INSERT INTO credentials (person_id, password_hash, totp_confirmed_at)
     VALUES ($1, 'none', CASE WHEN $2 THEN now() END)`,
    [id, enrolled],
  );
  return { id, name, email, ...(await aSession(portal, id, options)) };
}

/** One more live session of a person. */
export async function aSession(
  portal: HasManager,
  personId: string,
  options: Pick<PersonOptions, 'secondFactor'> = {},
): Promise<{ cookie: string; sessionId: string }> {
  const sessionId = newId();
  const token = newSecret();
  await portal.manager.query(
    `INSERT INTO sessions (id, person_id, token_hash, expires_at, second_factor_at, ip, user_agent)
     VALUES ($1, $2, $3, now() + interval '12 hours', CASE WHEN $4 THEN now() END, '127.0.0.1', 'test')`,
    [sessionId, personId, sha256Hex(token), options.secondFactor ?? true],
  );
  return { cookie: `session=${token}`, sessionId };
}
