import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { v7 as newId } from 'uuid';

/*
 * The bare server of the HTTP benchmark: node:http and pg, the portal's statements in the portal's
 * transactions, JSON in and out, and nothing else: no rules, no schemas, no framework. It gets its
 * settings as a message of its parent.
 */

const limit = 50;
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

process.once('message', ({ databaseUrl, poolMax, statements }) => {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolMax,
    options: '-c role=portal_app -c timezone=UTC',
    application_name: 'baseline',
  });
  const { list, submit } = handlers(pool, statements);
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
      const work = request.method === 'POST' ? submit(request, body) : list(request);
      work.then(
        (answer) => send(response, 200, answer),
        (error) => send(response, 500, { detail: String(error) }),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
});

function send(response, status, answer) {
  const text = JSON.stringify(answer);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

function handlers(pool, { list: lists, submit: submits }) {
  const bearerOf = async (request, { bearer }) => {
    const token = /session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const { rows } = await pool.query({ ...bearer, values: [sha256(token)] });
    if (!rows[0]) throw new Error('nobody');
    return rows[0];
  };

  return {
    async list(request) {
      const bearer = await bearerOf(request, lists);
      const tenants = Object.keys(bearer.organisations);
      const values = [tenants, tenants, null, [], null, null, null];
      const { rows } = await pool.query({ ...lists.page, values });
      return {
        items: rows.slice(0, limit),
        nextCursor: rows.length > limit ? rows[limit - 1].keysetId : null,
      };
    },

    async submit(request) {
      const bearer = await bearerOf(request, submits);
      const id = request.url.split('/')[4];
      const client = await pool.connect();
      try {
        await client.query(submits.begin);
        const answer = await sendRequest(client, submits, bearer, id);
        await client.query(submits.commit);
        return answer;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

/** The statements between START TRANSACTION and COMMIT. */
async function sendRequest(client, statements, bearer, id) {
  const run = async (name, values) => (await client.query({ ...statements[name], values })).rows;
  const tenants = Object.keys(bearer.organisations);
  const [request] = await run('claim', [id, tenants]);
  if (request?.state !== 'draft') throw new Error('not a draft');
  await run('membership', [request.organisationId]);
  await run('pools', [request.poolGroupId]);
  const content = JSON.stringify(request.content);
  const hash = sha256(content);
  const number = request.revision + 1;
  const digest = sha256(`${request.reference} ${number} ${hash}`);
  await run('revision', [newId(), id, number, content, hash, request.now, digest, bearer.personId]);
  await run('request', [id, 'submitted', number, request.now]);
  const before = JSON.stringify({ state: 'draft', revision: request.revision });
  const after = JSON.stringify({ state: 'submitted', revision: number, hash, digest });
  const act = ['request.submit', 'request', id, before, after, null, 'REQ-2', newId()];
  await run('audit', [newId(), 'person', bearer.personId, bearer.name, ...act]);
  const [resource] = await run('resource', [tenants, tenants, null, [], id]);
  return resource;
}
