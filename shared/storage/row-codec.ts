import * as z from 'zod/mini';
import { parseJson } from '../json.ts';
import type { Columns, StoredRow } from './tables.ts';

/** How a value is kept in a row. A row that cannot be read is a fault of the installation, never a person's. */
export interface RowCodec<T> {
  /** Its columns, for whoever says what is stored: `shared/privacy/`. */
  readonly schema: z.ZodMiniObject;
  decode(row: StoredRow): T;
  encode(value: T): Columns;
}

export function rowCodec<S extends z.ZodMiniObject>(schema: S): RowCodec<z.output<S>> {
  return {
    schema,
    decode(row) {
      const parsed = z.safeDecode(schema, row.columns as z.input<S>);
      if (parsed.success) return parsed.data;
      // Paths only: a value may be a person's.
      const places = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; ');
      throw new Error(`A row of kind ${String(row.columns.kind ?? row.row.split(':')[0])} cannot be read: ${places}`);
    },
    encode: (value) => z.encode(schema, value) as Columns,
  };
}

/** A list or record kept as JSON text in one column, at most 64 KiB. */
export function jsonColumn<T extends z.ZodMiniType>(inner: T) {
  return z.codec(z.string(), inner, {
    decode: (text) => parseJson(text) as z.input<T>,
    encode: (value) => JSON.stringify(value),
  });
}

/** A moment inside a JSON column. */
export const isoMoment = z.codec(z.string(), z.date(), {
  decode: (text) => new Date(text),
  encode: (moment) => moment.toISOString(),
});

/** Branded text: what was branded when it was written is believed when it is read. */
export function branded<T extends string>() {
  return z.custom<T>((value) => typeof value === 'string');
}
