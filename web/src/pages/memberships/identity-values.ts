import type { ChangeOrganisation, Organisation } from '../../api/shapes';

const kinds = ['vat', 'lei', 'ror', 'pic', 'siren', 'siret'] as const;
type Kind = (typeof kinds)[number];

interface Address {
  street: string;
  postalCode: string;
  city: string;
}

/** What the form of the identity holds. */
export interface IdentityValues {
  name: string;
  legalForm: string;
  webDomain: string;
  description: string;
  registered: Address;
  /** Whether letters go to another address. */
  elsewhere: boolean;
  postal: Address & { country: string };
  identifiers: Record<Kind, string>;
}

export function identityValues(organisation: Organisation): IdentityValues {
  const { registeredAddress, postalAddress, identifiers } = organisation;
  const typed = new Map<string, string>(identifiers.map(({ kind, raw }) => [kind, raw]));
  return {
    name: organisation.name,
    legalForm: organisation.legalForm,
    webDomain: organisation.webDomain ?? '',
    description: organisation.description,
    registered: registeredAddress ?? { street: '', postalCode: '', city: organisation.city },
    elsewhere: postalAddress !== null,
    postal: postalAddress ?? {
      street: '',
      postalCode: '',
      city: '',
      country: organisation.country,
    },
    identifiers: Object.fromEntries(kinds.map((kind) => [kind, typed.get(kind) ?? ''])) as Record<
      Kind,
      string
    >,
  };
}

/** A merge patch of what differs from what the server has. */
export function identityPatch(values: IdentityValues, known: Organisation): ChangeOrganisation {
  const patch: ChangeOrganisation = {};
  const before = identityValues(known);
  const differs = (field: keyof IdentityValues) =>
    JSON.stringify(values[field]) !== JSON.stringify(before[field]);
  if (differs('name')) patch.name = values.name;
  if (differs('legalForm')) patch.legalForm = values.legalForm;
  if (differs('webDomain')) patch.webDomain = values.webDomain.trim() || null;
  if (differs('description')) patch.description = values.description;
  if (differs('registered')) Object.assign(patch, registeredPatch(values.registered));
  if (differs('elsewhere') || (values.elsewhere && differs('postal'))) {
    patch.postalAddress = values.elsewhere ? values.postal : null;
  }
  if (differs('identifiers')) patch.identifiers = given(values);
  return patch;
}

/** With a street it is an address; until then only the town is known. */
function registeredPatch({ street, postalCode, city }: Address): ChangeOrganisation {
  if (street.trim() === '' && postalCode.trim() === '') return { city, registeredAddress: null };
  return { registeredAddress: { street, postalCode, city } };
}

const filled = ({ identifiers }: IdentityValues) =>
  kinds.filter((kind) => identifiers[kind].trim() !== '');
const given = (values: IdentityValues) =>
  filled(values).map((kind) => ({ kind, value: values.identifiers[kind] }));

/** `/identifiers/1/value` is the second identifier that is filled in. */
export function fieldOfIdentity(pointer: string, values: IdentityValues): string {
  const [field = '', ...rest] = pointer.split('/').slice(1);
  if (field === 'identifiers') return `identifiers.${filled(values)[Number(rest[0])] ?? 'vat'}`;
  if (field === 'registeredAddress') return `registered.${rest[0] ?? 'street'}`;
  if (field === 'postalAddress') return `postal.${rest[0] ?? 'street'}`;
  return field === 'city' ? 'registered.city' : field;
}
