import type { EntityManager } from 'typeorm';
import { copyRows, longQuery } from '../platform/bulk.js';
import { lineColumns, organisationColumns } from './plan-rows.rules.js';

/** Rows in the text format of COPY. */
type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Writes snapshot and plan row by row; replaces what an earlier computation wrote. */
export async function storePlan(
  manager: EntityManager,
  roundId: string,
  rows: { organisations: Chunks; lines: Chunks },
): Promise<void> {
  await longQuery(manager, `DELETE FROM round_lines WHERE round_id = $1`, [roundId]);
  await longQuery(manager, `DELETE FROM round_organisations WHERE round_id = $1`, [roundId]);
  await copyRows(manager, 'round_organisations', organisationColumns, rows.organisations);
  await copyRows(manager, 'round_lines', lineColumns, rows.lines);
}
