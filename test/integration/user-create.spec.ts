import { jest } from '@jest/globals';
import { run } from '../../src/commands/user-create.js';
import { newId } from '../../src/kernel/random.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

/** Runs the command against the portal's database; gives its exit code and what it wrote. */
async function userCreate(...args: string[]) {
  const before = { ...process.env };
  const written = { out: '', err: '' };
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
  const { database } = (portal.manager.connection.driver as unknown as { database: string }) ?? {};
  const url = new URL(process.env['TEST_DATABASE_URL'] as string);
  url.pathname = `/${database}`;
  Object.assign(process.env, { DATABASE_URL: url.toString(), APP_SECRET: 'x'.repeat(32) });
  try {
    return { exit: await run(args), ...written };
  } finally {
    process.env = before;
    out.mockRestore();
    err.mockRestore();
  }
}

describe('cli user create', () => {
  test('adds an administrator with a password that is printed once', async () => {
    const email = `admin-${newId()}@example.test`;
    const args = ['--email', email, '--name', 'First Admin', '--role', 'admin', '--locale', 'de'];
    const { exit, out } = await userCreate(...args);
    expect(exit).toBe(0);
    expect(out).toContain(`Created First Admin <${email}> as admin.`);
    expect(out).toContain('second factor');
    const password = /shown this once: (\S+)/.exec(out)?.[1];
    const answer = await portal.http.post('/api/v1/auth/login').send({ email, password });
    expect(answer.body).toMatchObject({
      person: { name: 'First Admin', locale: 'de' },
      platformRoles: ['admin'],
      secondFactor: 'enrol',
    });
    const again = await userCreate(...args);
    expect([again.exit, again.err]).toEqual([1, `${email} has an account already.\n`]);
  });

  test.each([
    ['no address', ['--name', 'A'], 'email'],
    ['an unknown role', ['--email', 'a@example.test', '--name', 'A', '--role', 'root'], 'roles.0'],
    ['a password as an argument', ['--password', 'x'], '--password'],
  ])('refuses %s and says how it is called', async (_, args, named) => {
    const { exit, err } = await userCreate(...args);
    expect(exit).toBe(2);
    expect(err).toContain(named);
    expect(err).toContain('Usage: cli user create');
  });
});
