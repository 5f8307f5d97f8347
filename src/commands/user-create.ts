import 'reflect-metadata';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { needsSecondFactor } from '../access/access.rules.js';
import { platformRoles } from '../access/permissions.js';
import { system } from '../access/principal.js';
import { readConfig } from '../config/config.js';
import { hashPassword } from '../credentials/password-hashes.service.js';
import { checkPassword } from '../credentials/password.rules.js';
import { dataSourceOptions } from '../data-source.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId, newSecret } from '../kernel/random.js';
import { platformRoleSchema } from '../people/people.schemas.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { createPerson } from '../sign-in/registration.service.js';
import { registerSchema } from '../sign-in/sign-in.schemas.js';

const usage = `Usage: cli user create --email <address> --name <name> [--role <role>]… [--locale en|fr|de] [--password-stdin]
Roles: ${platformRoles.join(', ')}
Without --password-stdin a password is made and printed once. It is never an argument: those are seen by others.
`;

const wishSchema = registerSchema.extend({ roles: z.array(platformRoleSchema) });

/** `cli user create`: adds somebody, for example the first administrator. Exit 0 done, 1 refused, 2 wrong call. */
export async function run(args: string[]): Promise<number> {
  const wish = await readWish(args);
  if (typeof wish === 'string') {
    process.stderr.write(`${wish}\n${usage}`);
    return 2;
  }
  try {
    checkPassword(wish.password, wish, '/password');
    await create(wish);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    process.stderr.write(`${error.detail}\n`);
    return 1;
  }
  const roles = wish.roles.length > 0 ? ` as ${wish.roles.join(', ')}` : '';
  process.stdout.write(`Created ${wish.name} <${wish.email}>${roles}.\n`);
  if (wish.made) process.stdout.write(`Password, shown this once: ${wish.password}\n`);
  if (needsSecondFactor(wish.roles)) {
    process.stdout.write('The second factor is set up at the first sign-in.\n');
  }
  return 0;
}

type Wish = z.infer<typeof wishSchema> & { made: boolean };

/** What is asked for, or a sentence that says what is wrong with it. */
async function readWish(args: string[]): Promise<Wish | string> {
  const options = {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', multiple: true },
    locale: { type: 'string' },
    'password-stdin': { type: 'boolean' },
  } as const;
  try {
    const { values } = parseArgs({ args, options });
    const given = values['password-stdin'] === true;
    const wish = wishSchema.safeParse({
      email: values.email,
      name: values.name,
      password: given ? (await text(process.stdin)).replace(/\r?\n$/, '') : newSecret(128),
      roles: [...new Set(values.role ?? [])],
      ...(values.locale === undefined ? {} : { locale: values.locale }),
    });
    if (wish.success) return { ...wish.data, made: !given };
    return wish.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
  } catch (error) {
    return (error as Error).message;
  }
}

async function create(wish: Wish): Promise<void> {
  const { email, name, locale, roles, password } = wish;
  const source = await new DataSource(dataSourceOptions(readConfig())).initialize();
  try {
    const who = system('cli');
    const passwordHash = await hashPassword(password);
    await new Database(source).inTransaction(who, async (manager) => {
      const id = newId();
      const person = { id, email, name, locale, platformRoles: roles, passwordHash };
      if (!(await createPerson(manager, person))) {
        throw new DomainError('conflict', 'PERSON_EXISTS', `${email} has an account already.`);
      }
      const after = { platformRoles: roles };
      await audit(manager, who, { act: 'person.create', object: { kind: 'person', id }, after });
    });
  } finally {
    await source.destroy();
  }
}
