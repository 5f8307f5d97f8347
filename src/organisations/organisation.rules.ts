import type { OrganisationRole } from '../access/permissions.js';
import { DomainError, type FieldProblem } from '../kernel/domain-error.js';
import { checkIdentifier } from '../kernel/identifiers.js';

/** Identifiers by which an organisation is known; people and accounts have others. */
export const organisationIdentifierKinds = ['vat', 'lei', 'ror', 'pic', 'siren', 'siret'] as const;
export type OrganisationIdentifierKind = (typeof organisationIdentifierKinds)[number];

/** How far an identifier is known to be right (MEM-1). */
export const identifierStates = [
  'syntax',
  'checksum',
  'confirmed',
  'unavailable',
  'mismatch',
] as const;
export type IdentifierState = (typeof identifierStates)[number];

export interface GivenIdentifier {
  kind: OrganisationIdentifierKind;
  value: string;
}

export interface StoredIdentifier {
  kind: OrganisationIdentifierKind;
  value: string;
  /** As it was typed. */
  raw: string;
  state: IdentifierState;
}

/** The country whose authorities give VAT and SIREN numbers: ISO code and VIES prefix. */
export interface IdentifierCountry {
  code: string;
  name: string;
  viesPrefix: string | null;
}

/**
 * MEM-1: identifiers of an organisation in their written form, each as far as it can be checked
 * without a registry: check digits, or form only for a PIC.
 * @throws DomainError rule ORG_IDENTIFIERS with one pointer per wrong one.
 */
export function checkedIdentifiers(
  given: readonly GivenIdentifier[],
  country: IdentifierCountry,
): StoredIdentifier[] {
  const errors: FieldProblem[] = [];
  const stored = given.flatMap(({ kind, value }, index) => {
    const pointer = `/identifiers/${index}`;
    if (given.findIndex((other) => other.kind === kind) < index) {
      const detail = `Give one ${kind.toUpperCase()}, not two.`;
      errors.push({ pointer: `${pointer}/kind`, code: 'IDENTIFIER_TWICE', detail });
      return [];
    }
    const checked = checkIdentifier(kind, value);
    const problem = checked.valid ? foreign(kind, checked.normal, country) : checked;
    if (problem !== null || !checked.valid) {
      const { code, detail } = problem as { code: string; detail: string };
      errors.push({ pointer: `${pointer}/value`, code: `IDENTIFIER_${code}`, detail });
      return [];
    }
    const state: IdentifierState = kind === 'pic' ? 'syntax' : 'checksum';
    return [{ kind, value: checked.normal, raw: value, state }];
  });
  if (errors.length === 0) errors.push(...disagreements(stored));
  if (errors.length > 0)
    throw new DomainError('rule', 'ORG_IDENTIFIERS', summary(errors), { errors });
  return stored;
}

const summary = (errors: readonly FieldProblem[]) =>
  errors.length === 1
    ? (errors[0]?.detail ?? '')
    : `${errors.length} identifiers cannot be right. See "errors", correct them and send them again.`;

/** A number that another country's authority gave. */
function foreign(kind: OrganisationIdentifierKind, value: string, country: IdentifierCountry) {
  const prefix = kind === 'vat' ? value.slice(0, 2) : 'FR';
  const national = kind === 'vat' || kind === 'siren' || kind === 'siret';
  if (!national || country.viesPrefix === null || country.viesPrefix === prefix) return null;
  const detail = `This ${kind.toUpperCase()} number was not given in ${country.name}, where the organisation is registered. Give the one of ${country.name}, or correct the country.`;
  return { code: 'COUNTRY', detail };
}

/** SIREN, SIRET and the French VAT number contain the same nine digits. */
function disagreements(stored: readonly StoredIdentifier[]): FieldProblem[] {
  const sirenOf = stored
    .map(({ kind, value }, index) => ({ index, kind, siren: sirenIn(kind, value) }))
    .filter(({ siren }) => siren !== null);
  const [first, ...others] = sirenOf;
  if (first === undefined) return [];
  return others
    .filter(({ siren }) => siren !== first.siren)
    .map(({ index, kind, siren }) => ({
      pointer: `/identifiers/${index}/value`,
      code: 'IDENTIFIERS_DISAGREE',
      detail: `The SIREN in this ${kind.toUpperCase()} is ${siren}, but the ${first.kind.toUpperCase()} has ${first.siren}. One of them belongs to another company.`,
    }));
}

function sirenIn(kind: OrganisationIdentifierKind, value: string): string | null {
  if (kind === 'siren') return value;
  if (kind === 'siret') return value.slice(0, 9);
  return kind === 'vat' && value.startsWith('FR') ? value.slice(4) : null;
}

/** Letters that no accent comes off. */
const spelled: Record<string, string> = { ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', đ: 'd' };

/** The part of an organisation's address: "Électricité de Paris" → `electricite-de-paris`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøßæœđ]/g, (letter) => spelled[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
  return slug === '' ? 'organisation' : slug;
}

/** What an application and a membership rest on. */
export const identityFields = [
  'name',
  'legalForm',
  'country',
  'registeredAddress',
  'kind',
  'class',
  'figures',
  'identifiers',
] as const;

/**
 * MEM-1, MEM-2: what was checked at admission cannot be swapped afterwards by those whom it serves.
 * @throws DomainError conflict ORG_IDENTITY_LOCKED naming the fields.
 */
export function checkIdentityOpen(
  changed: readonly string[],
  situation: { locked: boolean; mayOverride: boolean },
): void {
  if (!situation.locked || situation.mayOverride) return;
  const fields = identityFields.filter((field) => changed.includes(field));
  if (fields.length === 0) return;
  const detail =
    'This was checked for the membership and stays as it was while an application is decided and a membership lasts. Ask an administrator to change it.';
  throw new DomainError('conflict', 'ORG_IDENTITY_LOCKED', detail, {
    errors: fields.map((field) => ({ pointer: `/${field}`, code: 'ORG_IDENTITY_LOCKED', detail })),
  });
}

/**
 * MEM-4: nobody decides on an organisation to which they belong or are linked.
 * @throws DomainError forbidden MEM_INTERESTED.
 */
export function checkDisinterested(belongsOrIsLinked: boolean): void {
  if (!belongsOrIsLinked) return;
  throw new DomainError(
    'forbidden',
    'MEM_INTERESTED',
    'You belong or are linked to this organisation, so somebody else has to decide on it.',
  );
}

/** Somebody's role in an organisation is about to change; `to` null takes it away. */
export interface RoleChange {
  from: OrganisationRole;
  to: OrganisationRole | null;
  /** How many representatives there are now. */
  representatives: number;
  /** Whether the actor may make and unmake representatives: one of them, or an administrator. */
  actsAsRepresentative: boolean;
  /** Whether it is their own role. */
  ownRole?: boolean;
}

/**
 * An organisation always has a representative, and only representatives make or unmake one.
 * @throws DomainError forbidden ORG_REPRESENTATIVE_ONLY, conflict ORG_LAST_REPRESENTATIVE.
 */
export function checkRoleChange(change: RoleChange): void {
  const concerns = change.from === 'representative' || change.to === 'representative';
  if (concerns && !change.actsAsRepresentative) {
    throw new DomainError(
      'forbidden',
      'ORG_REPRESENTATIVE_ONLY',
      'Only a representative of the organisation can make or unmake a representative. Ask one of them.',
    );
  }
  const loses = change.from === 'representative' && change.to !== 'representative';
  if (loses && change.representatives <= 1) {
    throw new DomainError(
      'conflict',
      'ORG_LAST_REPRESENTATIVE',
      change.ownRole === true
        ? 'You are the last representative of the organisation. Hand the role over to somebody in it first, or invite one.'
        : 'This is the last representative of the organisation. Make somebody else a representative first.',
    );
  }
}
