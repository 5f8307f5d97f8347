import { newId } from '../../src/kernel/random.js';
import type { Portal } from '../harness/portal.js';
import { aMember, type MadeOrganisation, type OrganisationWish } from './organisations.js';
import { aPerson, type TestPerson } from './people.js';

type Store = Pick<Portal, 'manager'>;

export interface MadeMember extends MadeOrganisation {
  membershipId: string;
  representative: TestPerson;
}

/** A member with a representative, who reads `locale`; its membership runs out in `days` days. */
export async function aMemberWith(
  portal: Store,
  wish: OrganisationWish & { locale?: 'en' | 'fr' | 'de'; days?: number } = {},
): Promise<MadeMember> {
  const { locale, days, ...organisation } = wish;
  const representative = await aPerson(portal);
  if (locale !== undefined) {
    await portal.manager.query(`UPDATE people SET locale = $2 WHERE id = $1`, [
      representative.id,
      locale,
    ]);
  }
  const made = await aMember(portal, { ...organisation, representative });
  if (days !== undefined) {
    await portal.manager.query(
      `UPDATE memberships SET expires_at = portal_now() + make_interval(days => $2) WHERE id = $1`,
      [made.membershipId, days],
    );
  }
  return { ...made, representative };
}

let pics = 800_000_000;

/** Gives an organisation an identifier that nobody else has. */
export async function anIdentifier({ manager }: Store, organisationId: string): Promise<void> {
  await manager.query(
    `INSERT INTO organisation_identifiers (id, organisation_id, kind, value, raw, state)
     VALUES ($1, $2, 'pic', $3, $3, 'syntax')`,
    [newId(), organisationId, String((pics += 1))],
  );
}
