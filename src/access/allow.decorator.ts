import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Requirement } from './access.rules.js';
import type { Principal } from './principal.js';

export const ALLOW = 'allow';

/** The permission of a route. A route without one is denied, and the portal does not start with it. */
export const Allow = (requirement: Requirement) => SetMetadata(ALLOW, requirement);

export interface PortalRequest extends FastifyRequest {
  principal?: Principal;
}

/** Who acts; put there by the guard. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<PortalRequest>();
  if (!principal) throw new Error('The guard did not run.');
  return principal;
});
