import type { EntityManager } from 'typeorm';
import type { DeclarationText } from './applications.schemas.js';

/** Texts in force: of each code the newest version that holds today. */
export const declarationsInForce = `SELECT DISTINCT ON (t.code) t.code, t.version, t.place, t.title, t.body,
    t.valid_from
  FROM declaration_texts t
 WHERE t.valid_from <= portal_now()::date AND (t.valid_to IS NULL OR t.valid_to >= portal_now()::date)
 ORDER BY t.code, t.version DESC`;

/** What applicants declare, in the three languages. */
export async function declarationTexts(manager: EntityManager): Promise<DeclarationText[]> {
  return await manager.query<DeclarationText[]>(
    `SELECT d.code, d.version, d.title, d.body, to_char(d.valid_from, 'YYYY-MM-DD') AS "validFrom"
       FROM (${declarationsInForce}) d ORDER BY d.place, d.code`,
  );
}

/** Makes the list of what an application accepts; what it accepted before in the same version stays. */
export async function acceptDeclarations(
  manager: EntityManager,
  applicationId: string,
  personId: string | null,
  accepted: readonly { code: string; version: number }[],
): Promise<void> {
  await manager.query(
    `DELETE FROM application_declarations d
      WHERE d.application_id = $1 AND NOT EXISTS (
        SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS a(code text, version integer)
         WHERE a.code = d.code AND a.version = d.version)`,
    [applicationId, JSON.stringify(accepted)],
  );
  await manager.query(
    `INSERT INTO application_declarations (application_id, code, version, accepted_by)
     SELECT $1, a.code, a.version, $3
       FROM jsonb_to_recordset($2::jsonb) AS a(code text, version integer)
     ON CONFLICT (application_id, code) DO NOTHING`,
    [applicationId, JSON.stringify(accepted), personId],
  );
}
