import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { Passwords } from '../credentials/passwords.service.js';
import { notFound } from '../kernel/domain-error.js';
import { lockPerson } from '../people/people.queries.js';
import { PERSON_DATA, type PersonData } from '../people/person-data.rules.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { Throttles } from '../platform/throttles.service.js';
import { unkeyed } from '../sessions/sessions.rules.js';
import { dutiesOf, holdOrganisationsOf, pseudonymise, sectionOf } from './privacy.queries.js';
import { checkConfirmed, checkNoDuties, refuseDoubtfulData } from './privacy.rules.js';
import type { Erase } from './privacy.schemas.js';

/** A person's rights over what is known of them: to have it told, and to have it erased (AUD-4). */
@Injectable()
export class Privacy implements OnModuleInit {
  private data: readonly PersonData[] = [];

  constructor(
    private readonly database: Database,
    private readonly discovery: DiscoveryService,
    private readonly passwords: Passwords,
    private readonly throttles: Throttles,
  ) {}

  /** Collects what every folder knows about people. */
  onModuleInit(): void {
    this.data = this.discovery
      .getProviders()
      .filter(({ token }) => token === PERSON_DATA)
      .flatMap(({ instance }) => instance as readonly PersonData[]);
    refuseDoubtfulData(this.data);
  }

  /** AUD-4: everything about whoever asks, as of one instant. @throws DomainError throttled. */
  async export(who: Principal) {
    const personId = who.personId ?? '';
    await this.throttles.spend([['export.person', personId]]);
    return await this.database.inTransaction(
      unkeyed(who),
      async (manager) => {
        const sections: Record<string, Record<string, unknown>[]> = {};
        for (const part of this.data) {
          sections[part.section] = await sectionOf(manager, part, personId);
        }
        await audit(manager, who, {
          act: 'person.export',
          object: { kind: 'person', id: personId },
        });
        const generatedAt = await this.database.now(manager);
        return { personId, generatedAt, sections, kept: this.kept() };
      },
      'REPEATABLE READ',
    );
  }

  /** What an erasure would meet and what would stay. */
  async erasure(who: Principal) {
    const duties = await dutiesOf(this.database.manager, this.data, who.personId ?? '');
    return { duties, kept: this.kept() };
  }

  /**
   * AUD-4: erases the account of whoever asks. The row stays under a pseudonym, so that what others rest
   * on it keeps its subject; the audit chain holds, because it names people by id alone.
   * @throws DomainError rule PASSWORD_WRONG, PRIVACY_CONFIRM · conflict PRIVACY_DUTIES · throttled.
   */
  async erase(who: Principal, { email, currentPassword }: Erase): Promise<void> {
    const person = await this.passwords.prove(who, currentPassword);
    checkConfirmed(email, person.email);
    await this.database.inTransaction(unkeyed(who), (manager) =>
      this.eraseIn(manager, who, { personId: person.personId, reason: null }),
    );
  }

  /** The same for whoever is told, by the portal itself. @throws DomainError conflict · not-found. */
  async eraseIn(
    manager: EntityManager,
    who: Principal,
    { personId, reason }: { personId: string; reason: string | null },
  ): Promise<void> {
    const organisations = await holdOrganisationsOf(manager, personId);
    const person = await lockPerson(manager, personId);
    if (person === null || person.erasedAt !== null) throw notFound('person');
    checkNoDuties(await dutiesOf(manager, this.data, personId));
    for (const sql of this.data.flatMap(({ erase }) => erase ?? [])) {
      await manager.query(sql, [personId]);
    }
    await pseudonymise(manager, personId);
    for (const { organisationId, role } of organisations) {
      await audit(manager, who, {
        act: 'organisation.person-leave',
        object: { kind: 'organisation', id: organisationId },
        before: { personId, role },
      });
    }
    await audit(manager, who, {
      act: 'person.erase',
      object: { kind: 'person', id: personId },
      after: { state: 'erased' },
      reason,
      rule: 'AUD-4',
    });
  }

  private kept(): Record<string, string> {
    return Object.fromEntries(
      this.data.flatMap(({ section, kept }) => (kept === undefined ? [] : [[section, kept]])),
    );
  }
}
