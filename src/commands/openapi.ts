import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import type { Type } from '@nestjs/common';
import { AppModule } from '../app.module.js';
import { readConfig } from '../config/config.js';
import { openApiDocument } from '../platform/openapi.js';
import { controllersOf, readApiRoutes } from '../platform/http.js';

/** `cli openapi <file>`: writes the document without starting anything. */
export async function run([file = 'openapi.generated.json']: string[]): Promise<number> {
  const config = readConfig({
    DATABASE_URL: 'postgres://unused',
    APP_SECRET: 'x'.repeat(32),
  });
  const controllers: Type[] = controllersOf(AppModule.with(config));
  await writeFile(
    file,
    `${JSON.stringify(openApiDocument(readApiRoutes(controllers)), null, 2)}\n`,
  );
  return 0;
}
