import { Controller, Get, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { Invariants } from './invariants.service.js';
import {
  invariantReportSchema,
  ledgerAccountListSchema,
  ledgerAccountsQuery,
  ledgerTransferListSchema,
  ledgerTransfersQuery,
  type LedgerAccountsQuery,
  type LedgerTransfersQuery,
} from './ledger.schemas.js';
import { Ledger } from './ledger.service.js';

@Controller('ledger')
export class LedgerController {
  constructor(
    private readonly ledger: Ledger,
    private readonly invariants: Invariants,
  ) {}

  @Get('accounts')
  @Allow('ledger.read')
  @Returns(ledgerAccountListSchema, 'Accounts of the ledger and what they hold.')
  accounts(@Query({ schema: ledgerAccountsQuery }) query: LedgerAccountsQuery) {
    return this.ledger.listAccounts(query);
  }

  @Get('transfers')
  @Allow('ledger.read')
  @Returns(ledgerTransferListSchema, 'Transfers of GPU-time, newest first.')
  transfers(@Query({ schema: ledgerTransfersQuery }) query: LedgerTransfersQuery) {
    return this.ledger.listTransfers(query);
  }

  @Get('invariants')
  @Allow('ledger.read')
  @Returns(invariantReportSchema, 'Whether the books keep their promises I1 to I10, checked now.')
  invariantReport(@Who() who: Principal) {
    return this.invariants.report(who);
  }
}
