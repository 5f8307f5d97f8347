import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, installPackages, root, run, say, timed, typescript } from './setup.mjs';

/*
 * `npm run check`: what CI runs. Form, types, generated files, then `npm test` (which holds the style
 * and schema-drift tests) and the pages' own checks.
 */

checkNode();
installPackages();
build();
const bin = (name) => join(root, 'node_modules/.bin', name);
const web = { cwd: join(root, 'web'), show: true };
timed('formatting', () =>
  run(bin('prettier'), ['--check', '--log-level', 'warn', '.'], { show: true }),
);
timed('lint', () => run(bin('oxlint'), ['--type-aware', '--deny-warnings'], { show: true }));
timed('types of the server', () => run(process.execPath, [typescript, '--noEmit'], { show: true }));
timed('types of the pages', () => run('npm', ['run', '--silent', 'typecheck'], web));
timed('translations', () => run('npm', ['run', '--silent', 'check:messages'], web));
timed('size budgets', () => run('npm', ['run', '--silent', 'check:budgets'], web));
timed('generated files', () =>
  run(process.execPath, ['scripts/generate.mjs', '--check'], { show: true }),
);
say('');
run('npm', ['test'], { show: true });
const report = JSON.parse(readFileSync(join(root, 'test-results/jest.json'), 'utf8'));
if (process.env.CI && report.numPendingTests > 0) {
  say('CI skips nothing, and something was skipped.');
  process.exit(1);
}
process.stdout.write(readFileSync(join(root, 'test-results/summary.txt'), 'utf8'));
