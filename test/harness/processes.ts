import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/embedded-postgres.mjs';

const root = resolve(import.meta.dirname, '../..');

export interface Running {
  child: ChildProcess;
  /** What it logged so far. */
  log: () => string;
  /** SIGTERM, and wait. */
  stop: () => Promise<void>;
  /** SIGKILL: the process gets no chance to tidy up. */
  kill: () => Promise<void>;
}

export const secretOfTests = 'a secret for tests, of at least 32 characters';

/** A process of the built portal: `dist/main.js` or `dist/worker.js`. */
export function startProcess(name: 'main' | 'worker', variables: Record<string, string>): Running {
  return running(process.execPath, [join(root, `dist/${name}.js`)], {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'test',
    APP_SECRET: secretOfTests,
    LOG_LEVEL: 'info',
    ...variables,
  });
}

/** A Redis of its own on a free port, without persistence; null where the machine has none. */
export async function startRedis(): Promise<(Running & { url: string }) | null> {
  const program = process.env['TEST_REDIS'];
  if (!program) return null;
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'portal-redis-'));
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const redis = running(program, options, { PATH: process.env['PATH'] ?? '' });
  await until(() => redis.log().includes('Ready to accept connections'), 'Redis is ready');
  return {
    ...redis,
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function running(program: string, args: string[], env: Record<string, string>): Running {
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const keep = (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-200_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return { child, log: () => log, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** Waits until something holds; the sentence names it when it never does. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  sentence: string,
  timeoutMs = 60_000,
): Promise<void> {
  for (let waited = 0; waited < timeoutMs; waited += 100) {
    if (await holds()) return;
    await sleep(100);
  }
  throw new Error(`Waited ${timeoutMs / 1000} s in vain: ${sentence}`);
}
