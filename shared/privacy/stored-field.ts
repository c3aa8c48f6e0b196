import type * as z from 'zod/mini';
import type { Stored, User } from '../accounts/account.ts';
import type { Config } from '../config.ts';
import type { Hint, HintKind } from '../hints/hint.ts';
import type { Services } from '../services.ts';
import type { RowCodec } from '../storage/row-codec.ts';
import type { TableName } from '../storage/tables.ts';

/** One value in a row, in words for the person it may be about. */
export interface StoredField {
  readonly what: string;
  readonly why: string;
  /** Says something about a person: then it is in their export. */
  readonly isPersonal: boolean;
}

/** What says something about a person. */
export function yours(what: string, why: string): StoredField {
  return { what, why, isPersonal: true };
}

/** What only makes the service work. */
export function ours(what: string, why: string): StoredField {
  return { what, why, isPersonal: false };
}

/** A field for each column, and for each member of the records that a column may list. The compiler misses none. */
type FieldsOf<T> = {
  readonly [K in keyof T & string]-?: NonNullable<T[K]> extends readonly (infer E extends object)[]
    ? FieldsOf<E>
    : StoredField;
};

/** The same, whatever the row. */
export interface Fields {
  readonly [column: string]: StoredField | Fields;
}

export function isField(field: StoredField | Fields): field is StoredField {
  return typeof field.what === 'string';
}

interface Description {
  readonly table: TableName;
  /** As the export calls it. */
  readonly name: string;
  readonly title: string;
  /** What the row lies under. */
  readonly keys: string;
  readonly kept: (config: Config) => string;
}

/** The hints that an account holds, by kind. */
export type HintsByKind = (kind: HintKind) => Promise<readonly Hint[]>;

/** Either how an account's rows are found, or why they cannot be. */
type Whereabouts<T> =
  | { readonly find: (services: Services, account: Stored<User>, hintsOf: HintsByKind) => Promise<readonly T[]> }
  | { readonly apart: string };

/** Rows of one kind: where they lie, what is in them, why, and for how long. */
export type StoredRows = Description &
  Whereabouts<object> & { readonly schema: z.ZodMiniObject; readonly fields: Fields };

/** Describes the rows of a codec. */
export function rowsOf<T extends object>(
  codec: RowCodec<T>,
  description: Description & Whereabouts<T> & { readonly fields: FieldsOf<T> },
): StoredRows {
  return { ...description, schema: codec.schema, fields: description.fields as unknown as Fields };
}
