/** Where an organisation is registered: in the country of its registration. */
export interface RegisteredAddress {
  street: string;
  postalCode: string;
  city: string;
}

/** Where its letters go, in whatever country. */
export interface PostalAddress extends RegisteredAddress {
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/** Addresses and city after a merge patch: a registered address tells the city too. */
export function addressesAfter(
  before: {
    city: string;
    registeredAddress: RegisteredAddress | null;
    postalAddress: PostalAddress | null;
  },
  patch: {
    city?: string | null | undefined;
    registeredAddress?: RegisteredAddress | null | undefined;
    postalAddress?: PostalAddress | null | undefined;
  },
) {
  const kept = <T>(given: T | null | undefined, stored: T | null): T | null =>
    given === undefined ? stored : given;
  return {
    city: patch.registeredAddress?.city ?? kept(patch.city, before.city) ?? '',
    registeredAddress: kept(patch.registeredAddress, before.registeredAddress),
    postalAddress: kept(patch.postalAddress, before.postalAddress),
  };
}
