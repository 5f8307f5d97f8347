import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { readConfig, type Config } from '../config/config.js';
import { clock } from '../kernel/clock.js';
import { Database } from '../platform/database.service.js';
import { seed, seedReference, seedState, type SeedState } from '../seed/seed.js';

/**
 * `cli seed`: fills an empty, migrated database with the demonstration; a database that has it is left
 * alone. `cli seed reference`: only countries and access modes, which every portal needs.
 */
export async function run([what]: string[]): Promise<number> {
  if (what !== undefined && what !== 'reference') {
    process.stderr.write('Usage: cli seed [reference]\n');
    return 2;
  }
  const config = readConfig();
  if (what === undefined && config.NODE_ENV === 'production') {
    process.stderr.write(
      'Made-up data and accounts are not for production. Try: cli seed reference\n',
    );
    return 1;
  }
  const app = await NestFactory.createApplicationContext(AppModule.with(alone(config)), {
    logger: ['error', 'warn'],
  });
  try {
    return what === 'reference' ? await reference(app) : await demonstration(app);
  } finally {
    await app.close();
  }
}

/** The seed plays the worker itself, in the time of its story, and asks no registry about made-up firms. */
const alone = (config: Config): Config => ({
  ...config,
  ROLE: 'api',
  VIES_URL: undefined,
  GLEIF_URL: undefined,
  ROR_URL: undefined,
});

async function reference(app: INestApplicationContext): Promise<number> {
  await seedReference(app);
  process.stdout.write('Countries and access modes are there.\n');
  return 0;
}

const refusals: Record<Exclude<SeedState, 'empty' | 'seeded'>, string> = {
  unfinished:
    'An earlier seed did not come to its end. Drop the database (npm run demo -- --reset), migrate it and seed again.',
  'in use': 'There are people in this database who are not made up. Seed an empty one.',
};

async function demonstration(app: INestApplicationContext): Promise<number> {
  const state = await seedState(app.get(Database, { strict: false }).manager);
  if (state === 'seeded') {
    process.stdout.write('The made-up data is there already.\n');
    return 0;
  }
  if (state !== 'empty') {
    process.stderr.write(`${refusals[state]}\n`);
    return 1;
  }
  const began = clock.monotonicMs();
  await seed(app, (part) => {
    const seconds = ((clock.monotonicMs() - began) / 1000).toFixed(1);
    process.stdout.write(`${seconds.padStart(6)} s  ${part}\n`);
  });
  return 0;
}
