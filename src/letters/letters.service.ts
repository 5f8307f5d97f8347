import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { newId } from '../kernel/random.js';
import { notify } from '../notifications/notifications.queries.js';
import { Database } from '../platform/database.service.js';
import { noteNews } from '../platform/news.service.js';
import type { LetterKind } from './letter-kinds.rules.js';
import { letterText, type AppealNote, type LetterValues } from './letters.rules.js';
import { addresseeOf, letterView, lettersPage } from './letters.queries.js';
import type { LettersQuery, LetterView } from './letters.schemas.js';

export interface NewLetter {
  kind: LetterKind;
  organisationId: string;
  /** What was decided, as the audit names it. */
  about: { kind: string; id: string };
  /** Fills the gaps; `organisation` and `appealUntil` are filled already. */
  values?: LetterValues;
  appeal?: AppealNote;
}

/** Letters to organisations about what was decided on them. */
@Injectable()
export class Letters {
  constructor(private readonly database: Database) {}

  /** Letters to one's own organisations; all of them for officers and auditors. */
  async list(who: Principal, query: LettersQuery) {
    return await lettersPage(this.database.manager, tenantIds(who, 'letter.read'), query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<LetterView> {
    return await letterView(this.database.manager, tenantIds(who, 'letter.read'), id);
  }

  /**
   * Writes a letter in the language of the organisation's representative, in the transaction of the
   * decision that it tells: no decision without its letter, no letter without its decision (MEM-5);
   * its representatives are notified. It is kept as it reads now, whatever texts and names become later.
   * @returns the id of the letter.
   */
  async write(
    manager: EntityManager,
    { kind, organisationId, about, values = {}, appeal }: NewLetter,
  ): Promise<string> {
    const id = newId();
    const { name, attention, personIds, locale } = await addresseeOf(manager, organisationId);
    const { subject, paragraphs } = letterText(kind, locale, {
      organisation: name,
      appealUntil: appeal?.until ?? null,
      ...values,
    });
    await manager.query(
      `INSERT INTO letters (id, organisation_id, kind, locale, addressee, attention, subject, paragraphs,
                            object_kind, object_id, appeal_kind, appeal_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        organisationId,
        kind,
        locale,
        name,
        attention,
        subject,
        JSON.stringify(paragraphs),
        about.kind,
        about.id,
        appeal?.kind ?? null,
        appeal?.until ?? null,
      ],
    );
    await notify(manager, personIds, {
      kind: 'letter.sent',
      details: { subject },
      path: `/letters/${id}`,
    });
    noteNews(manager, [{ kind: 'letter', id }]);
    return id;
  }
}
