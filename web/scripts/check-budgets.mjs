import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Fails when the script that a browser fetches for a page is larger than web.md allows, in brotli as it
 * is sent: public pages 110 KB, the application's shell 115 KB, any route 60 KB more. Texts of one
 * language count: the shared ones with pages and shell, the application's with each route.
 */

const kilobyte = 1000;
const budgets = { public: 110, shell: 115, route: 60 };
const client = join(dirname(fileURLToPath(import.meta.url)), '../dist/client');
const manifest = JSON.parse(readFileSync(join(client, '.vite/manifest.json'), 'utf8'));

/** Entries with everything that they import without asking. */
function closure(keys, seen = new Set()) {
  for (const key of keys) {
    if (seen.has(key)) continue;
    seen.add(key);
    closure(manifest[key].imports ?? [], seen);
  }
  return seen;
}

function bytesOf(keys) {
  const files = new Set([...keys].map((key) => manifest[key].file));
  return [...files].reduce((sum, file) => {
    const compressed = join(client, `${file}.br`);
    const path = existsSync(compressed) ? compressed : join(client, file);
    return sum + statSync(path).size;
  }, 0);
}

const texts = (kind) => `src/messages/${kind}/de.json`;
const publicPages = closure(['src/public.client.tsx', texts('public')]);
const shell = closure(['app.html', texts('public')]);
const rows = [
  ['public pages', bytesOf(publicPages), budgets.public],
  ['application shell', bytesOf(shell), budgets.shell],
];
for (const key of Object.keys(manifest).filter((name) =>
  /^src\/pages\/.*\.page\.tsx$/.test(name),
)) {
  const own = [...closure([key, texts('app')])].filter((part) => !shell.has(part));
  rows.push([key.replace('src/pages/', ''), bytesOf(own), budgets.route]);
}

let failed = false;
for (const [name, bytes, budget] of rows) {
  const over = bytes > budget * kilobyte;
  failed ||= over;
  const size = (bytes / kilobyte).toFixed(1).padStart(6);
  console.log(`${size} KB of ${String(budget).padStart(3)}  ${name}${over ? '  TOO LARGE' : ''}`);
}
process.exitCode = failed ? 1 : 0;
