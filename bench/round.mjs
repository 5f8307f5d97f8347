import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { dataFolderOf, startPostgres } from '../scripts/embedded-postgres.mjs';
import { build, checkNode, root, say } from '../scripts/setup.mjs';
import { makeRound } from './round-data.mjs';

/*
 * `npm run bench:round`: a whole round from its tables to the stored plan, in one transaction of a durable
 * PostgreSQL: reading, dividing (in a thread of its own), storing; then its publication, in one transaction
 * too. 10^4 and 10^5 requests, 10^6 too with
 * --million. Every size runs in a process of its own on a database of its own. Prints a table and one JSON
 * line with the growth from each size to the next, tenfold one.
 *
 *   npm run bench:round -- --sizes 10000,100000 --million
 */

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000' },
    million: { type: 'boolean', default: false },
    dist: { type: 'string', default: 'dist' },
    measure: { type: 'string' },
  },
});
const built = (file) => import(join(root, options.dist, 'src', file));

/** In the process of one size: computes the round of a call and tells how long each step took. */
async function measure(callId) {
  await import('reflect-metadata');
  const { DataSource } = await import('typeorm');
  const [
    { NestFactory },
    { AppModule },
    { readConfig },
    { system },
    { Rounds },
    { News },
    decisions,
  ] = await Promise.all([
    import('@nestjs/core'),
    built('app.module.js'),
    built('config/config.js'),
    built('access/principal.js'),
    built('rounds/rounds.service.js'),
    built('platform/news.service.js'),
    built('rounds/round-decisions.service.js'),
  ]);
  const app = await NestFactory.createApplicationContext(AppModule.with(readConfig()), {
    logger: ['error'],
  });
  const steps = [];
  const news = app.get(News, { strict: false });
  const tell = news.tell.bind(news);
  news.tell = (items) => {
    for (const { progress } of items) if (progress) steps.push([progress.step, performance.now()]);
    tell(items);
  };
  const rounds = app.get(Rounds, { strict: false });
  const { id } = await rounds.create(system('bench'), callId);
  const began = performance.now();
  const round = await rounds.compute(system('bench'), id);
  const ended = performance.now();
  // Two people approve it elsewhere: here it counts as approved.
  await app.get(DataSource).query(`UPDATE rounds SET state = 'approved' WHERE id = $1`, [id]);
  const beganToPublish = performance.now();
  await app.get(decisions.RoundDecisions, { strict: false }).publish(system('bench'), id);
  const publishMs = Math.round(performance.now() - beganToPublish);
  const timeOf = (name) => {
    const at = steps.findIndex(([step]) => step === name);
    return Math.round((steps[at + 1]?.[1] ?? ended) - steps[at][1]);
  };
  const result = {
    totalMs: Math.round(ended - began),
    readMs: timeOf('reading'),
    divideMs: timeOf('dividing'),
    storeMs: timeOf('storing'),
    publishMs,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    awarded: round.classes.reduce((sum, line) => sum + line.awarded, 0),
  };
  await app.close();
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function run() {
  checkNode();
  if (options.dist === 'dist') build();
  const sizes = options.sizes.split(',').map(Number);
  if (options.million) sizes.push(1_000_000);
  const folder = mkdtempSync(join(tmpdir(), 'champions-portal-bench-'));
  const data = join(folder, 'postgres');
  const postgres = await startPostgres({
    folder: data,
    password: randomBytes(24).toString('hex'),
    settings: { fsync: 'on', synchronous_commit: 'on', max_wal_size: '4GB' },
  });
  const results = [];
  try {
    for (const requests of sizes) results.push(await oneSize(postgres.url, requests));
  } finally {
    await postgres.stop();
    rmSync(dataFolderOf(data), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
  report(results);
}

async function oneSize(serverUrl, requests) {
  const name = `bench_${requests}`;
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    ROLE: 'api',
    DATABASE_URL: url.toString(),
    APP_SECRET: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'error',
  };
  node(env, [join(root, options.dist, 'src/cli.js'), 'migrate']);
  const callId = await onServer(url.toString(), (client) => makeRound(client, requests));
  say(`  ${requests} requests are there`);
  const { stdout } = node(env, [
    '--max-old-space-size=12000',
    join(root, 'bench/round.mjs'),
    '--measure',
    callId,
    '--dist',
    options.dist,
  ]);
  const result = { requests, ...JSON.parse(stdout.trim().split('\n').at(-1)) };
  await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  return result;
}

function node(env, args) {
  const done = spawnSync(process.execPath, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (done.status === 0) return done;
  throw new Error(`${args.join(' ')} ended with ${done.signal ?? done.status ?? done.error}`);
}

async function onServer(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function report(results) {
  const columns = [
    'requests',
    'readMs',
    'divideMs',
    'storeMs',
    'totalMs',
    'publishMs',
    'peakMb',
    'awarded',
  ];
  say(columns.map((name) => name.padStart(12)).join(''));
  for (const result of results) {
    say(columns.map((name) => result[name].toLocaleString('en').padStart(12)).join(''));
  }
  const growth = results.slice(1).map((result, index) => {
    const before = results[index];
    const tenfold = Math.log10(result.requests / before.requests);
    return Number(((result.totalMs / before.totalMs) ** (1 / tenfold)).toFixed(2));
  });
  process.stdout.write(`${JSON.stringify({ rounds: results, growthPerTenfold: growth })}\n`);
}

if (options.measure === undefined) await run();
else await measure(options.measure);
