import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/**
 * Serves the built scripts, styles and fonts under /assets: names carry a hash, so browsers keep them
 * for good; the bytes were compressed while building and stay in memory (about 2 MB). Only names that
 * the folder held at start are served, so no path can lead out of it. Without the folder nothing is.
 */
export function serveAssets(fastify: FastifyInstance, folder: string): void {
  const names = namesIn(folder);
  if (names.size === 0) return;
  const files = new Map<string, Promise<Buffer>>();
  const read = (name: string) => {
    const known = files.get(name);
    if (known) return known;
    const file = readFile(join(folder, name));
    files.set(name, file);
    return file;
  };
  fastify.get('/assets/:name', async (request: FastifyRequest, reply: FastifyReply) => {
    const { name } = request.params as { name: string };
    const type = types[extname(name)];
    if (type === undefined || !names.has(name)) return reply.callNotFound();
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const encoding = encodings.find(
      ([code, end]) => accepted.includes(code) && names.has(name + end),
    );
    if (encoding) void reply.header('Content-Encoding', encoding[0]);
    return reply
      .header('Content-Type', type)
      .header('Vary', 'Accept-Encoding')
      .header('Cache-Control', 'public, max-age=31536000, immutable')
      .send(await read(name + (encoding?.[1] ?? '')));
  });
}

function namesIn(folder: string): Set<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set();
  }
}
