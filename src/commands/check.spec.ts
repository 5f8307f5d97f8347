import { run } from './check.js';

/** Runs the command and keeps what it writes. */
async function call(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const [out, err] = [process.stdout.write, process.stderr.write];
  process.stdout.write = (text: string | Uint8Array) => Boolean((written.stdout += String(text)));
  process.stderr.write = (text: string | Uint8Array) => Boolean((written.stderr += String(text)));
  try {
    return { exit: await run(args), ...written };
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
}

describe('cli check (MEM-1)', () => {
  test('a valid number: one line of JSON, exit 0', async () => {
    expect(await call('vat', 'fi 0920632-0')).toEqual({
      exit: 0,
      stdout: '{"valid":true,"kind":"vat","normal":"FI09206320"}\n',
      stderr: '',
    });
  });

  test('words that the shell took apart belong together', async () => {
    expect((await call('iban', 'BE68', '5390', '0754', '7034')).exit).toBe(0);
  });

  test('a wrong check digit: code and sentence, exit 1', async () => {
    const { exit, stdout } = await call('siren', '552008444');
    expect(exit).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      valid: false,
      code: 'CHECK_DIGIT',
      detail:
        'The check digit of this SIREN is 4, but the rest calls for 3. Look for a typing error.',
    });
  });

  test.each([[[]], [['vat']], [['duns', '1']], [['toString', '1']]])(
    '%j: usage on stderr, exit 2',
    async (args) => {
      const { exit, stdout, stderr } = await call(...args);
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
      expect(stderr).toContain('Usage: cli check <vat|lei|');
    },
  );
});
