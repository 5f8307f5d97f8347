/**
 * The command line: `node dist/cli.js <command> …`. Each command is its own module, loaded when asked
 * for, so that the pure ones start neither Nest nor a database.
 */
type Command = (args: string[]) => Promise<number>;

const commands: Record<string, () => Promise<{ run: Command }>> = {
  allocate: () => import('./commands/allocate.js'),
  'audit verify': () => import('./commands/audit-verify.js'),
  check: () => import('./commands/check.js'),
  classify: () => import('./commands/classify.js'),
  diagrams: () => import('./commands/diagrams.js'),
  'ledger verify': () => import('./commands/ledger-verify.js'),
  migrate: () => import('./commands/migrate.js'),
  openapi: () => import('./commands/openapi.js'),
  'privacy retention': () => import('./commands/privacy-retention.js'),
  'round run': () => import('./commands/round-run.js'),
  'screening import': () => import('./commands/screening-import.js'),
  seed: () => import('./commands/seed.js'),
  totp: () => import('./commands/totp.js'),
  'user create': () => import('./commands/user-create.js'),
  verify: () => import('./commands/verify.js'),
};

/** Commands have one or two words. */
const [first = '', second = '', ...others] = process.argv.slice(2);
const pair = commands[`${first} ${second}`];
const load = pair ?? commands[first];
const args = pair ? others : process.argv.slice(3);
if (!load) {
  process.stderr.write(`Usage: cli <command>\nCommands: ${Object.keys(commands).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const { run } = await load();
  process.exitCode = await run(args);
}
