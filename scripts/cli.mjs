import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, installPackages, root } from './setup.mjs';

/* `npm run cli -- …`: builds first when there is nothing built; standard output is the command's alone. */

const built = join(root, 'dist/cli.js');
if (!existsSync(built)) {
  checkNode();
  installPackages();
  build();
}
await import(pathToFileURL(built).href);
