import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Plays the last part of the main job over HTTP, as the people would: the scheduler computes the round
 * that is due, a chair and an officer approve it, the officer publishes it.
 */

/** @returns the result as a table: class, organisation, asked, granted, reason. */
export async function playRound(url, users) {
  const chair = await signIn(url, users, 'chair');
  const officer = await signIn(url, users, 'officer');
  const round = await waitForComputed(officer);
  await approve(chair, round.id);
  await approve(officer, round.id);
  await officer('POST', `/rounds/${round.id}/publish`, {});
  const result = await officer('GET', `/rounds/${round.id}`);
  const lines = await allLines(officer, round.id);
  return tableOf(result, lines);
}

async function approve(person, id) {
  const { planHash } = await person('GET', `/rounds/${id}`);
  await person('POST', `/rounds/${id}/approve`, { planHash });
}

/** The worker's tick finds what is due within some seconds. */
async function waitForComputed(officer) {
  for (let tries = 0; tries < 240; tries += 1) {
    const { items } = await officer('GET', '/rounds?state=computed');
    if (items.length > 0) return items[0];
    await sleep(500);
  }
  throw new Error('No round was computed within two minutes.');
}

async function allLines(officer, id) {
  const lines = [];
  let cursor = '';
  do {
    const page = await officer('GET', `/rounds/${id}/lines?limit=200&sort=-granted${cursor}`);
    lines.push(...page.items);
    cursor = page.nextCursor === null ? null : `&cursor=${page.nextCursor}`;
  } while (cursor !== null);
  return lines;
}

/** A function that calls the API as a signed-in person. */
async function signIn(url, users, role) {
  const user = users.find((candidate) => candidate.role === role);
  let cookie = '';
  const call = async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    for (const line of response.headers.getSetCookie()) cookie = line.split(';')[0];
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  await call('POST', '/auth/login', { email: user.email, password: user.password });
  if (user.totpSecret) await call('POST', '/auth/totp/verify', { code: totp(user.totpSecret) });
  return call;
}

/** RFC 6238: six digits, 30 seconds, SHA-1. */
export function totp(secret, nowMs = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30_000)));
  const digest = createHmac('sha1', base32(secret)).update(counter).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function base32(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const letter of text.replaceAll('=', '').toUpperCase()) {
    bits += alphabet.indexOf(letter).toString(2).padStart(5, '0');
  }
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

const classNames = { large: 'large firm', sme: 'SME', science: 'science' };
const hours = (value) => Math.round(value).toLocaleString('en-IE');

function tableOf(round, lines) {
  const heads = ['class', 'organisation', 'asked GPU-h', 'granted GPU-h', 'reason'];
  const rows = lines.map((line) => [
    classNames[line.organisation.class],
    line.organisation.name,
    hours(line.gpuHoursAsked),
    hours(line.gpuHoursGranted),
    line.reason,
  ]);
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const print = (cells) =>
    cells
      .map((cell, i) => (i === 2 || i === 3 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  const classes = round.classes.map(
    (line) =>
      `  ${classNames[line.class].padEnd(10)} guaranteed ${hours(line.gpuHoursGuaranteed)}, asked ${hours(line.gpuHoursAsked)}, granted ${hours(line.gpuHoursGranted)} GPU-h, ${line.awarded} of ${line.requests} requests`,
  );
  return [
    `${round.call.title} (${round.reference}), published, plan ${round.planHash.slice(0, 16)}…`,
    ...classes,
    '',
    print(heads),
    print(widths.map((width) => '-'.repeat(width))),
    ...rows.map(print),
  ].join('\n');
}
