import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(js|css|svg|json)$/;
const worthwhileBytes = 1024;

/** Writes `.br` and `.gz` beside each asset, so that the server compresses nothing while answering. */
export function compress(assetsFolder: string): Plugin {
  return {
    name: 'portal-compress',
    apply: 'build',
    async closeBundle() {
      for (const file of (await readdir(assetsFolder)).filter((name) => compressible.test(name))) {
        await compressFile(join(assetsFolder, file));
      }
    },
  };
}

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < worthwhileBytes) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}
