import { setTimeout as sleep } from 'node:timers/promises';

/*
 * The SQL that the portal really sends for one request, read from PostgreSQL's own log. The bare server
 * sends these same texts, so that it can neither do less than the portal nor fall behind it.
 */

/** What the bare server knows how to fill in and to read, in the portal's order. */
const shapes = {
  list: { bearer: /FROM sessions s/, page: /FROM requests r/ },
  submit: {
    bearer: /FROM sessions s/,
    begin: /^START TRANSACTION/,
    claim: /FOR UPDATE OF r/,
    membership: /FROM memberships/,
    pools: /FROM pools p/,
    revision: /^INSERT INTO request_revisions/,
    request: /^UPDATE requests/,
    audit: /^INSERT INTO audit_event/,
    resource: /FROM requests r/,
    commit: /^COMMIT/,
  },
};

/** Keeps PostgreSQL's log of the portal's statements. Give `settings` and `log` to startPostgres. */
export class StatementLog {
  settings = { log_line_prefix: '%a|' };
  lines = [];
  rest = '';

  log = (text) => {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop();
    this.lines.push(...lines);
  };

  /**
   * Sends one request and names the statements that it caused: `{ claim: { name?, text } }`.
   * @throws Error when the portal sends others than the bare server knows.
   */
  async record(database, kind, send) {
    await switchLog(database, 'all');
    this.lines.length = 0;
    await send();
    await sleep(300);
    const found = statementsOf(this.lines);
    await switchLog(database, 'none');
    const shape = Object.entries(shapes[kind]);
    const fits = ([, pattern], place) => pattern.test(found[place]?.text ?? '');
    if (found.length !== shape.length || !shape.every(fits)) {
      const texts = found.map(({ text }) => `  ${text.replaceAll(/\s+/g, ' ').slice(0, 120)}`);
      throw new Error(
        `A ${kind} sends other statements than bench/http-baseline.mjs. Adapt it. The portal's:\n${texts.join('\n')}`,
      );
    }
    return Object.fromEntries(shape.map(([name], place) => [name, found[place]]));
  }
}

async function switchLog(database, what) {
  await database.query(`ALTER SYSTEM SET log_statement = '${what}'`);
  await database.query('SELECT pg_reload_conf()');
  await sleep(300);
}

/** News of many commits at once, some time after them: not of one request. */
const news = /^SELECT pg_notify/;

/** Statements of the portal in a log; lines that go on begin with a tab. */
function statementsOf(lines) {
  const entries = [];
  for (const line of lines) {
    if (line.startsWith('\t') && entries.length > 0)
      entries.push(`${entries.pop()}\n${line.slice(1)}`);
    else entries.push(line);
  }
  return entries.flatMap((entry) => {
    const found = /^champions-portal\|LOG: {2}(?:statement|execute ([^:]+)): ([^]+)$/.exec(entry);
    if (!found || news.test(found[2])) return [];
    const name = found[1] === undefined || found[1] === '<unnamed>' ? {} : { name: found[1] };
    return [{ ...name, text: found[2] }];
  });
}
