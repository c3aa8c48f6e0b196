import * as z from 'zod';
import { rowCodec } from '../storage/row-codec.ts';
import type { Action, Key, Row, StoredRow } from '../storage/tables.ts';
import type { OperationId } from './operation.ts';

/** One committed change: who did what to whom, when. `actor` and `whom` are names; a person's own entries also say from where. */
export interface AuditEntry {
  readonly event: AuditEvent;
  readonly actor: string;
  readonly at: Date;
  readonly whom?: string | undefined;
  readonly browser?: string | undefined;
  readonly label?: string | undefined;
}

const auditEvents = [
  'user:register',
  'user:session:open',
  'user:session:end',
  'user:session:end-others',
  'user:identity:link',
  'user:identity:unlink',
] as const;
export type AuditEvent = (typeof auditEvents)[number];

export const entryCodec = rowCodec(
  z.object({
    event: z.enum(auditEvents),
    actor: z.string(),
    at: z.date(),
    whom: z.string().optional(),
    browser: z.string().optional(),
    label: z.string().optional(),
  }),
);

export function auditKey(partition: string, operation: OperationId) {
  return { partition, row: `audit:${operation}` };
}

function auditRow(partition: string, operation: OperationId, entry: AuditEntry): Row {
  return { ...auditKey(partition, operation), columns: entryCodec.encode(entry) };
}

/** The entry in a row of a history; undefined for a void row. */
export function auditEntry(row: StoredRow): AuditEntry | undefined {
  return isVoid(row) ? undefined : entryCodec.decode(row);
}

export const voidCodec = rowCodec(z.object({ void: z.literal(true) }));

/** Stands where an operation's audit row would, so that the operation can never commit. It is no entry; histories skip it. */
export function voidRow(partition: string, operation: OperationId): Row {
  return { ...auditKey(partition, operation), columns: voidCodec.encode({ void: true }) };
}

export function isAudit({ row }: Key): boolean {
  return row.startsWith('audit:');
}

export function isVoid(row: StoredRow): boolean {
  return row.columns.void === true;
}

export function insertAuditRow(partition: string, operation: OperationId, entry: AuditEntry): Action {
  return { kind: 'insert', row: auditRow(partition, operation, entry) };
}
