import type { FieldProblem } from '../kernel/domain-error.js';
import { DomainError } from '../kernel/domain-error.js';
import type { OrganisationKind } from '../organisations/classification.rules.js';
import { classifyOwnership, type OwnershipClass } from './classify.rules.js';
import { asProblem, checkSubjectKind } from './organisation-graph.rules.js';
import { ownershipProblems, readOwnership } from './ownership.rules.js';

/**
 * MEM-2: what is wrong with a graph that is being written, at its fields, and the class that would
 * follow from it once nothing is.
 * @param kind of the organisation whose graph it is.
 * @param day ISO date whose ceilings count.
 */
export function ownershipFindings(
  value: unknown,
  kind: OrganisationKind,
  day: string,
): { problems: FieldProblem[]; result: OwnershipClass | null } {
  const problems = ownershipProblems(value).map(({ pointer, sentence }) => ({
    pointer,
    code: 'OWN_GRAPH',
    detail: sentence,
  }));
  if (problems.length > 0) return { problems, result: null };
  try {
    const graph = readOwnership(value);
    checkSubjectKind(graph, kind);
    return { problems, result: asProblem(() => classifyOwnership(graph, day)) };
  } catch (error) {
    if (error instanceof DomainError) return { problems: [...error.errors], result: null };
    throw error;
  }
}
