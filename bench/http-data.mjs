import { createHash, randomBytes } from 'node:crypto';

/*
 * Made-up data for the HTTP benchmark, by set-based SQL: members with a signed-in representative each,
 * one open call, sent requests for the lists, and drafts that are ready to be sent.
 */

const members = 40;
const requestsPerMember = 200;

/**
 * Fills an empty, migrated database. Returns the session cookie of each organisation's representative.
 */
export async function makeData(database) {
  const tokens = Array.from({ length: members }, () => randomBytes(32).toString('base64url'));
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'));
  await database.query(places);
  await database.query(people, [hashes]);
  await database.query(requests, [members * requestsPerMember, 'submitted', '1 hour']);
  await database.query(revisions);
  await database.query('VACUUM ANALYZE');
  const { rows } = await database.query(
    `SELECT m.organisation_id AS id, s.token_hash AS hash
       FROM sessions s JOIN organisation_people m USING (person_id)`,
  );
  return new Map(rows.map(({ id, hash }) => [id, `session=${tokens[hashes.indexOf(hash)]}`]));
}

/** Gives requests for lists, of one member after the other. */
export function listing({ cookies }) {
  const next = cycle([...cookies.values()]);
  return () => ({ method: 'GET', path: '/api/v1/requests', headers: { cookie: next() } });
}

/** Gives requests for single sent requests. */
export async function reading({ database, cookies }) {
  const { rows } = await database.query(
    `SELECT id, organisation_id AS "organisationId" FROM requests WHERE state = 'submitted' LIMIT 2000`,
  );
  const next = cycle(rows);
  return () => {
    const { id, organisationId } = next();
    const headers = { cookie: cookies.get(organisationId) };
    return { method: 'GET', path: `/api/v1/requests/${id}`, headers };
  };
}

/**
 * Makes drafts, older than all that the lists' first pages show, and gives requests that send each of
 * them once. Settles the tables, so that PostgreSQL does not tidy up while the clock runs.
 */
export async function submitting({ database, cookies }, count) {
  const { rows } = await database.query(requests, [count, 'draft', '1 year']);
  await database.query('VACUUM ANALYZE requests, request_revisions, audit_event, audit_tail');
  await database.query('CHECKPOINT');
  const next = cycle(rows);
  return () => {
    const { id, organisationId } = next();
    const headers = {
      cookie: cookies.get(organisationId),
      'content-type': 'application/json',
      'if-match': '"1"',
    };
    return { method: 'POST', path: `/api/v1/requests/${id}/submit`, headers, body: '{}' };
  };
}

function cycle(all) {
  let turn = -1;
  return () => all[(turn += 1) % all.length];
}

/** A pool group of three pools and one open call for everybody. */
const places = `
INSERT INTO countries (code, name, eu_member, digital_europe, horizon_europe, valid_from, source)
  VALUES ('FR', 'France', true, true, true, '2021-01-01', 'Made for a benchmark.');
INSERT INTO sites (id, slug, name, kind, state, country, source)
  VALUES (uuidv7(), 'bench', 'Benchmark', 'ai_factory', 'operating', 'FR', 'Made for a benchmark.');
INSERT INTO partitions (id, site_id, name, accelerator, accelerators, accelerators_per_node,
                        peak_tflops, source)
  SELECT uuidv7(), id, 'GPU', 'Accelerator', 4000, 4, 990, 'Made for a benchmark.' FROM sites;
INSERT INTO pool_groups (id, slug, name) VALUES (uuidv7(), 'bench', 'Benchmark');
INSERT INTO pools (id, pool_group_id, partition_id, name, funding_source, starts_at, ends_at,
                   accelerators, availability_ppm, gross_gpu_seconds)
  SELECT uuidv7(), g.id, t.id, 'Pool ' || n, 'union', now(), now() + interval '1 year', 1000, 900000,
         28000000000
    FROM pool_groups g, partitions t, generate_series(1, 3) n;
INSERT INTO access_modes (code, name, audience, classes, ask_min_gpu_seconds, ask_max_gpu_seconds,
                          months, expert_review, turnaround, selection, valid_from, source)
  VALUES ('bench', 'Benchmark', 'Everybody', ARRAY['large', 'sme', 'science'], 3600, 3600000000,
          ARRAY[1, 3, 6, 12], false, '10 working days', 'None', '2025-01-01', 'Made for a benchmark.');
INSERT INTO calls (id, title, access_mode, pool_group_id, state, opens_at, cut_off_at, classes,
                   ask_min_gpu_seconds, ask_max_gpu_seconds, months, criteria, reviews_per_request,
                   threshold_total, review_due_at, allocate_at, acceptance_days, opened_at)
  SELECT uuidv7(), 'Benchmark call', 'bench', id, 'open', now(), now() + interval '10 days',
         ARRAY['large', 'sme', 'science'], 3600, 3600000000, ARRAY[1, 3, 6, 12], '[]', 0,
         0, now() + interval '20 days', now() + interval '30 days', 14, now() FROM pool_groups;
`;

/**
 * `$1`: hashes of session tokens, one for each member. Sessions are seen for the last time in an hour,
 * so that nobody has to note their use while the clock runs.
 */
const people = `
WITH wished AS (SELECT hash, n FROM unnest($1::text[]) WITH ORDINALITY AS w(hash, n)),
  persons AS (INSERT INTO people (id, email, email_normal, name)
    SELECT uuidv7(), 'p' || n || '@example.test', 'p' || n || '@example.test', 'Person ' || n
      FROM wished RETURNING id, split_part(name, ' ', 2)::bigint AS n),
  keys AS (INSERT INTO credentials (person_id, password_hash) SELECT id, 'none' FROM persons),
  seats AS (INSERT INTO sessions (id, person_id, token_hash, last_seen_at, expires_at, ip, user_agent)
    SELECT uuidv7(), p.id, w.hash, now() + interval '1 hour', now() + interval '12 hours',
           '127.0.0.1', 'bench' FROM persons p JOIN wished w USING (n)),
  firms AS (INSERT INTO organisations (id, slug, name, country, kind, class, class_basis, fictitious)
    SELECT uuidv7(), 'bench-' || n, 'Member ' || n, 'FR', 'company', 'sme', 'Made for a benchmark.',
           true FROM wished RETURNING id, split_part(name, ' ', 2)::bigint AS n),
  admitted AS (INSERT INTO memberships (id, organisation_id, expires_at)
    SELECT uuidv7(), id, now() + interval '1 year' FROM firms)
INSERT INTO organisation_people (organisation_id, person_id, role)
  SELECT f.id, p.id, 'representative' FROM firms f JOIN persons p USING (n)`;

/** `$1` requests in state `$2`, spread over the members, the newest made `$3` ago, one each second. */
const requests = `
INSERT INTO requests (id, call_id, organisation_id, state, title, content, receipt_at, revision,
                      created_by, created_at, updated_at)
  SELECT uuidv7(), c.id, m.organisation_id, $2, content->>'title', content,
         CASE WHEN $2 <> 'draft' THEN c.opens_at END, ($2 <> 'draft')::int, m.person_id, at, at
    FROM generate_series(1, $1::int) n
    JOIN (SELECT organisation_id, person_id, row_number() OVER (ORDER BY organisation_id) - 1 AS place,
                 count(*) OVER () AS places FROM organisation_people) m ON m.place = n % m.places,
    LATERAL (SELECT now() - $3::interval - n * interval '1 second' AS at) times,
    calls c, LATERAL (SELECT jsonb_build_object(
      'title', 'A language model for Baltic law, part ' || n,
      'summary', 'Pre-training of an open language model on legal texts of three countries.',
      'purpose', repeat('The model makes court decisions searchable. Nothing comparable exists. ', 12),
      'startsOn', to_char(c.allocate_at, 'YYYY-MM-DD'), 'months', 3, 'gpus', 64,
      'gpuSecondsAsked', '3600000', 'gpuSecondsMinimum', '1800000',
      'poolIds', (SELECT jsonb_agg(id) FROM pools)) AS content) contents
  RETURNING id, organisation_id AS "organisationId"`;

const revisions = `
INSERT INTO request_revisions (id, request_id, number, content, content_hash, receipt_at,
                               receipt_digest, submitted_by)
  SELECT uuidv7(), id, 1, content, encode(sha256(content::text::bytea), 'hex'), receipt_at,
         encode(sha256(id::text::bytea), 'hex'), created_by FROM requests WHERE revision = 1`;
