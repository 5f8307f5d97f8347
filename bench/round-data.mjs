/*
 * Made-up data for the benchmark of a whole round, by set-based SQL: three pools, organisations with ten
 * ranked requests each, of three classes and skewed sizes, some with a minimum, some of single undertakings.
 */

/** Fills an empty, migrated database with so many ranked requests; returns the id of their closed call. */
export async function makeRound(database, requests) {
  await database.query(places);
  const applicants = Math.ceil(requests / 10);
  await database.query(organisations, [applicants]);
  await database.query(ranked, [requests, applicants]);
  await database.query(revisions);
  await database.query(capacity);
  await database.query(policy);
  await database.query('VACUUM ANALYZE');
  const { rows } = await database.query('SELECT id FROM calls');
  return rows[0].id;
}

const places = `
INSERT INTO people (id, email, email_normal, name)
  VALUES (uuidv7(), 'bench@example.test', 'bench@example.test', 'Benchmark');
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
          ARRAY[3], true, 'none', 'By rank', '2025-01-01', 'Made for a benchmark.');
INSERT INTO calls (id, title, access_mode, pool_group_id, state, opens_at, cut_off_at, classes,
                   ask_min_gpu_seconds, ask_max_gpu_seconds, months, criteria, reviews_per_request,
                   threshold_total, review_due_at, allocate_at, acceptance_days, opened_at)
  SELECT uuidv7(), 'Benchmark call', 'bench', id, 'closed', now() - interval '30 days',
         now() - interval '1 hour', ARRAY['large', 'sme', 'science'], 3600, 3600000000, ARRAY[3], '[]', 0,
         0, now() - interval '1 hour', now() - interval '1 hour', 14, now() - interval '30 days'
    FROM pool_groups;
`;

const organisations = `
INSERT INTO organisations (id, slug, name, country, kind, class, class_basis, fictitious, group_id)
  SELECT uuidv7(), 'bench-' || n, 'Organisation ' || n, 'FR', 'company',
         (ARRAY['large', 'sme', 'sme', 'science'])[n % 4 + 1], 'Made for a benchmark.', true, NULL
    FROM generate_series(1, $1::int) n`;

const ranked = `
INSERT INTO requests (id, call_id, organisation_id, state, title, content, receipt_at, revision, score,
                      created_by)
  SELECT uuidv7(), c.id, o.id, 'ranked', 'Request ' || n, jsonb_build_object(
           'title', 'Request ' || n, 'summary', 'Made for a benchmark.',
           'purpose', repeat('The model makes court decisions searchable. ', 6),
           'startsOn', to_char(c.allocate_at + interval '1 day', 'YYYY-MM-DD'), 'months', 3, 'gpus', 64,
           'gpuSecondsAsked', (ask * 3600)::text,
           'gpuSecondsMinimum', (CASE WHEN n % 4 = 0 THEN ask * 1800 ELSE 0 END)::text,
           'poolIds', CASE n % 3 WHEN 0 THEN pools.ids WHEN 1 THEN pools.ids - 0 ELSE pools.ids - 2 END),
         c.cut_off_at - n % 86400 * interval '1 second', 1, 600 + n * 7919 % 400, p.id
    FROM generate_series(1, $1::bigint) n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM organisations) o
      ON o.place = n % $2::int,
    LATERAL (SELECT 10 + (exp(n * 7919 % 1000 / 145.0))::bigint AS ask) sizes,
    calls c, people p, (SELECT jsonb_agg(id ORDER BY name) AS ids FROM pools) pools`;

const revisions = `
INSERT INTO request_revisions (id, request_id, number, content, content_hash, receipt_at, receipt_digest,
                               submitted_by)
  SELECT uuidv7(), id, 1, content, encode(sha256(id::text::bytea), 'hex'), receipt_at,
         encode(sha256(title::bytea), 'hex'), created_by FROM requests`;

/** Released time for half of what is asked, as the ledger has it. */
const capacity = `
INSERT INTO ledger_accounts (id, kind, pool_id, limited, credits_posted)
  SELECT uuidv7(), 'unallocated', p.id, true, a.asked / 6
    FROM pools p, (SELECT sum((content->>'gpuSecondsAsked')::bigint)::bigint AS asked FROM requests) a`;

const policy = `
INSERT INTO quota_policies (id, pool_group_id, number, state, rules, drafted_by, effective_from)
  SELECT uuidv7(), g.id, 1, 'effective', jsonb_build_object(
           'borrowWeights', '{"large": 1, "sme": 2, "science": 2}'::jsonb,
           'pools', (SELECT jsonb_agg(jsonb_build_object('poolId', id, 'guarantees',
              '{"large": 300000, "sme": 400000, "science": 200000}'::jsonb)) FROM pools),
           'organisationCapPpm', 1000000, 'groupCapPpm', 1000000,
           'scoreBands', '[{"fromScore": 0, "weight": 1}, {"fromScore": 750, "weight": 2}, {"fromScore": 900, "weight": 3}]'::jsonb,
           'halfLifeDays', 180, 'minimumGrantGpuSeconds', '0'),
         p.id, now() - interval '1 day'
    FROM pool_groups g, people p`;
