import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allocate } from './allocate.js';
import { SnapshotRefused, type Snapshot } from './input/snapshot.js';

interface Golden {
  name: string;
  source: string;
  snapshot: Snapshot;
  expect: {
    refused?: boolean;
    names?: string;
    granted?: Record<string, string>;
    organisations?: Record<string, Record<string, unknown>>;
    pools?: Record<string, Record<string, unknown>>;
    requests?: Record<string, Record<string, unknown>>;
    reasons?: Record<string, string>;
    systemBalanceChange?: string;
  };
}

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Golden);

/** The fields of the plan's lines that a case names. */
function named(
  lines: readonly { id: string }[],
  expected: Record<string, Record<string, unknown>> = {},
): Record<string, Record<string, unknown>> {
  const byId = new Map(lines.map((line) => [line.id, line as unknown as Record<string, unknown>]));
  return Object.fromEntries(
    Object.entries(expected).map(([id, fields]) => [
      id,
      Object.fromEntries(Object.keys(fields).map((field) => [field, byId.get(id)?.[field]])),
    ]),
  );
}

describe('golden cases, to the unit', () => {
  test.each(cases.filter(({ expect: { refused } }) => refused !== true))('$name', (golden) => {
    const plan = allocate(golden.snapshot);
    const wanted = golden.expect;
    expect(Object.fromEntries(plan.requests.map((line) => [line.id, line.granted]))).toEqual(
      wanted.granted,
    );
    expect(named(plan.organisations, wanted.organisations)).toEqual(wanted.organisations ?? {});
    expect(named(plan.pools, wanted.pools)).toEqual(wanted.pools ?? {});
    expect(named(plan.requests, wanted.requests)).toEqual(wanted.requests ?? {});
    const reasons = Object.fromEntries(plan.requests.map((line) => [line.id, line.reason]));
    expect(reasons).toMatchObject(wanted.reasons ?? {});
    if (wanted.systemBalanceChange !== undefined) {
      expect(plan.systemBalanceChange).toBe(wanted.systemBalanceChange);
    }
  });

  test.each(cases.filter(({ expect: { refused } }) => refused === true))(
    '$name (ALLOC-1)',
    (golden) => {
      const refusal = (): unknown => {
        try {
          return allocate(golden.snapshot);
        } catch (error) {
          return error;
        }
      };
      const error = refusal() as SnapshotRefused;
      expect(error).toBeInstanceOf(SnapshotRefused);
      expect(error.field).toContain(golden.expect.names);
      expect(error.sentence).toContain(error.field);
    },
  );
});
