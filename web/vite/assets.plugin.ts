import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, Plugin } from 'vite';

const name = 'virtual:assets';
const resolved = `\0${name}`;

/**
 * Tells the server bundle which hashed files the browser build made: the module `virtual:assets`.
 * The browser build has to run first.
 */
export function assets(clientFolder: string, entry: string): Plugin {
  return {
    name: 'portal-assets',
    resolveId: (id) => (id === name ? resolved : null),
    load(id) {
      if (id !== resolved) return null;
      const shell = join(clientFolder, 'app.html');
      if (!existsSync(shell)) throw new Error('Run `vite build` before `vite build --ssr`.');
      const manifest = JSON.parse(
        readFileSync(join(clientFolder, '.vite/manifest.json'), 'utf8'),
      ) as Manifest;
      return `export default ${JSON.stringify({
        ...filesOf(manifest, entry),
        appShell: readFileSync(shell, 'utf8'),
      })};`;
    },
  };
}

function filesOf(manifest: Manifest, entry: string) {
  const chunk = manifest[entry];
  const style = Object.values(manifest).find(({ file }) => file.endsWith('.css'));
  if (!chunk || !style) throw new Error(`The browser build has no ${entry} or no style sheet.`);
  const preloads = (chunk.imports ?? []).map((key) => `/${manifest[key]?.file ?? ''}`);
  return { script: `/${chunk.file}`, style: `/${style.file}`, preloads };
}
