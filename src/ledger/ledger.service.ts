import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { Database } from '../platform/database.service.js';
import { accountsPage, transfersPage } from './ledger-lists.queries.js';
import {
  accountIds,
  idsInOrder,
  insertTransfers,
  openAccounts,
  storedTransfers,
  voidExpired,
} from './ledger.queries.js';
import {
  ledgerRefusalOf,
  refusal,
  sameTransfer,
  transferRow,
  type AccountKey,
  type Transfer,
} from './ledger.rules.js';
import type { LedgerAccountsQuery, LedgerTransfersQuery } from './ledger.schemas.js';

const expireBatch = 500;

/**
 * Double entry in GPU-seconds: every transfer takes from one account what it gives to another, inside
 * one pool. Transfers are never edited; balances move by a trigger of the database, which also
 * guards their limits (LED-1…3).
 */
@Injectable()
export class Ledger {
  constructor(private readonly database: Database) {}

  /**
   * The ids of the accounts that `keys` name, in their order; opens what is missing. Safe when two
   * transactions open the same account at once.
   */
  async accounts(manager: EntityManager, keys: readonly AccountKey[]): Promise<string[]> {
    if (keys.length === 0) return [];
    const existing = idsInOrder(keys, await accountIds(manager, keys));
    const missing = keys.filter((_, index) => existing[index] === null);
    if (missing.length === 0) return existing as string[];
    await openAccounts(manager, missing);
    const all = idsInOrder(keys, await accountIds(manager, keys));
    if (all.includes(null)) throw new Error('An account that was opened cannot be read.');
    return all as string[];
  }

  /**
   * Books transfers as one: all of them or none. The limits hold for their sum, so the order inside
   * the list does not matter. A transfer whose id is known already with the same content does
   * nothing (LED-3). After a refusal the transaction cannot go on.
   * @throws DomainError rule LED_INSUFFICIENT when an account would pay out more than it has; conflict
   * LED_ID_REUSED, LED_RESOLVED, LED_EXPIRED; rule LED_UNFIT, LED_AMOUNT, LED_SAME_ACCOUNT, LED_OTHER_POOL.
   */
  async record(manager: EntityManager, transfers: readonly Transfer[]): Promise<void> {
    if (transfers.length === 0) return;
    const rows = transfers.map(transferRow);
    const inserted = await bookOrRefuse(manager, rows);
    if (inserted.size === rows.length) return;
    const ids = rows.map(({ id }) => id);
    const stored = await storedTransfers(manager, ids);
    const changed = rows.some((row) => {
      const earlier = stored.get(row.id);
      return earlier === undefined || !sameTransfer(row, earlier);
    });
    if (changed) throw refusal('LED_ID_REUSED');
  }

  /** The accounts with what they hold; whoever may read the ledger reads all of it. */
  async listAccounts(query: LedgerAccountsQuery) {
    return await accountsPage(this.database.manager, query);
  }

  /** The transfers, newest first unless told. */
  async listTransfers(query: LedgerTransfersQuery) {
    return await transfersPage(this.database.manager, query);
  }

  /** LED-2: gives back what expired reservations held. Returns how many; idempotent. */
  async expireDue(principal: Principal): Promise<number> {
    let expired = 0;
    for (;;) {
      const batch = await this.database.inTransaction(principal, (m) =>
        voidExpired(m, expireBatch),
      );
      expired += batch;
      if (batch < expireBatch) return expired;
    }
  }
}

async function bookOrRefuse(manager: EntityManager, rows: Parameters<typeof insertTransfers>[1]) {
  try {
    return await insertTransfers(manager, rows);
  } catch (error) {
    throw ledgerRefusalOf(error) ?? error;
  }
}
