import { DomainError, type FieldProblem } from '../kernel/domain-error.js';
import type { OrganisationClass, OrganisationKind } from '../organisations/classification.rules.js';

/** The topics of an application, in the order in which they are asked. */
export const applicationSections = [
  'identity',
  'ownership',
  'activity',
  'people',
  'declarations',
] as const;
export type ApplicationSection = (typeof applicationSections)[number];

/** A declaration in force, and which version of it the applicant has accepted. */
export interface DeclarationState {
  code: string;
  /** In force. */
  version: number;
  accepted: number | null;
}

/** What the applicant writes, and what the organisation brings along. */
export interface ApplicationContent {
  motivation: string;
  aiActivity: string;
  class: OrganisationClass;
  kind: OrganisationKind;
  identifiers: number;
  hasAddress: boolean;
  hasLegalForm: boolean;
  hasWebDomain: boolean;
  hasOwnership: boolean;
  /** ROR confirmed the organisation, or an officer accepted the difference. */
  registryMatch: boolean;
  /** Differences from registries that nobody has accepted. */
  openMismatches: number;
  /** What the stored ownership graph says against the class; null: nothing. */
  classProblem: FieldProblem | null;
  declarations: readonly DeclarationState[];
  /** How many may submit: representatives, and managers with a mandate. */
  submitters: number;
}

export interface SectionState {
  section: ApplicationSection;
  complete: boolean;
  /** What stands against submitting. */
  missing: FieldProblem[];
  /** What would help the office, but is not needed. */
  advice: FieldProblem[];
}

export const motivationLengthMin = 50;
export const aiActivityLengthMin = 20;

/** MEM-8: science organisations join by a short track. */
export const trackOf = (of: OrganisationClass): 'short' | 'full' =>
  of === 'science' ? 'short' : 'full';

const problem = (pointer: string, code: string, detail: string): FieldProblem => ({
  pointer,
  code,
  detail,
});

const missingOf: Record<ApplicationSection, (content: ApplicationContent) => FieldProblem[]> = {
  identity: identityMissing,
  ownership: ({ classProblem }) => (classProblem === null ? [] : [classProblem]),
  activity: activityMissing,
  people: ({ submitters }) =>
    submitters > 0
      ? []
      : [
          problem(
            '/organisation/people',
            'NO_REPRESENTATIVE',
            'Name a legal representative: nobody could submit the application.',
          ),
        ],
  declarations: declarationsMissing,
};

/** MEM-1: at least one checked identifier. */
function identityMissing({ identifiers, class: of }: ApplicationContent): FieldProblem[] {
  if (identifiers > 0) return [];
  return [
    problem(
      '/organisation/identifiers',
      'MISSING',
      of === 'science'
        ? 'Give the organisation an identifier: its ROR id, PIC or VAT number.'
        : 'Give the organisation an identifier: its VAT number, LEI or SIREN.',
    ),
  ];
}

/** MEM-8: no pledge is asked of anybody, and science need not describe its use of AI. */
function activityMissing(content: ApplicationContent): FieldProblem[] {
  const missing: FieldProblem[] = [];
  if (content.motivation.length < motivationLengthMin) {
    const detail = `Say in at least ${motivationLengthMin} characters why you want to join.`;
    missing.push(problem('/motivation', 'TOO_SHORT', detail));
  }
  if (trackOf(content.class) === 'full' && content.aiActivity.length < aiActivityLengthMin) {
    const detail = `Describe in at least ${aiActivityLengthMin} characters what you do with AI.`;
    missing.push(problem('/aiActivity', 'TOO_SHORT', detail));
  }
  return missing;
}

function declarationsMissing({ declarations }: ApplicationContent): FieldProblem[] {
  return declarations
    .filter(({ version, accepted }) => accepted !== version)
    .map(({ code, accepted }) =>
      accepted === null
        ? problem(
            `/declarations/${code}`,
            'NOT_ACCEPTED',
            'Read this declaration and accept it: only those who do can join.',
          )
        : problem(
            `/declarations/${code}`,
            'TEXT_CHANGED',
            'The text of this declaration has changed since you accepted it. Read it again.',
          ),
    );
}

/** MEM-8: whom ROR knows and who has a representative is asked nothing else about who it is. */
function adviceOf(section: ApplicationSection, content: ApplicationContent): FieldProblem[] {
  const advice: FieldProblem[] = [];
  const advise = (applies: boolean, pointer: string, detail: string) => {
    if (applies) advice.push(problem(pointer, 'ADVICE', detail));
  };
  if (section === 'identity') {
    const { hasAddress, hasLegalForm, hasWebDomain, registryMatch, openMismatches } = content;
    advise(
      openMismatches > 0,
      '/organisation/identifiers',
      'A registry says otherwise about an identifier. Correct the identifier or the name, or the programme office decides on the difference.',
    );
    const science = trackOf(content.class) === 'short';
    advise(
      science && !registryMatch && openMismatches === 0,
      '/organisation/identifiers',
      'Give the ROR id. Once ROR has confirmed it, nothing else is asked about who you are; without it the programme office checks by hand.',
    );
    if (science && registryMatch) return advice;
    advise(!hasAddress, '/organisation/registeredAddress', 'Give the registered address.');
    advise(!hasLegalForm, '/organisation/legalForm', 'Give the legal form.');
    advise(!hasWebDomain, '/organisation/webDomain', 'Give the web domain.');
  }
  if (section === 'ownership') {
    advise(
      content.kind === 'company' && !content.hasOwnership,
      '/organisation/ownership',
      'Tell who owns the company and what it owns: until then its class rests on its own figures alone.',
    );
  }
  return advice;
}

/** How far each section is, by the same rules by which an application is refused (`checkComplete`). */
export function sectionsOf(content: ApplicationContent): SectionState[] {
  return applicationSections.map((section) => {
    const missing = missingOf[section](content);
    return {
      section,
      complete: missing.length === 0,
      missing,
      advice: adviceOf(section, content),
    };
  });
}

/** What is missing before an application can be submitted; empty when it is complete. */
export const missingIn = (content: ApplicationContent): FieldProblem[] =>
  sectionsOf(content).flatMap(({ missing }) => missing);

/** @throws DomainError rule MEM_INCOMPLETE with a pointer for each thing that is missing. */
export function checkComplete(content: ApplicationContent): void {
  const errors = missingIn(content);
  if (errors.length === 0) return;
  throw new DomainError(
    'rule',
    'MEM_INCOMPLETE',
    'The application is not complete. See "errors" for what is missing, fill it in and submit again.',
    { errors },
  );
}

/**
 * The versions that stay accepted: those in force. A text that nobody knows or that has changed is
 * refused, so that nobody accepts what they have not read.
 * @throws DomainError rule MEM_DECLARATION_UNKNOWN, MEM_DECLARATION_CHANGED
 */
export function checkDeclarations(
  given: readonly { code: string; version: number }[],
  inForce: readonly { code: string; version: number }[],
): void {
  const errors = given.flatMap(({ code, version }, at): FieldProblem[] => {
    const known = inForce.find((text) => text.code === code);
    if (known?.version === version) return [];
    return known === undefined
      ? [
          problem(
            `/declarations/${at}/code`,
            'MEM_DECLARATION_UNKNOWN',
            'There is no such declaration. Read GET /membership-declarations.',
          ),
        ]
      : [
          problem(
            `/declarations/${at}/version`,
            'MEM_DECLARATION_CHANGED',
            `Version ${known.version} of this declaration is in force. Read it, then accept that one.`,
          ),
        ];
  });
  const [first] = errors;
  if (first === undefined) return;
  throw new DomainError('rule', first.code, first.detail, { errors });
}
