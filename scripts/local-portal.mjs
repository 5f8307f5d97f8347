import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startPostgres } from './embedded-postgres.mjs';
import { fail, root, run } from './setup.mjs';

/*
 * A whole portal on this machine: embedded PostgreSQL for data and queues, and one process that
 * answers HTTP and runs jobs. Used by the demo, by `npm run dev` and by the browser tests.
 */

/** Starts the database below `folder` and brings it to the newest schema. */
export async function startDatabase(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const secrets = secretsOf(folder);
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    password: secrets.postgresPassword,
  });
  return { postgres, secrets };
}

/** Secrets of this machine's portal: made once, readable by their owner only. */
function secretsOf(folder) {
  const file = join(folder, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const secrets = {
    postgresPassword: randomBytes(24).toString('hex'),
    appSecret: randomBytes(32).toString('hex'),
  };
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** The environment of the portal's processes. */
export function environmentOf({ postgres, secrets }, port) {
  return {
    ...process.env,
    ROLE: 'all',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATABASE_URL: postgres.url,
    APP_SECRET: secrets.appSecret,
    WEB_DIST: join(root, 'web/dist'),
    DEMO: 'true',
  };
}

/** Runs `cli …` to its end. */
export const cli = (env, ...args) =>
  run(process.execPath, [join(root, 'dist/cli.js'), ...args], { env });

/** Room for what answers leave behind, so that it is thrown away young (docs/operations.md). */
export const serverFlags = ['--max-semi-space-size=64'];

/**
 * Starts the portal and waits until it is ready. `log` gets its log lines.
 * @returns the child process and `stop`, which ends it in order.
 */
export async function startServer(env, log = () => undefined) {
  const child = spawn(process.execPath, [...serverFlags, join(root, 'dist/main.js')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let last = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      last = (last + text).slice(-4000);
      log(text);
    });
  }
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) fail(`The portal did not start:\n${last}`);
    if (await isReady(env.PORT)) return { child, stop: () => stopChild(child) };
    await sleep(100);
  }
  await stopChild(child);
  return fail(`The portal was not ready within 30 seconds:\n${last}`);
}

async function isReady(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Asks a process to end; insists after ten seconds. */
export async function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(insist);
}

/** The wanted port, or a free one when somebody listens there. */
export async function portNear(wanted) {
  for (let port = wanted; port < wanted + 20; port += 1) {
    try {
      return await freePort(port);
    } catch {
      // taken: the next one
    }
  }
  return await freePort(0);
}
