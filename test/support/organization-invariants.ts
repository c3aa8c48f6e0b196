import { expect } from 'vitest';
import { organizationCheck } from '../../shared/integrity/organization-check.ts';
import type { Key, TableName } from '../../shared/storage/tables.ts';
import { storedRow } from './table-simulator/direct-tables.ts';
import type { TableStore } from './table-simulator/table-store.ts';

/** I3, I6, I7 and I14 of organizations, over every row there is. */
export async function expectSoundOrganizations(store: TableStore): Promise<void> {
  const rows = store.rows('accounts').map(storedRow);
  const byKey = new Map(rows.map((row) => [`${row.partition} ${row.row}`, row]));
  const read = async (_table: TableName, { partition, row }: Key) => byKey.get(`${partition} ${row}`);
  const findings = await Promise.all(
    Array.from(
      Map.groupBy(rows, ({ partition }) => partition),
      ([partition, own]) => organizationCheck.check({ partition, rows: own }, read, new Date(0)),
    ),
  );
  expect(findings.flat()).toEqual([]);
}
