import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, installPackages, root, say, systemPackage } from './setup.mjs';

/*
 * `npm test`: installs, builds, and runs every test: pure rules, services on a real PostgreSQL, whole
 * processes, pages in a real browser, components. `npm test -- <path or pattern>` passes on to Jest.
 */

const only = process.argv.slice(2);
checkNode();
installPackages();
build();
const chromium = systemPackage({
  probe: 'chromium',
  packages: ['chromium'],
  skipped: 'the tests in a real browser',
});
const redis = systemPackage({
  probe: 'redis-server',
  packages: ['redis-server'],
  skipped: 'the tests of the queues on Redis',
});

const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });
const env = {
  ...process.env,
  TEST_BROWSER: chromium ? 'chromium' : '',
  TEST_REDIS: redis ? 'redis-server' : '',
};
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const totals = { passed: 0, failed: 0, skipped: 0 };
let good = true;

suite('jest', root, [...jest, '--forceExit', ...only]);
if (only.length === 0) {
  suite('components', join(root, 'web'), [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
  ]);
}
say('');
const summary = `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`;
writeFileSync(join(results, 'summary.txt'), summary);
process.stdout.write(summary);
process.exit(good && totals.failed === 0 && totals.passed > 0 ? 0 : 1);

/** Runs one test runner with its output shown, and adds up what it reports in Jest's JSON form. */
function suite(name, cwd, args) {
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [...args, `--outputFile=${file}`, ...(name === 'jest' ? ['--json'] : [])],
    {
      cwd,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (status !== 0) good = false;
  if (!existsSync(file)) return;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  totals.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
  if (report.numFailedTestSuites > 0) good = false;
}
