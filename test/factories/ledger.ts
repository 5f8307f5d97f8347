import { newId } from '../../src/kernel/random.js';
import { Ledger } from '../../src/ledger/ledger.service.js';
import type { AccountKey } from '../../src/ledger/ledger.rules.js';
import { system } from '../../src/access/principal.js';
import type { Portal } from '../harness/portal.js';

/** What these factories need of a portal under test. */
export type LedgerStore = Pick<Portal, 'database' | 'get'>;

/** Moves GPU-time between two accounts in a transaction of its own and returns the transfer's id. */
export async function aTransfer(
  portal: LedgerStore,
  from: AccountKey,
  to: AccountKey,
  gpuSeconds: bigint,
  id: string = newId(),
): Promise<string> {
  const ledger = portal.get(Ledger);
  await portal.database.inTransaction(system('test'), async (manager) => {
    const [debitAccountId, creditAccountId] = await ledger.accounts(manager, [from, to]);
    await ledger.record(manager, [
      {
        id,
        kind: 'single',
        debitAccountId: debitAccountId!,
        creditAccountId: creditAccountId!,
        amountGpuSeconds: gpuSeconds,
        code: 'test.move',
      },
    ]);
  });
  return id;
}
