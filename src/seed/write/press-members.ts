import { newId } from '../../kernel/random.js';
import { checkedIdentifiers, slugOf } from '../../organisations/organisation.rules.js';
import { auditAll } from '../../platform/audit.service.js';
import type { SeedContext } from '../context.js';
import { pressMembers } from '../data/press-members.js';

const basis = [
  'Named in press reports of February 2025; membership today unverified.',
  'Counted among large firms because the reports do; not assessed by the portal.',
].join('\n');

/**
 * Lists companies that the press named as members: a name, a country, an active membership, and
 * nothing that would be a number or a judgement.
 */
export async function writePressMembers(context: SeedContext): Promise<void> {
  const rows = pressMembers.map(({ name, country, lei }) => ({
    id: newId(),
    membershipId: newId(),
    slug: slugOf(name),
    name,
    country,
    identifiers: lei === undefined ? [] : leiOf(lei, country),
  }));
  await context.write(async (manager) => {
    const json = JSON.stringify(rows);
    await manager.query(
      `INSERT INTO organisations (id, slug, name, country, kind, class, class_basis, fictitious, identity_locked_at)
       SELECT o.id, o.slug, o.name, o.country, 'company', 'large', $2, false, portal_now()
         FROM jsonb_to_recordset($1::jsonb) AS o(id uuid, slug text, name text, country text)`,
      [json, basis],
    );
    await manager.query(
      `INSERT INTO organisation_identifiers (id, organisation_id, kind, value, raw, state)
       SELECT (i->>'id')::uuid, (o->>'id')::uuid, i->>'kind', i->>'value', i->>'raw', i->>'state'
         FROM jsonb_array_elements($1::jsonb) o, jsonb_array_elements(o->'identifiers') i`,
      [json],
    );
    await manager.query(
      `INSERT INTO memberships (id, organisation_id, expires_at)
       SELECT o."membershipId", o.id, portal_now() + interval '1 year'
         FROM jsonb_to_recordset($1::jsonb) AS o("membershipId" uuid, id uuid)`,
      [json],
    );
    await auditAll(
      manager,
      context.portal,
      rows.flatMap(({ id, membershipId, name, country }) => [
        {
          act: 'organisation.create',
          object: { kind: 'organisation', id },
          after: { name, country, class: 'large' },
          reason: 'Public press list, unverified.',
        },
        {
          act: 'membership.start',
          object: { kind: 'membership', id: membershipId },
          after: { state: 'active', organisationId: id },
          reason: 'Public press list, unverified.',
        },
      ]),
    );
  });
}

/** MEM-1: only numbers whose check digits are right are stored. */
function leiOf(value: string, country: string) {
  const where = { code: country, name: country, viesPrefix: null };
  return checkedIdentifiers([{ kind: 'lei', value }], where).map((row) => ({
    ...row,
    id: newId(),
  }));
}
