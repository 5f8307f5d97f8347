import { Controller, Get, Query } from '@nestjs/common';
import { Allow } from '../access/allow.decorator.js';
import { AuditChain } from './audit-chain.service.js';
import { auditEventsPage, auditHeadsPage } from './audit.queries.js';
import {
  auditEventListSchema,
  auditEventsQuery,
  auditHeadListSchema,
  auditHeadsQuery,
  chainReportSchema,
  type AuditEventsQuery,
  type AuditHeadsQuery,
} from './audit.schemas.js';
import { Database } from './database.service.js';
import { Returns } from './route.decorator.js';

/** Every change of state, and whether the record of it is whole (AUD-1 to AUD-3). */
@Controller()
export class AuditController {
  constructor(
    private readonly database: Database,
    private readonly chain: AuditChain,
  ) {}

  @Get('audit-events')
  @Allow('audit.read')
  @Returns(auditEventListSchema, 'Who did what, when, by which rule and why.')
  list(@Query({ schema: auditEventsQuery }) query: AuditEventsQuery) {
    return auditEventsPage(this.database.manager, query);
  }

  @Get('audit-events/verify')
  @Allow('audit.read')
  @Returns(chainReportSchema, 'Recomputes the hash chain and names the first bad row.')
  verify() {
    return this.chain.verify();
  }

  @Get('public/audit-heads')
  @Allow('public')
  @Returns(
    auditHeadListSchema,
    'Signed heads of the audit chain: whoever keeps one can show a later cut.',
  )
  heads(@Query({ schema: auditHeadsQuery }) query: AuditHeadsQuery) {
    return auditHeadsPage(this.database.manager, query);
  }
}
