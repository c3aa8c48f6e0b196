import * as z from 'zod/mini';
import { rowCodec } from '../storage/row-codec.ts';
import type { Action, Key, Row, StoredRow } from '../storage/tables.ts';
import type { OperationId } from './operation.ts';

/** One committed change: who did what to whom, when. `actor` and `whom` are names; a person's own entries also say from where. */
export interface AuditEntry {
  readonly event: AuditEvent;
  readonly actor: string;
  readonly at: Date;
  readonly whom?: string | undefined;
  /** The role that was offered or given. */
  readonly role?: string | undefined;
  /** The account that the actor acted for, if not their own. */
  readonly through?: string | undefined;
  readonly browser?: string | undefined;
  readonly label?: string | undefined;
}

export const auditEvents = [
  'user:register',
  'user:session:open',
  'user:session:end',
  'user:session:end-others',
  'user:identity:link',
  'user:identity:unlink',
  'user:deletion:request',
  'user:deletion:close',
  'user:deletion:restore',
  'user:deletion:restored',
  'user:deletion:purge',
  'organization:create',
  'organization:invitation:send',
  'organization:invitation:withdraw',
  'organization:invitation:decline',
  'organization:member:join',
  'organization:member:change-role',
  'organization:member:remove',
  'organization:member:leave',
  'organization:member:suspend',
  'organization:member:count',
  'organization:member:depart',
  'organization:invitation:lapse',
  'organization:deletion:request',
  'organization:deletion:close',
  'organization:deletion:restore',
  'organization:deletion:restored',
  'organization:deletion:purge',
  'package:register',
  'package:remove',
  'package:offer:make',
  'package:offer:withdraw',
  'package:offer:decline',
  'package:owner:add',
  'package:owner:join',
  'package:owner:remove',
  'package:owner:leave',
  'package:owner:suspend',
  'package:owner:count',
  'package:owner:depart',
  'package:offer:lapse',
] as const;
export type AuditEvent = (typeof auditEvents)[number];

export const entryCodec = rowCodec(
  z.object({
    event: z.enum(auditEvents),
    actor: z.string(),
    at: z.date(),
    whom: z.optional(z.string()),
    role: z.optional(z.string()),
    through: z.optional(z.string()),
    browser: z.optional(z.string()),
    label: z.optional(z.string()),
  }),
);

export const auditPrefix = 'audit:';

export function auditKey(partition: string, operation: OperationId) {
  return { partition, row: `${auditPrefix}${operation}` };
}

function auditRow(partition: string, operation: OperationId, entry: AuditEntry): Row {
  return { ...auditKey(partition, operation), columns: entryCodec.encode(entry) };
}

export const voidCodec = rowCodec(z.object({ void: z.literal(true) }));

/** Takes the place of an operation's audit row, so that the operation can never commit. Not an entry: histories skip it. */
export function voidRow(partition: string, operation: OperationId): Row {
  return { ...auditKey(partition, operation), columns: voidCodec.encode({ void: true }) };
}

export function isAudit({ row }: Key): boolean {
  return row.startsWith(auditPrefix);
}

export function isVoid(row: StoredRow): boolean {
  return row.columns.void === true;
}

export function storedEntry(row: StoredRow): AuditEntry {
  return entryCodec.decode(row);
}

export function insertAuditRow(partition: string, operation: OperationId, entry: AuditEntry): Action {
  return { kind: 'insert', row: auditRow(partition, operation, entry) };
}
