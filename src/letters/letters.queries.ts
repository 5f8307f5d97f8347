import type { EntityManager } from 'typeorm';
import { notFound } from '../kernel/domain-error.js';
import type { Locale } from '../people/person.entity.js';
import { keysetPage } from '../platform/keyset.js';
import type { LettersQuery, LetterView } from './letters.schemas.js';

const select = `l.id, l.reference, l.kind, l.locale,
  jsonb_build_object('id', l.organisation_id, 'name', l.addressee) AS organisation, l.subject,
  jsonb_build_object('kind', l.object_kind, 'id', l.object_id) AS about,
  CASE WHEN l.appeal_until IS NOT NULL THEN jsonb_build_object('kind', l.appeal_kind,
    'until', to_char(l.appeal_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'open', l.appeal_until > portal_now()) END AS appeal,
  l.attention, l.paragraphs, l.version, l.created_at AS "createdAt", l.updated_at AS "updatedAt"`;
const visible = `($1::uuid[] IS NULL OR l.organisation_id = ANY($1))`;

/** One page of the letters to the organisations that `ids` names (null: all), newest first. */
export async function lettersPage(
  manager: EntityManager,
  ids: string[] | null,
  query: LettersQuery,
) {
  return await keysetPage<LetterView>(
    manager,
    {
      from: 'FROM letters l',
      select,
      where: [
        visible,
        `($2::uuid IS NULL OR l.organisation_id = $2)`,
        `($3::text IS NULL OR l.kind = $3)`,
        `($4::uuid IS NULL OR l.object_id = $4)`,
      ],
      parameters: [ids, query.organisation ?? null, query.kind ?? null, query.about ?? null],
      id: 'l.id',
      sorts: { createdAt: { expression: 'l.created_at', type: 'timestamptz' } },
      sortDefault: '-createdAt',
    },
    query,
  );
}

/** @throws DomainError not-found for an unknown letter or one to another organisation. */
export async function letterView(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
): Promise<LetterView> {
  const [row] = await manager.query<LetterView[]>(
    `SELECT ${select} FROM letters l WHERE ${visible} AND l.id = $2`,
    [ids, id],
  );
  if (!row) throw notFound('letter');
  return row;
}

/** To whom a letter goes: the organisation, its representatives, the language of the first of them. */
export async function addresseeOf(
  manager: EntityManager,
  organisationId: string,
): Promise<{ name: string; attention: string[]; personIds: string[]; locale: Locale }> {
  const [row] = await manager.query<
    { name: string; attention: string[]; personIds: string[]; locale: Locale | null }[]
  >(
    `SELECT o.name, coalesce(array_agg(p.name ORDER BY op.created_at, p.id) FILTER (WHERE p.id IS NOT NULL), '{}') AS attention,
            coalesce(array_agg(p.id) FILTER (WHERE p.id IS NOT NULL), '{}') AS "personIds",
            (array_agg(p.locale ORDER BY op.created_at, p.id) FILTER (WHERE p.id IS NOT NULL))[1] AS locale
       FROM organisations o
       LEFT JOIN organisation_people op ON op.organisation_id = o.id AND op.role = 'representative'
       LEFT JOIN people p ON p.id = op.person_id
      WHERE o.id = $1 GROUP BY o.id, o.name`,
    [organisationId],
  );
  if (!row) throw notFound('organisation');
  return { ...row, locale: row.locale ?? 'en' };
}
