import { Body, Controller, Param, Post } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { membershipSchema } from '../memberships/memberships.schemas.js';
import { idParam } from '../organisations/organisations.schemas.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  endSchema,
  reinstateSchema,
  renewSchema,
  suspendSchema,
  type End,
  type Reinstate,
  type Renew,
  type Suspend,
} from './lifecycle.schemas.js';
import { MembershipLifecycle } from './membership-lifecycle.service.js';
import { Renewals } from './renewals.service.js';

@Controller('memberships')
export class MembershipLifecycleController {
  constructor(
    private readonly lifecycle: MembershipLifecycle,
    private readonly renewals: Renewals,
  ) {}

  @Post(':id/suspend')
  @Allow('membership.decide')
  @Returns(membershipSchema, 'Suspends a membership at once; its grants follow (MEM-9).')
  suspend(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: suspendSchema }) body: Suspend,
  ) {
    return this.lifecycle.suspend(who, id, version, body);
  }

  @Post(':id/reinstate')
  @Allow('membership.decide')
  @Returns(membershipSchema, 'Lifts a suspension; its grants resume.')
  reinstate(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: reinstateSchema }) body: Reinstate,
  ) {
    return this.lifecycle.reinstate(who, id, version, body);
  }

  @Post(':id/end')
  @Allow('membership.end')
  @Returns(membershipSchema, 'Ends a membership, or proposes its revocation (SEP-1).')
  end(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: endSchema }) body: End,
  ) {
    return this.lifecycle.end(who, id, version, body);
  }

  @Post(':id/renew')
  @Allow('membership.renew')
  @Returns(membershipSchema, 'Renews a membership by confirming its data (REN-1).')
  renew(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: renewSchema }) body: Renew,
  ) {
    return this.renewals.renew(who, id, version, body);
  }
}
