import { Injectable } from '@nestjs/common';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { newestOwnership } from '../classification/classifications.queries.js';
import { notFound } from '../kernel/domain-error.js';
import { organisationView } from '../organisations/organisations.queries.js';
import { Database } from '../platform/database.service.js';
import { candidatesFor, claimsOn } from './duplicates.queries.js';
import { duplicateReasons } from './duplicates.rules.js';
import { nameSimilarity, sameNameScore } from './names.rules.js';
import { identifierRows } from './registries.queries.js';
import type { Parent } from './registries.rules.js';
import type { DuplicatesView, OwnershipSuggestionsView } from './registries.schemas.js';

const shownMax = 50;

/** What an officer looks at beside an application: who may be the same, and who stands above. */
@Injectable()
export class Duplicates {
  constructor(private readonly database: Database) {}

  /** @throws DomainError not-found for an unknown organisation. */
  async of(who: Principal, organisationId: string): Promise<DuplicatesView> {
    const { manager } = this.database;
    const ids = tenantIds(who, 'duplicate.read');
    const own = await organisationView(manager, who, ids, organisationId);
    if (own === null) throw notFound('organisation');
    const candidates = await candidatesFor(manager, organisationId);
    const items = candidates
      .map(({ webDomain, sameNumbers, claimed, ...other }) => {
        const compared = { name: other.name, country: other.country, webDomain };
        const reasons = duplicateReasons(own, { ...compared, sameNumbers, claimed });
        return { ...other, score: reasons[0]?.score ?? 0, reasons };
      })
      .filter(({ reasons }) => reasons.length > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, shownMax);
    return { organisationId, items, claims: await claimsOn(manager, organisationId) };
  }

  /**
   * Parents by GLEIF, as suggestions for the ownership graph: a consolidating parent is no share of
   * capital or votes, so that nothing of it is applied by itself.
   * @throws DomainError not-found for an unknown or a foreign organisation.
   */
  async parentsOf(who: Principal, organisationId: string): Promise<OwnershipSuggestionsView> {
    const { manager } = this.database;
    const ids = tenantIds(who, 'organisation.read');
    if ((await organisationView(manager, who, ids, organisationId)) === null) {
      throw notFound('organisation');
    }
    const rows = await identifierRows(manager, organisationId);
    const check = rows.find(({ kind }) => kind === 'lei')?.check ?? null;
    const answer = check?.answer?.found === true ? check.answer : null;
    const graph = (await newestOwnership(manager, organisationId))?.graph;
    const known = graph?.enterprises.map(({ id }) => id) ?? [];
    return {
      organisationId,
      source: answer === null ? '' : 'GLEIF',
      consultedAt: answer === null ? null : (check?.consultedAt ?? null),
      complete: answer !== null && answer.parents !== null,
      items: (answer?.parents ?? []).map((parent) => suggestionOf(parent, known)),
    };
  }
}

function suggestionOf(parent: Parent, known: readonly string[]) {
  const { relation, lei, name, country } = parent;
  const level = relation === 'direct' ? 'directly' : 'at the top of the group';
  return {
    ...parent,
    known: known.some((id) => id === lei || nameSimilarity(id, name) >= sameNameScore),
    detail: `GLEIF has ${name} (LEI ${lei}${country === null ? '' : `, ${country}`}) as the parent that consolidates this organisation ${level}. Add it with its share of capital and votes.`,
  };
}
