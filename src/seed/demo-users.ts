import type { OrganisationRole, PlatformRole } from '../access/permissions.js';
import { sha256Hex } from '../kernel/hash.js';
import type { SeedClass } from './data/organisations.js';

/** Everybody's password in the demonstration: public, and refused when NODE_ENV is production. */
export const demoPassword = 'night-train-to-Ljubljana-7';

/** An account of the demonstration, as `npm run demo -- --json` prints it (api.md). */
export interface DemoUser {
  role: PlatformRole | OrganisationRole;
  name: string;
  email: string;
  password: string;
  /** Base32 secret of the second factor; null where the role needs none. */
  totpSecret: string | null;
  /** The organisation to which the account belongs, for organisation roles. */
  organisation?: { name: string; class: SeedClass };
}

/** The invented organisations of the demonstration's applicants, one of each class. */
export const demoOrganisations: Record<SeedClass, string> = {
  sme: 'Tonspäher KI',
  large: 'Varnhem Kraft',
  science: 'Kystvig Universitet',
};

const platform: readonly [role: PlatformRole, account: string, name: string][] = [
  ['reviewer', 'reviewer', 'Mirela Stoica'],
  ['chair', 'chair', 'Anton Ekström'],
  ['assessor', 'assessor', 'Katrin Jögi'],
  ['operator', 'operator', 'Pau Ferrerons i Rovira'],
  ['officer', 'officer', 'Hélène Vankerckhoven'],
  ['admin', 'admin', 'Dorotea Brincat'],
  ['admin', 'admin-2', 'Conor Mac Giolla'],
  ['auditor', 'auditor', 'Elisabeth Nagl'],
];

const organisation: readonly [
  role: OrganisationRole,
  account: string,
  name: string,
  of: SeedClass,
][] = [
  ['representative', 'representative', 'Svenja Kessler', 'sme'],
  ['representative', 'representative-large', 'Gustav Hedlund', 'large'],
  ['representative', 'representative-science', 'Signe Holmboe', 'science'],
  ['manager', 'manager', 'Cem Aydin', 'sme'],
  ['member', 'member', 'Lena Grabowski', 'sme'],
  ['viewer', 'viewer', 'Tobias Nowotny', 'sme'],
];

const addressOf = (account: string) => `${account}@demo.portal.example`;

/** One account of each platform and organisation role, with an organisation of each class. */
export function demoUsers(): DemoUser[] {
  return [
    ...platform.map(([role, account, name]) => ({
      role,
      name,
      email: addressOf(account),
      password: demoPassword,
      totpSecret: role === 'auditor' ? null : totpSecretOf(account),
    })),
    ...organisation.map(([role, account, name, of]) => ({
      role,
      name,
      email: addressOf(account),
      password: demoPassword,
      totpSecret: null,
      organisation: { name: demoOrganisations[of], class: of },
    })),
  ];
}

/** A known secret for a made-up account: 160 bits in base32, as RFC 4226 asks for. */
function totpSecretOf(account: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = BigInt(`0x${sha256Hex(`demonstration second factor ${account}`).slice(0, 40)}`)
    .toString(2)
    .padStart(160, '0');
  return bits
    .match(/.{5}/g)!
    .map((five) => alphabet[Number.parseInt(five, 2)])
    .join('');
}
