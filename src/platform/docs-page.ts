import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Champions Portal</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<main id="swagger-ui"><noscript>The document itself: <a href="/api/openapi.json">/api/openapi.json</a></noscript></main>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;
const start = `SwaggerUIBundle({
  url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true,
  defaultModelsExpandDepth: 0, docExpansion: 'none', filter: true, validatorUrl: null,
});
`;

/** Browsable documentation of the API at /api/docs, by Swagger UI under the strict content policy. */
export function serveDocs(fastify: FastifyInstance): void {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const files: [path: string, type: string, read: () => string][] = [
    ['/api/docs', 'text/html; charset=utf-8', () => page],
    ['/api/docs/start.js', 'text/javascript; charset=utf-8', () => start],
    ...(['swagger-ui.css', 'swagger-ui-bundle.js'] as const).map(
      (name): [string, string, () => string] => [
        `/api/docs/${name}`,
        name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
        () => readFileSync(join(folder, name), 'utf8'),
      ],
    ),
  ];
  for (const [path, type, read] of files) {
    fastify.get(path, async (_, reply) =>
      reply
        .header('Content-Type', type)
        .header('Cache-Control', 'public, max-age=3600')
        .send(read()),
    );
  }
}
