import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cli, environmentOf, portNear, startDatabase, stopChild } from './local-portal.mjs';
import {
  build,
  checkNode,
  dataFolder,
  installPackages,
  root,
  say,
  timed,
  typescript,
} from './setup.mjs';

/*
 * `npm run dev`: the demo's data with a compiler that watches, a portal that restarts, and Vite for the
 * pages of the application (http://localhost:5173/app).
 */

checkNode();
installPackages();
build();
const database = await timed('database', () => startDatabase(join(dataFolder, 'dev')));
const port = await portNear(3000);
const env = { ...environmentOf(database, port), NODE_ENV: 'development', LOG_PRETTY: 'true' };
cli(env, 'migrate');
timed('made-up data', () => cli(env, 'seed'));

const start = (program, args, options) =>
  spawn(program, args, { cwd: root, env, stdio: 'inherit', ...options });
const children = [
  start(process.execPath, [
    typescript,
    '-p',
    'tsconfig.build.json',
    '--watch',
    '--preserveWatchOutput',
  ]),
  start(process.execPath, ['--watch', '--watch-preserve-output', 'dist/main.js']),
  start('npm', ['run', 'dev'], {
    cwd: join(root, 'web'),
    env: { ...env, API_URL: `http://localhost:${port}` },
  }),
];
say(`Portal: http://localhost:${port}   Pages with live reload: http://localhost:5173/app`);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop());

async function stop() {
  await Promise.all(children.map(stopChild));
  await database.postgres.stop();
  process.exit(0);
}
