import * as z from 'zod';
import type { Stored, User } from '../accounts/account.ts';
import type { Services } from '../services.ts';
import { storedRows } from './stored-fields.ts';
import { type Fields, isField, type StoredField } from './stored-rows.ts';

/** Where the schema of an export is found by everybody. */
export const exportSchemaPath = 'schemas/account-export.json';

/** Everything stored about a person: made of the list of stored fields, so that neither can say less than the other. */
export const AccountExport = z.strictObject({
  $schema: z.url().describe('Where this document’s schema is'),
  exportedAt: z.iso.datetime(),
  stored: z.strictObject(
    Object.fromEntries(
      storedRows
        .filter((rows) => 'find' in rows)
        .map(({ name, title, schema, fields }) => [name, z.array(recordSchema(schema, fields)).describe(title)]),
    ),
  ),
  apart: z
    .array(z.strictObject({ what: z.string(), why: z.string(), kept: z.string() }))
    .describe('What may be stored about you and cannot be found from your account'),
});

/** The personal values of every row that belongs to the account, found again at this moment. */
export async function exportOf(services: Services, account: Stored<User>): Promise<z.input<typeof AccountExport>> {
  const { config, clock } = services;
  const found = await Promise.all(
    storedRows
      .filter((rows) => 'find' in rows)
      .map(async ({ name, fields, find }) => {
        const rows = await find(services, account);
        return [name, rows.map((row) => personalValues(row, fields))] as const;
      }),
  );
  return {
    $schema: `${config.publicOrigin}/${exportSchemaPath}`,
    exportedAt: clock.now().toISOString(),
    stored: Object.fromEntries(found),
    apart: storedRows
      .filter((rows) => 'apart' in rows)
      .map(({ title, apart, kept }) => ({ what: title, why: apart, kept: kept(config) })),
  };
}

/** The values that are personal, as JSON has them. */
function personalValues(record: object, fields: Fields): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    const field = fields[name];
    if (!field || value === undefined) continue;
    if (!isField(field)) values[name] = (value as readonly object[]).map((one) => personalValues(one, field));
    else if (field.isPersonal) values[name] = value instanceof Date ? value.toISOString() : value;
  }
  return values;
}

function recordSchema(schema: z.ZodObject, fields: Fields): z.ZodObject {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, column] of Object.entries(schema.shape)) {
    const field = fields[name];
    if (field && (!isField(field) || field.isPersonal)) shape[name] = valueSchema(column as z.ZodType, field);
  }
  return z.strictObject(shape);
}

/** How the value of a column looks as JSON, when its codec has read it. */
function valueSchema(column: z.ZodType, field: StoredField | Fields): z.ZodType {
  if (column instanceof z.ZodOptional) return valueSchema(column.unwrap() as z.ZodType, field).optional();
  if (column instanceof z.ZodCodec) return valueSchema(column.def.out as z.ZodType, field);
  if (!isField(field)) {
    if (!(column instanceof z.ZodArray && column.element instanceof z.ZodObject))
      throw new Error('Not a list of records');
    return z.array(recordSchema(column.element, field));
  }
  const about = `${field.what}. ${field.why}.`;
  if (column instanceof z.ZodDate) return z.iso.datetime().describe(about);
  // Text with a brand.
  if (column instanceof z.ZodCustom) return z.string().describe(about);
  return column.describe(about);
}
