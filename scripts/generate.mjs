import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from './local-portal.mjs';
import { build, checkNode, fail, installPackages, root, run, say } from './setup.mjs';

/*
 * `npm run generate`: writes the files that follow from the code: the OpenAPI document, the web client
 * from it, and the state diagrams of docs/domain.md. With --check it only tells which are stale.
 */

const check = process.argv.includes('--check');
checkNode();
installPackages();
build();
const scratch = mkdtempSync(join(tmpdir(), 'portal-generate-'));
const stale = [];

const document = join(scratch, 'openapi.json');
cli(process.env, 'openapi', document);
put('openapi.generated.json', readFileSync(document, 'utf8'));

const client = join(scratch, 'client.ts');
run(join(root, 'web/node_modules/.bin/openapi-typescript'), [document, '-o', client]);
put('web/src/api/client.generated.ts', readFileSync(client, 'utf8'));

const diagrams = join(scratch, 'diagrams.md');
cli(process.env, 'diagrams', diagrams);
put('docs/domain.md', withDiagrams(readFileSync(join(root, 'docs/domain.md'), 'utf8')));

rmSync(scratch, { recursive: true });
if (stale.length > 0)
  fail(`Stale: ${stale.join(', ')}. Run npm run generate and commit the result.`);

function withDiagrams(text) {
  const [begin, end] = ['<!-- states: generated -->', '<!-- states: end -->'];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) fail(`docs/domain.md has lost its marks ${begin} … ${end}.`);
  return `${before}${begin}\n\n${readFileSync(diagrams, 'utf8')}\n${end}${after}`;
}

function put(file, content) {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === content) return;
  if (check) stale.push(file);
  else {
    writeFileSync(path, content);
    say(`written: ${file}`);
  }
}
