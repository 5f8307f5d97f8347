import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * What every command needs before it can start: the right Node, the locked packages, the built files,
 * and (as root on Debian) system packages. Plain Node with no dependency; each step is skipped when
 * what it reads has not changed since it last succeeded.
 */

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const dataFolder = join(root, '.data');
const stamps = join(root, 'node_modules/.stamps');

/** Ends with a sentence when Node is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old. Install Node 20.19 or newer (24 is best).`);
}

/** Installs the locked packages of the root and of web/. */
export function installPackages() {
  for (const folder of ['.', 'web']) {
    step(`packages of ${folder === '.' ? 'the portal' : folder}`, {
      inputs: [join(folder, 'package.json'), join(folder, 'package-lock.json')],
      outputs: [join(folder, 'node_modules')],
      work: () => run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: join(root, folder) }),
    });
  }
}

/** Compiles the server to dist/ and the pages to web/dist/. */
export function build() {
  step('server', {
    inputs: ['src', 'migrations', 'tsconfig.json', 'tsconfig.build.json', 'scripts/setup.mjs'],
    outputs: ['dist/cli.js'],
    work: () => {
      run(process.execPath, [typescript, '-p', 'tsconfig.build.json']);
      // Short names for the three processes: the compiler keeps the folder src/.
      for (const name of ['main', 'worker', 'cli']) {
        writeFileSync(join(root, `dist/${name}.js`), `import './src/${name}.js';\n`);
      }
    },
  });
  step('pages', {
    inputs: ['web/src', 'web/vite', 'web/app.html', 'web/vite.config.ts', 'web/package-lock.json'],
    outputs: ['web/dist/server/index.js'],
    work: () => run('npm', ['run', '--silent', 'build'], { cwd: join(root, 'web') }),
  });
}

/** TypeScript 7: the same language as `typescript`, several times faster. */
export const typescript = join(root, 'node_modules/typescript-native/bin/tsc');

/**
 * Makes sure that Debian packages are there; installs them when root. `probe` is the program that
 * shows it. Returns whether they are; says loudly what is skipped without them.
 */
export function systemPackage({ probe, packages, skipped }) {
  if (isOnPath(probe)) return true;
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    say(`Installing ${packages.join(', ')} with apt-get …`);
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, soft: true };
    const install = ['install', '-y', '--no-install-recommends', ...packages];
    if (
      run('apt-get', install, options) ||
      (run('apt-get', ['update'], options) && run('apt-get', install, options))
    ) {
      if (isOnPath(probe)) return true;
    }
  }
  const line = `!!! SKIPPED: ${skipped} (needs ${packages.join(', ')}; could not be installed here)`;
  if (process.env.CI) fail(`${line}. CI skips nothing.`);
  say(line);
  return false;
}

function isOnPath(program) {
  return (process.env.PATH ?? '')
    .split(':')
    .some((folder) => folder !== '' && existsSync(join(folder, program)));
}

/** Runs `work` unless its inputs are unchanged and its outputs exist; prints how long it took. */
export function step(name, { inputs, outputs, work }) {
  const fingerprint = fingerprintOf(inputs);
  const stamp = join(stamps, name.replaceAll(/\W+/g, '-'));
  const done = outputs.every((output) => existsSync(join(root, output)));
  if (done && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;
  timed(name, work);
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, fingerprint);
}

/** Runs and prints one line with the time that it took. */
export function timed(name, work) {
  const start = performance.now();
  const done = () =>
    say(`  ${name.padEnd(34, '.')} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const result = work();
  if (result instanceof Promise) {
    return result.then((value) => {
      done();
      return value;
    });
  }
  done();
  return result;
}

/** Runs a program to its end. Its output is shown only when it fails, unless `show` is set. */
export function run(
  program,
  args,
  { cwd = root, env = process.env, show = false, soft = false } = {},
) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // Progress belongs to people: standard output stays free for what a command answers.
    stdio: show ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return true;
  if (soft) return false;
  fail(
    `${program} ${args.join(' ')} failed.\n${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`,
  );
  return false;
}

/** Progress goes to standard error. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Ends the command with a sentence. */
export function fail(sentence) {
  say(sentence);
  process.exit(1);
}

function fingerprintOf(inputs) {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap((input) => filesOf(join(root, input)))) {
    hash.update(relative(root, path)).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
