import { canonicalJson } from '../kernel/canonical-json.js';
import { ed25519Verify } from '../kernel/hash.js';

export const credentialKind = 'membership-credential';

/** What a member shows to others: who it is, until when, and where to ask whether that still holds. */
export interface Credential {
  kind: typeof credentialKind;
  format: 1;
  id: string;
  membershipId: string;
  issuer: { name: string; url: string };
  member: {
    id: string;
    name: string;
    country: string;
    class: string;
    identifiers: { kind: string; value: string }[];
  };
  issuedAt: string;
  validFrom: string;
  validUntil: string;
  /** A signature cannot tell of a suspension: this address does. */
  status: string;
  publicKey: string;
}

/**
 * CRED-1: what is signed: the canonical JSON (RFC 8785) of everything but the signature, the public key
 * included, so that a key cannot be exchanged under a name.
 */
export const signedText = ({ signature: _, ...rest }: Record<string, unknown>): string =>
  canonicalJson(rest);

/** The credential as it is given out: canonical, so that its bytes are always the same. */
export const credentialText = (credential: Credential, signature: string): string =>
  canonicalJson({ ...credential, signature });

export interface CredentialCheck {
  id: 'C1' | 'C2' | 'C3' | 'C4';
  holds: boolean;
  text: string;
}

export interface CredentialVerification {
  valid: boolean;
  checks: CredentialCheck[];
  signature: boolean;
}

/** What a verifier brings along. */
export interface Trust {
  /** The keys that the portal publishes; without them any key that fits is taken, and C3 says so. */
  publicKeys?: readonly string[];
  /** When it is looked at, in milliseconds since 1970. */
  atMs: number;
}

/**
 * CRED-1: verifies a credential without the portal: C1 it is one, C2 the signature fits every byte of
 * its content, C3 the key is one of those that the verifier knows, C4 it is valid at that time. Whether
 * the membership has been suspended or ended since can only be asked at `status`.
 */
export function verifyCredential(
  document: Readonly<Record<string, unknown>>,
  { publicKeys, atMs }: Trust,
): CredentialVerification {
  const form = isCredential(document);
  const { publicKey, signature } = document;
  const signed =
    isHex(signature, 128) &&
    isHex(publicKey, 64) &&
    ed25519Verify(signedText(document), signature, publicKey);
  const known =
    publicKeys === undefined || (isHex(publicKey, 64) && publicKeys.includes(publicKey));
  const inTime =
    form &&
    Date.parse(document['validFrom'] as string) <= atMs &&
    atMs < Date.parse(document['validUntil'] as string);
  const checks: CredentialCheck[] = [
    { id: 'C1', holds: form, text: 'It has the form of a membership credential.' },
    { id: 'C2', holds: signed, text: 'The signature fits its content.' },
    {
      id: 'C3',
      holds: known,
      text:
        publicKeys === undefined
          ? 'The key was not compared with the portal’s: name it to do so.'
          : 'It was signed with a key of the portal.',
    },
    { id: 'C4', holds: inTime, text: 'It is valid at the time of the check.' },
  ];
  return { valid: checks.every(({ holds }) => holds), checks, signature: signed };
}

const isHex = (value: unknown, length: number): value is string =>
  typeof value === 'string' && value.length === length && /^[0-9a-f]+$/.test(value);

const texts = ['id', 'membershipId', 'issuedAt', 'validFrom', 'validUntil', 'status'] as const;

function isCredential(document: Readonly<Record<string, unknown>>): boolean {
  const member = document['member'] as Record<string, unknown> | null | undefined;
  return (
    document['kind'] === credentialKind &&
    document['format'] === 1 &&
    texts.every((name) => typeof document[name] === 'string') &&
    typeof member === 'object' &&
    typeof member?.['name'] === 'string'
  );
}
