import { fieldError, type DomainError } from '../kernel/domain-error.js';
import type { Figures, OrganisationKind } from '../organisations/classification.rules.js';
import type { Step } from './classify.rules.js';
import { OwnershipRefused } from './ownership.rules.js';
import type { HolderKind, Ownership } from './ownership.schemas.js';

const kindsOf: Record<OrganisationKind, readonly [HolderKind, ...HolderKind[]]> = {
  company: ['enterprise', 'venture_capital', 'institutional_investor', 'public_investment'],
  university: ['university'],
  research_organisation: ['university'],
  public_body: ['public_body', 'local_authority'],
};

/** What an organisation says of itself, as a graph that is to be completed. */
export function draftGraph(organisation: {
  name: string;
  kind: OrganisationKind;
  figures: Figures | null;
}): Ownership {
  const { name, kind, figures } = organisation;
  const id = name.slice(0, 100);
  const years =
    figures === null
      ? []
      : [
          {
            year: figures.year,
            awu: figures.headcount,
            turnoverCents: figures.turnoverCents,
            balanceCents: figures.balanceCents,
          },
        ];
  return {
    subject: id,
    holderRegime: 'sme',
    enterprises: [{ id, kind: kindsOf[kind][0], years }],
    persons: [],
    links: [],
  };
}

/**
 * The subject of an organisation's graph is of the organisation's kind: class science does not follow
 * from a graph that calls a company a university.
 * @throws DomainError rule OWN_SUBJECT_KIND
 */
export function checkSubjectKind(graph: Ownership, kind: OrganisationKind): void {
  const at = graph.enterprises.findIndex(({ id }) => id === graph.subject);
  const given = graph.enterprises[at]?.kind;
  if (given === undefined || kindsOf[kind].includes(given)) return;
  const fitting = kindsOf[kind].map((one) => `"${one}"`).join(' or ');
  throw fieldError(
    `/enterprises/${at}/kind`,
    'OWN_SUBJECT_KIND',
    `The organisation is a ${kind.replaceAll('_', ' ')}, so its kind here is ${fitting}. Correct it, or the kind of the organisation.`,
  );
}

/** Runs what may refuse a graph; the refusal becomes a problem with its pointer. */
export function asProblem<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof OwnershipRefused ? graphProblem(error) : error;
  }
}

const graphProblem = ({ pointer, sentence }: OwnershipRefused): DomainError =>
  fieldError(pointer, 'OWN_GRAPH', sentence);

const basisStepsMax = 40;

/**
 * How the class follows, a sentence a line, as the organisation shows it. Of a large group only what
 * is said of the subject itself: the whole computation stays with the classification.
 */
export function basisOf(steps: readonly Step[], subject: string): string {
  const shown =
    steps.length <= basisStepsMax
      ? steps
      : steps.filter(({ enterprise }) => enterprise === subject);
  return shown.map(({ article, text }) => `${article}: ${text}`).join('\n');
}

/**
 * MEM-2: whoever applies as an SME has to be one by the ownership graph that is stored.
 * @throws DomainError rule MEM_CLASS_OWNERSHIP
 */
export function checkClaim(claimed: string, computed: string): void {
  if (claimed !== 'sme' || computed === 'sme') return;
  throw fieldError(
    '/organisation/class',
    'MEM_CLASS_OWNERSHIP',
    'By the ownership graph that you stored, the organisation is not an SME. Correct the graph, or compute the classification and apply with the class that follows.',
  );
}
