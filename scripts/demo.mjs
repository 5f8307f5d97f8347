import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { dataFolderOf } from './embedded-postgres.mjs';
import { cli, environmentOf, portNear, startDatabase, startServer } from './local-portal.mjs';
import { build, checkNode, dataFolder, fail, installPackages, root, say, timed } from './setup.mjs';

/*
 * `npm run demo`: a portal full of believable, made-up data on this machine.
 *   --once     plays one round from reviews to published result, prints it, and ends
 *   --json     prints {"url","users"} as the last line of standard output
 *   --reset    throws the demo's data away first
 *   --port N   where to listen (3000, or the next free one)
 */

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    reset: { type: 'boolean', default: false },
    port: { type: 'string', default: '3000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  say('npm run demo -- [--once] [--json] [--reset] [--port N]');
  process.exit(0);
}
const wanted = Number(values.port);
if (!Number.isInteger(wanted) || wanted < 1024 || wanted > 65_500) {
  fail('--port takes a number from 1024 to 65500.');
}

const folder = join(dataFolder, values.once ? 'once' : 'demo');
const runningFile = join(folder, 'running.json');
const opened = [];
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(signal));
process.on('exit', () => rmSync(runningFile, { force: true }));

say('Champions Portal, demonstration');
checkNode();
installPackages();
build();
refuseSecond();
if (values.once || values.reset) await reset();
const database = await timed('database', () => startDatabase(folder));
opened.push(() => database.postgres.stop());
const port = await portNear(wanted);
const env = { ...environmentOf(database, port), NODE_ENV: 'development', LOG_LEVEL: 'warn' };
timed('schema', () => cli(env, 'migrate'));
timed('made-up data', () => cli(env, 'seed'));
const server = await timed('portal', () => startServer(env, (text) => process.stderr.write(text)));
opened.push(() => server.stop());
writeFileSync(runningFile, JSON.stringify({ pid: process.pid, url: env.PUBLIC_URL }));
const { demoUsers } = await import(pathToFileURL(join(root, 'dist/src/seed/demo-users.js')).href);

if (values.once) {
  const { playRound } = await import('./play-round.mjs');
  const table = await playRound(env.PUBLIC_URL, demoUsers());
  process.stdout.write(`${table}\n`);
  await stop('done');
} else {
  const { welcome } = await import('./welcome.mjs');
  say(welcome(env.PUBLIC_URL, demoUsers()));
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ url: env.PUBLIC_URL, users: demoUsers() })}\n`);
  }
  server.child.on('exit', () => {
    if (!stopping) void stop('the portal ended by itself');
  });
}

/** The same folder serves one demo at a time. */
function refuseSecond() {
  if (!existsSync(runningFile)) return;
  const { pid, url } = JSON.parse(readFileSync(runningFile, 'utf8'));
  try {
    process.kill(pid, 0);
  } catch {
    return; // it was killed: what it left over is cleared away at start
  }
  fail(`A demonstration runs already at ${url} (process ${pid}). Use that one, or stop it first.`);
}

async function reset() {
  if (!existsSync(folder)) return;
  rmSync(dataFolderOf(join(folder, 'postgres')), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** Ends everything that was started, last first. */
async function stop(why) {
  if (stopping) return;
  stopping = true;
  if (!values.once) say(`\nStopping (${why}) …`);
  for (const close of opened.reverse()) await close();
  if (!values.once) say('Stopped. The data stays; start again with npm run demo.');
  process.exit(why === 'the portal ended by itself' ? 1 : 0);
}
