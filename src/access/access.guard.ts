import { Readable } from 'node:stream';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type Config } from '../config/config.js';
import { DomainError } from '../kernel/domain-error.js';
import { sha256Hex } from '../kernel/hash.js';
import { pathWithoutSecrets } from '../kernel/secret-paths.js';
import { mayUse, type Requirement } from './access.rules.js';
import { ALLOW, type PortalRequest } from './allow.decorator.js';
import { PRINCIPAL_SOURCE, type IdempotencyKey, type PrincipalSource } from './principal.js';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The global guard: finds out who asks and denies what is not allowed. It is a guard, not a path
 * middleware, because HEAD requests and trailing slashes slip past the latter.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PRINCIPAL_SOURCE) private readonly source: PrincipalSource,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const requirement = this.reflector.get<Requirement | undefined>(ALLOW, context.getHandler());
    if (requirement === undefined) {
      throw new DomainError('forbidden', 'NO_POLICY', 'This route has no policy, so it is closed.');
    }
    const request = context.switchToHttp().getRequest<PortalRequest>();
    this.refuseForeignOrigin(request);
    const principal = await this.source.principalOf(request);
    const decision = mayUse(principal, requirement, reading.has(request.method));
    if (!decision.allow) throw new DomainError(decision.category, decision.code, decision.reason);
    const idempotency = idempotencyKeyOf(request);
    request.principal = idempotency ? { ...principal, idempotency } : principal;
    return true;
  }

  /** A change that rides on a cookie must come from our own pages (CSRF). */
  private refuseForeignOrigin(request: PortalRequest): void {
    if (reading.has(request.method) || request.headers.authorization !== undefined) return;
    const site = request.headers['sec-fetch-site'];
    const origin = request.headers.origin;
    const own = new URL(this.config.PUBLIC_URL).origin;
    const foreign =
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && origin !== own && origin !== `http://${request.headers.host}`);
    if (foreign) {
      throw new DomainError(
        'forbidden',
        'FOREIGN_ORIGIN',
        'This change was asked for by a page of another site. Open the portal itself and try there.',
      );
    }
  }
}

/**
 * The Idempotency-Key of a POST, bound to method, path and body. A body that comes as a stream is not
 * known yet: such a use case tells by the checksum of what arrived that it did it before.
 */
function idempotencyKeyOf(request: PortalRequest): IdempotencyKey | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method !== 'POST') return undefined;
  if (request.body instanceof Readable) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,128}$/.test(key)) {
    throw new DomainError(
      'malformed',
      'IDEMPOTENCY_KEY_MALFORMED',
      'Idempotency-Key must have 8 to 128 visible ASCII characters. A UUID is a good choice.',
    );
  }
  const route = `${request.method} ${request.url}`;
  return {
    key,
    route: `${request.method} ${pathWithoutSecrets(request.url)}`,
    fingerprint: sha256Hex(`${route}\n${JSON.stringify(request.body ?? null)}`),
  };
}
