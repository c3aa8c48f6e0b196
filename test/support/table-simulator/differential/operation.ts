import type { TableEntity, UpdateMode } from '@azure/data-tables';

export interface EntityKey {
  readonly partitionKey: string;
  readonly rowKey: string;
}

/** Each service makes ETags of its own, so an operation says which one to send: the last, the one before it, `*`, or none at all. */
export type Tag = 'right' | 'stale' | 'any' | 'malformed';

export type Action =
  | { readonly kind: 'insert'; readonly entity: TableEntity }
  | { readonly kind: 'update'; readonly entity: TableEntity; readonly mode: UpdateMode; readonly tag: Tag }
  | { readonly kind: 'upsert'; readonly entity: TableEntity; readonly mode: UpdateMode }
  | { readonly kind: 'delete'; readonly entity: EntityKey; readonly tag: Tag };

export type Request =
  | Action
  | { readonly kind: 'read'; readonly entity: EntityKey; readonly select: readonly string[] | undefined }
  | {
      readonly kind: 'list';
      readonly filter: string;
      readonly select: readonly string[] | undefined;
      readonly pageRows: number;
    }
  | { readonly kind: 'transact'; readonly actions: readonly Action[] };

export type Operation = Request & { readonly table: 'present' | 'missing' };
