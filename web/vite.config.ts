import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { assets } from './vite/assets.plugin.ts';
import { compress } from './vite/compress.plugin.ts';
import { messages } from './vite/messages.plugin.ts';

const here = dirname(fileURLToPath(import.meta.url));
const clientFolder = join(here, 'dist/client');
const publicEntry = 'src/public.client.tsx';
const parser = '@formatjs/icu-messageformat-parser';
const noParser = createRequire(import.meta.url).resolve(`${parser}/no-parser.js`);

/**
 * `vite build` makes dist/client (the application's shell app.html and hashed files under assets/);
 * `vite build --ssr` makes dist/server/index.js, one file without dependencies that renders pages.
 */
export default defineConfig(({ isSsrBuild, command }) => ({
  root: here,
  appType: 'spa',
  plugins: [
    messages(),
    optimizeLocales.vite({ locales: ['en-GB', 'en-US', 'fr-FR', 'de-DE'] }),
    react(),
    isSsrBuild ? assets(clientFolder, publicEntry) : compress(join(clientFolder, 'assets')),
  ],
  resolve: {
    alias: command === 'build' ? [{ find: new RegExp(`^${parser}$`), replacement: noParser }] : [],
  },
  build: isSsrBuild
    ? {
        ssr: true,
        outDir: 'dist/server',
        target: 'node20',
        emitAssets: false,
        rolldownOptions: {
          input: { index: join(here, 'src/server.tsx') },
          output: { codeSplitting: false, entryFileNames: 'index.js' },
        },
      }
    : {
        outDir: 'dist/client',
        manifest: true,
        target: ['chrome123', 'firefox121', 'safari17.5'],
        cssCodeSplit: false,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        rolldownOptions: { input: [join(here, 'app.html'), join(here, publicEntry)] },
      },
  ssr: { noExternal: isSsrBuild ? true : undefined },
  server: { proxy: { '/api': process.env['API_URL'] ?? 'http://localhost:3000' } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.spec.{ts,tsx}'],
    setupFiles: ['src/components/testing.setup.ts'],
  },
}));
