import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, IfMatchSent, Returns } from '../platform/route.decorator.js';
import { poolIdParam } from '../pools/pools.schemas.js';
import {
  changeQuotaPolicySchema,
  draftQuotaPolicySchema,
  quotaPoliciesQuery,
  quotaPolicyListSchema,
  quotaPolicySchema,
  type ChangeQuotaPolicy,
  type DraftQuotaPolicy,
  type QuotaPoliciesQuery,
} from '../pools/quota-policies.schemas.js';
import { QuotaPolicies } from './quota-policies.service.js';

@Controller()
export class QuotaPoliciesController {
  constructor(private readonly policies: QuotaPolicies) {}

  @Post('pool-groups/:id/quota-policies')
  @Allow('policy.draft')
  @Returns(quotaPolicySchema, 'Drafts a quota policy for a pool group.', {
    status: 201,
    location: '/quota-policies/:id',
  })
  draft(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) id: string,
    @Body({ schema: draftQuotaPolicySchema }) body: DraftQuotaPolicy,
  ) {
    return this.policies.draft(who, id, body);
  }

  @Get('quota-policies')
  @Allow('policy.read')
  @Returns(quotaPolicyListSchema, 'Quota policies, newest first.')
  list(@Query({ schema: quotaPoliciesQuery }) query: QuotaPoliciesQuery) {
    return this.policies.list(query);
  }

  @Get('quota-policies/:id')
  @Allow('policy.read')
  @Returns(quotaPolicySchema, 'One quota policy.')
  read(@Param('id', { schema: poolIdParam }) id: string) {
    return this.policies.read(id);
  }

  @Patch('quota-policies/:id')
  @Allow('policy.draft')
  @Returns(quotaPolicySchema, 'Changes a draft of one’s own.')
  change(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changeQuotaPolicySchema }) body: ChangeQuotaPolicy,
  ) {
    return this.policies.change(who, id, version, body);
  }

  @Post('quota-policies/:id/approve')
  @Allow('policy.approve')
  @Returns(quotaPolicySchema, 'Approves what another administrator drafted (SEP-1).')
  approve(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) id: string,
    @IfMatchSent() version: number | undefined,
  ) {
    return this.policies.approve(who, id, version);
  }
}
