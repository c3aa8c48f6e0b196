import { auditKey, isVoid } from '../audit/audit-entry.ts';
import type { OperationId } from '../audit/operation.ts';
import type { PartitionRows } from './finding.ts';

/** Whether the change that an operation names has its entry in the partition. */
export function hasEntry({ partition, rows }: PartitionRows, operation: OperationId): boolean {
  const key = auditKey(partition, operation).row;
  const entry = rows.find(({ row }) => row === key);
  return entry !== undefined && !isVoid(entry);
}
