import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { dataFolderOf, freePort, startPostgres } from '../scripts/embedded-postgres.mjs';
import {
  cli,
  environmentOf,
  serverFlags,
  startServer,
  stopChild,
} from '../scripts/local-portal.mjs';
import { root, say, timed } from '../scripts/setup.mjs';
import { listing, makeData, reading, submitting } from './http-data.mjs';
import { load } from './http-load.mjs';
import { StatementLog } from './http-statements.mjs';

/* The measurements of `npm run bench:http`, once everything is installed and built. */

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    turns: { type: 'string', default: '2' },
    'mixed-seconds': { type: 'string', default: '20' },
    only: { type: 'string', default: 'list,submit,mixed' },
  },
});
const [seconds, turns, mixedSeconds] = [
  options.seconds,
  options.turns,
  options['mixed-seconds'],
].map(Number);
const poolMax = 12;
/** So many requests make V8 compile what is hot; they do not count. */
const warmUpRequests = 1_500;
const mixedPerSecond = 500;

/** What has to end, in the order in which it began. */
const endings = [];
/** Processes that nobody may leave behind, not even by Ctrl-C. */
const pids = [];
process.once('exit', () => pids.forEach(interrupt));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void endAll().finally(() => process.exit(1)));
}

async function endAll() {
  for (const end of endings.splice(0).reverse()) await end();
}

function interrupt(pid) {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // it has ended in order
  }
}

/** PostgreSQL with made-up data, the portal, and the bare server with the portal's statements. */
async function start() {
  const statements = new StatementLog();
  const { postgres, secrets } = await startDurablePostgres(statements);
  const env = {
    ...environmentOf({ postgres, secrets }, await freePort()),
    NODE_ENV: 'production',
    ROLE: 'api',
    DEMO: 'false',
    LOG_LEVEL: 'warn',
    DATABASE_POOL_MAX: String(poolMax),
  };
  cli(env, 'migrate');
  const database = new pg.Client({ connectionString: postgres.url });
  await database.connect();
  endings.push(() => database.end());
  const cookies = await timed('made-up data', () => makeData(database));
  const { child, stop } = await startServer(env);
  pids.push(child.pid);
  endings.push(stop);
  const bench = { database, cookies, portal: { port: Number(env.PORT), pid: child.pid } };
  await proveAndRecord(bench, statements, postgres.url);
  return bench;
}

async function startDurablePostgres(statements) {
  const folder = mkdtempSync(join(tmpdir(), 'champions-portal-bench-'));
  const secrets = { postgresPassword: secret(), appSecret: secret() };
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'postgres');
  const postgres = await startPostgres({
    folder: data,
    password: secrets.postgresPassword,
    settings: { ...statements.settings, fsync: 'on', synchronous_commit: 'on' },
    log: statements.log,
  });
  endings.push(() => rmSync(dataFolderOf(data), { recursive: true, force: true }));
  pids.push(postgres.pid);
  endings.push(postgres.stop);
  return { postgres, secrets };
}

const secret = () => randomBytes(32).toString('hex');

/** Learns the portal's statements, starts the bare server on them, and asks both sides once. */
async function proveAndRecord(bench, log, databaseUrl) {
  const { database, portal } = bench;
  const sent = { list: listing(bench), submit: await submitting(bench, 4) };
  const statements = {};
  for (const kind of ['list', 'submit']) {
    // The first time may also open connections: only the second is recorded.
    await ask(portal, sent[kind]());
    statements[kind] = await log.record(database, kind, () => ask(portal, sent[kind]()));
  }
  const child = fork(join(root, 'bench/http-baseline.mjs'), { execArgv: serverFlags });
  pids.push(child.pid);
  endings.push(() => stopChild(child));
  child.send({ databaseUrl, poolMax, statements });
  const [{ port }] = await once(child, 'message');
  bench.baseline = { port, pid: child.pid };
  for (const kind of ['list', 'submit']) await ask(bench.baseline, sent[kind]());
}

async function ask({ port }, { path, ...request }) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, request);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** The first page of one's own requests: 50 of some hundreds. */
function list(bench) {
  return beside(bench, 'list', 32, () => listing(bench));
}

/** Sending drafts, each with nine statements in a durable transaction. */
function submit(bench) {
  return beside(bench, 'submit', 16, (count) => submitting(bench, count));
}

/** Portal and bare server in turns, each warmed up first; `supply` makes so many requests to send. */
async function beside(bench, name, connections, supply) {
  const runs = { portal: [], baseline: [] };
  const measured = async (side, length, count) => {
    const requests = [await supply(count + connections)];
    const run = await load(bench[side], { connections, ...length, requests });
    say(`  ${name}, ${side}: ${run.perSecond.toFixed(0)} requests/s`);
    return run;
  };
  const amount = warmUpRequests;
  const last = {
    portal: await measured('portal', { amount }, amount),
    baseline: await measured('baseline', { amount }, amount),
  };
  for (let turn = 1; turn <= turns; turn += 1) {
    for (const side of ['portal', 'baseline']) {
      const count = Math.ceil(3 * last[side].perSecond * seconds);
      last[side] = await measured(side, { seconds }, count);
      runs[side].push(last[side]);
    }
  }
  const [portal, baseline] = [summary(runs.portal), summary(runs.baseline)];
  const ratio = rounded(portal.perSecond / baseline.perSecond, 3);
  return { connections, portal, baseline, ratio };
}

/** Q6: 40 % lists, 40 % single requests, 20 % submits, at a fixed rate. */
async function mixed(bench) {
  const run = async (length) => {
    const submits = await submitting(bench, Math.ceil((mixedPerSecond / 5) * length) + 200);
    const [lists, reads] = [listing(bench), await reading(bench)];
    const requests = [lists, reads, lists, reads, submits];
    return await load(bench.portal, {
      connections: 50,
      seconds: length,
      rate: mixedPerSecond,
      requests,
    });
  };
  await run(3);
  return { connections: 50, portal: summary([await run(mixedSeconds)]) };
}

/** Means of several runs, but their worst p99 and all their errors. */
function summary(runs) {
  const sum = (field) => runs.reduce((total, run) => total + run[field], 0);
  const mean = (field, digits) => rounded(sum(field) / runs.length, digits);
  return {
    perSecond: mean('perSecond', 1),
    p50Ms: mean('p50', 1),
    p99Ms: Math.max(...runs.map(({ p99 }) => p99)),
    errors: sum('errors'),
    cpuMsPerRequest: runs[0].cpuMs === null ? null : mean('cpuMs', 3),
  };
}

const rounded = (value, digits) => Number(value.toFixed(digits));

function printTable(report) {
  const row = (...cells) =>
    process.stdout.write(
      `${cells.map((cell, place) => String(cell ?? '').padStart(place === 0 ? 8 : 12)).join('')}\n`,
    );
  row('', 'server', 'requests/s', 'p50 ms', 'p99 ms', 'errors', 'CPU ms/req', 'ratio');
  for (const [name, { portal, baseline, ratio }] of Object.entries(report)) {
    row(name, 'portal', ...Object.values(portal), ratio);
    if (baseline) row(name, 'baseline', ...Object.values(baseline));
  }
}

try {
  const bench = await start();
  const report = {};
  for (const [name, measure] of Object.entries({ list, submit, mixed })) {
    if (options.only.split(',').includes(name)) report[name] = await measure(bench);
  }
  printTable(report);
  process.stdout.write(`${JSON.stringify({ bench: 'http', node: process.version, ...report })}\n`);
} finally {
  await endAll();
}
