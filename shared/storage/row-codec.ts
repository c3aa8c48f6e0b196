import * as z from 'zod/mini';
import { parseJson } from '../json.ts';
import type { Columns, Key, StoredRow } from './tables.ts';

/** A fault of the installation, never a person's. It says which row and which columns; what is in them may be a person's. */
export class UnreadableRow extends Error {
  readonly place: Key;

  constructor({ partition, row, columns }: StoredRow, places: string) {
    super(`A row of kind ${String(columns.kind ?? row.split(':')[0])} cannot be read: ${places}`);
    this.name = 'UnreadableRow';
    this.place = { partition, row };
  }
}

/** How a value is kept in a row. @throws UnreadableRow from `decode` */
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
      throw new UnreadableRow(
        row,
        parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; '),
      );
    },
    encode: (value) => z.encode(schema, value) as Columns,
  };
}

/** A list or record kept as JSON text in one column, at most 64 KiB. */
export function jsonColumn<T extends z.ZodMiniType>(inner: T) {
  return z.codec(z.string(), inner, {
    decode(text, { issues }) {
      try {
        return parseJson(text) as z.input<T>;
      } catch {
        // The parser's own words quote the text.
        issues.push({ code: 'invalid_format', format: 'json', input: text });
        return z.NEVER;
      }
    },
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
