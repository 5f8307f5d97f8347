import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import type { Subject } from '../documents/documents.queries.js';
import { downloadHeaders } from '../documents/documents.rules.js';
import type { UploadQuery } from '../documents/documents.schemas.js';
import { Documents } from '../documents/documents.service.js';
import { notFound } from '../kernel/domain-error.js';
import { personBelongsOrIsLinked } from '../organisations/organisations.queries.js';
import { Database } from '../platform/database.service.js';
import type { IncomingUpload } from '../platform/uploads.js';
import { claimApplication } from './applications.queries.js';
import { checkDisinterested, checkWritable } from './memberships.rules.js';

const subjectOf = (id: string): Subject => ({ kind: 'membership-application', id });

/** What applicants hand in beside the form: proof of a mandate, accounts, a register extract. */
@Injectable()
export class ApplicationDocuments {
  constructor(
    private readonly database: Database,
    private readonly documents: Documents,
  ) {}

  /**
   * Adds a file while the application can be written.
   * @throws DomainError not-found for a foreign one · conflict MEM_APPLICATION_FIXED · as `Documents.take`.
   */
  async add(who: Principal, id: string, { kind }: UploadQuery, incoming: IncomingUpload) {
    return await this.documents.take(who, incoming, async (manager) => {
      const organisationId = await claimWritable(manager, who, id);
      return { organisationId, subject: subjectOf(id), kind };
    });
  }

  /** @throws DomainError not-found · forbidden MEM_INTERESTED. */
  async list(who: Principal, id: string) {
    const { manager } = this.database;
    return await this.documents.list(manager, await readable(manager, who, id));
  }

  /** @throws DomainError not-found · forbidden MEM_INTERESTED. */
  async one(who: Principal, id: string, documentId: string) {
    const { manager } = this.database;
    return await this.documents.one(manager, await readable(manager, who, id), documentId);
  }

  /** The content with its headers. @throws DomainError not-found · forbidden MEM_INTERESTED. */
  async open(who: Principal, id: string, documentId: string) {
    const { manager } = this.database;
    const subject = await readable(manager, who, id);
    const { document, content } = await this.documents.open(manager, subject, documentId);
    return { headers: downloadHeaders(document), content };
  }

  /**
   * Removes a file while the application can be written.
   * @throws DomainError not-found · conflict MEM_APPLICATION_FIXED · stale.
   */
  async remove(who: Principal, id: string, documentId: string, version: number): Promise<void> {
    await this.database.inTransaction(who, async (manager) => {
      await claimWritable(manager, who, id);
      const subject = subjectOf(id);
      await this.documents.removeIn(manager, who, { subject, id: documentId, version });
    });
  }
}

/** Holds the application, which must be one's own and open for changes; tells its organisation. */
async function claimWritable(manager: EntityManager, who: Principal, id: string): Promise<string> {
  const ids = tenantIds(who, 'membership.draft');
  const application = await claimApplication(manager, ids, id, undefined);
  checkWritable(application.state);
  return application.organisationId;
}

/**
 * Representatives and managers read what their organisation handed in. The office reads everybody's,
 * except of organisations to which the reader belongs or is linked (MEM-4).
 */
async function readable(manager: EntityManager, who: Principal, id: string): Promise<Subject> {
  const [row] = await manager.query<{ organisationId: string }[]>(
    `SELECT organisation_id AS "organisationId" FROM membership_applications
      WHERE id = $1 AND ($2::uuid[] IS NULL OR organisation_id = ANY($2))`,
    [id, tenantIds(who, 'document.read')],
  );
  if (!row) throw notFound('membership application');
  const role = who.organisations.get(row.organisationId);
  if (role !== 'representative' && role !== 'manager' && who.personId !== null) {
    checkDisinterested(await personBelongsOrIsLinked(manager, who.personId, row.organisationId));
  }
  return subjectOf(id);
}
