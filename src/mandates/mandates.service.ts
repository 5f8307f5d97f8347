import { Injectable } from '@nestjs/common';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { notify } from '../notifications/notifications.queries.js';
import { organisationPerson, organisationView } from '../organisations/organisations.queries.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { liveMandate, mandateById, mandatesPage } from './mandates.queries.js';
import { checkMandateTo, checkNoMandate, checkNotRevoked } from './mandates.rules.js';
import type { GiveMandate, MandatesQuery, MandateView } from './mandates.schemas.js';

/** Who may submit for an organisation besides its representatives (MEM-3). */
@Injectable()
export class Mandates {
  constructor(private readonly database: Database) {}

  /** @throws DomainError not-found for a foreign organisation. */
  async list(who: Principal, organisationId: string, query: MandatesQuery) {
    const { manager } = this.database;
    const ids = tenantIds(who, 'organisation.read');
    if (!(await organisationView(manager, who, ids, organisationId))) {
      throw notFound('organisation');
    }
    return await mandatesPage(manager, organisationId, query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<MandateView> {
    return found(await mandateById(this.database.manager, tenantIds(who, 'organisation.read'), id));
  }

  /**
   * Lets a manager submit in the representative's stead for a number of days.
   * @throws DomainError not-found · rule MANDATE_ROLE · conflict MANDATE_TWICE.
   */
  async give(who: Principal, organisationId: string, input: GiveMandate): Promise<MandateView> {
    return await this.database.inTransaction(who, async (manager) => {
      const ids = tenantIds(who, 'membership.submit');
      if (ids !== null && !ids.includes(organisationId)) throw notFound('organisation');
      const { name } = await lockOrganisation(manager, organisationId);
      const person = await organisationPerson(manager, null, organisationId, input.personId);
      checkMandateTo(person?.role);
      checkNoMandate((await liveMandate(manager, organisationId, input.personId)) !== null);
      await manager.query(
        `UPDATE mandates SET revoked_at = portal_now(), version = version + 1,
                updated_at = portal_now()
          WHERE organisation_id = $1 AND person_id = $2 AND revoked_at IS NULL`,
        [organisationId, input.personId],
      );
      const id = newId();
      await manager.query(
        `INSERT INTO mandates (id, organisation_id, person_id, given_by, note, expires_at)
         VALUES ($1, $2, $3, $4, $5, portal_now() + make_interval(days => $6))`,
        [id, organisationId, input.personId, who.personId, input.note, input.days],
      );
      await audit(manager, who, {
        act: 'mandate.give',
        object: { kind: 'organisation', id: organisationId },
        // Never the note, which may name a person.
        after: { mandateId: id, personId: input.personId, days: input.days },
        rule: 'MEM-3',
      });
      await notify(manager, [input.personId], {
        kind: 'mandate.given',
        details: { organisation: name },
        path: `/org/${organisationId}`,
      });
      return found(await mandateById(manager, null, id));
    });
  }

  /**
   * Takes a mandate back; what was submitted under it stays.
   * @throws DomainError not-found · conflict MANDATE_REVOKED.
   */
  async revoke(who: Principal, id: string): Promise<MandateView> {
    return await this.database.inTransaction(who, async (manager) => {
      const ids = tenantIds(who, 'membership.submit');
      const { organisationId } = found(await mandateById(manager, ids, id));
      await lockOrganisation(manager, organisationId);
      const mandate = found(await mandateById(manager, ids, id));
      checkNotRevoked(mandate.revokedAt as Date | string | null);
      await manager.query(
        `UPDATE mandates SET revoked_at = portal_now(), revoked_by = $2, version = version + 1,
                updated_at = portal_now() WHERE id = $1`,
        [id, who.personId],
      );
      await audit(manager, who, {
        act: 'mandate.revoke',
        object: { kind: 'organisation', id: organisationId },
        before: { mandateId: id, personId: mandate.person.id },
        rule: 'MEM-3',
      });
      return found(await mandateById(manager, null, id));
    });
  }
}

function found(mandate: MandateView | null): MandateView {
  if (mandate === null) throw notFound('mandate');
  return mandate;
}
