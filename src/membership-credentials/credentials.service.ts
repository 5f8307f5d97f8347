import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { system, type Principal } from '../access/principal.js';
import { CONFIG, type Config } from '../config/config.js';
import { canonicalJson } from '../kernel/canonical-json.js';
import { notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { parseStrictJson } from '../platform/strict-json.js';
import { SigningKeys } from '../platform/signing-keys.service.js';
import {
  credentialKind,
  credentialText,
  signedText,
  verifyCredential,
  type Credential,
} from './credential.rules.js';
import {
  credentialSource,
  credentialStanding,
  insertCredential,
  liveCredential,
  supersedeCredential,
  type CredentialSource,
} from './credentials.queries.js';
import type { CredentialStatus, Verification } from './credentials.schemas.js';

/** What a member shows to others, and what others learn about it (CRED-1). */
@Injectable()
export class MembershipCredentials {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly keys: SigningKeys,
  ) {}

  /**
   * The signed text of a membership's credential. Where none is in force that says what is true now,
   * one is issued: memberships that were brought in by other ways have theirs at first reading.
   * @throws DomainError not-found for an unknown, an ended or an expired membership.
   */
  async text(membershipId: string): Promise<string> {
    const { manager } = this.database;
    const source = valid(await credentialSource(manager, membershipId));
    const live = await liveCredential(manager, membershipId);
    if (live !== null && (await this.says(live.document, source))) return live.document;
    const principal = system('membership-credential');
    return await this.database.inTransaction(principal, (within) =>
      this.issueIn(within, principal, membershipId),
    );
  }

  /**
   * Issues a credential for what is true now; the one before is superseded. Nothing happens when the
   * one in force says it already. Runs in the caller's transaction.
   * @returns the signed text.
   */
  async issueIn(manager: EntityManager, who: Principal, membershipId: string): Promise<string> {
    const source = valid(await credentialSource(manager, membershipId, true));
    const live = await liveCredential(manager, membershipId);
    if (live !== null && (await this.says(live.document, source))) return live.document;
    const id = newId();
    const issuedAt = (await this.database.now(manager)).toISOString();
    const credential = { ...(await this.contentOf(source)), id, issuedAt };
    const { signature } = await this.keys.sign(signedText({ ...credential }));
    const document = credentialText(credential, signature);
    const supersedes = await supersedeCredential(manager, membershipId);
    const { validUntil } = source;
    await insertCredential(manager, { id, membershipId, document, validUntil });
    await audit(manager, who, {
      act: 'membership.issue-credential',
      object: { kind: 'membership', id: membershipId },
      after: { credentialId: id, validUntil, supersedes },
      rule: 'CRED-1',
    });
    return document;
  }

  /**
   * Whether the membership holds now: what a verifier asks because a signature cannot tell it.
   * @throws DomainError not-found for an unknown membership.
   */
  async status(membershipId: string, credentialId?: string): Promise<CredentialStatus> {
    const { manager } = this.database;
    const source = await credentialSource(manager, membershipId);
    if (source === null) throw notFound('membership');
    return {
      membershipId,
      state: source.expired ? 'ended' : source.state,
      current: source.current,
      validUntil: source.validUntil.toISOString(),
      credential:
        credentialId === undefined
          ? null
          : await credentialStanding(manager, membershipId, credentialId),
      checkedAt: (await this.database.now(manager)).toISOString(),
    };
  }

  /** Everything the portal can tell about what somebody was shown. Never throws on what it is given. */
  async verify(text: string): Promise<Verification> {
    const document = readDocument(text);
    if (document === null) return unreadable;
    const publicKeys = await this.keys.published();
    const atMs = (await this.database.now()).getTime();
    const { checks, valid: fits } = verifyCredential(document, { publicKeys, atMs });
    const genuine = checks.filter(({ id }) => id !== 'C4').every(({ holds }) => holds);
    if (!genuine) return { ...unreadable, readable: true, checks };
    const credential = document as unknown as Credential;
    const { name, country, class: of } = credential.member;
    const status = await this.status(credential.membershipId, credential.id);
    return {
      readable: true,
      valid: fits && status.current && status.credential === 'in_force',
      checks,
      member: { name, country, class: of },
      validFrom: credential.validFrom,
      validUntil: credential.validUntil,
      status,
    };
  }

  /** Whether a text that was given out says what is true now. */
  private async says(document: string, source: CredentialSource): Promise<boolean> {
    const {
      id,
      issuedAt,
      signature: _,
      ...content
    } = JSON.parse(document) as Credential & {
      signature: string;
    };
    const now = { ...(await this.contentOf(source)), id, issuedAt };
    return canonicalJson({ ...content, id, issuedAt }) === canonicalJson(now);
  }

  private async contentOf(source: CredentialSource): Promise<Omit<Credential, 'id' | 'issuedAt'>> {
    const { membershipId, member, validFrom, validUntil } = source;
    const url = new URL(this.config.PUBLIC_URL).origin;
    return {
      kind: credentialKind,
      format: 1,
      membershipId,
      issuer: { name: 'Champions Portal', url },
      member,
      validFrom: validFrom.toISOString(),
      validUntil: validUntil.toISOString(),
      status: `${url}/api/v1/memberships/${membershipId}/credential/status`,
      publicKey: await this.keys.publicKey(),
    };
  }
}

/** An ended membership has no credential; a suspended one has, and its status tells. */
function valid(source: CredentialSource | null): CredentialSource {
  if (source === null || source.state === 'ended' || source.expired) throw notFound('credential');
  return source;
}

const unreadable: Verification = {
  readable: false,
  valid: false,
  checks: [],
  member: null,
  validFrom: null,
  validUntil: null,
  status: null,
};

/** Strictly, as bodies are read: nothing nested without end, no key twice. */
function readDocument(text: string): Record<string, unknown> | null {
  try {
    const value = parseStrictJson(Buffer.from(text, 'utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
