import * as z from 'zod/mini';
import type { Stored, User } from '../accounts/account.ts';
import { once } from '../once.ts';
import type { Services } from '../services.ts';
import { type Fields, isField, type StoredField } from './stored-field.ts';
import { hintsByKind } from './stored-hints.ts';
import { storedRows } from './stored-rows.ts';

/** Where anybody finds the schema of an export. */
export const exportSchemaPath = 'schemas/account-export.json';

/**
 * Everything stored about a person: made of the list of stored fields, so that neither can say less than the other. Large,
 * and needed by two endpoints only: made when first asked for.
 */
export const accountExport = once(makeSchema);
export type AccountExport = z.input<ReturnType<typeof accountExport>>;

function makeSchema() {
  const stored = storedRows
    .filter((rows) => 'find' in rows)
    .map(({ name, title, schema, fields }) => [name, z.array(recordSchema(schema, fields)).check(z.describe(title))]);
  return z.strictObject({
    $schema: z.url().check(z.describe('Where this document’s schema is')),
    exportedAt: z.iso.datetime(),
    stored: z.strictObject(Object.fromEntries(stored)),
    apart: z
      .array(z.strictObject({ what: z.string(), why: z.string(), kept: z.string() }))
      .check(z.describe('What may be stored about you and cannot be found from your account')),
  });
}

/** The personal values of every row that belongs to the account, found again at this moment. */
export async function exportOf(services: Services, account: Stored<User>): Promise<AccountExport> {
  const { config, clock } = services;
  const hintsOf = hintsByKind(services, account);
  const found = await Promise.all(
    storedRows
      .filter((rows) => 'find' in rows)
      .map(async ({ name, fields, find }) => {
        const rows = await find(services, account, hintsOf);
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

function recordSchema(schema: z.ZodMiniObject, fields: Fields): z.ZodMiniObject {
  const shape: Record<string, z.ZodMiniType> = {};
  for (const [name, column] of Object.entries(schema.shape)) {
    const field = fields[name];
    if (field && (!isField(field) || field.isPersonal)) shape[name] = valueSchema(column as z.ZodMiniType, field);
  }
  return z.strictObject(shape);
}

/** How the value of a column looks as JSON, once its codec has read it. */
function valueSchema(column: z.ZodMiniType, field: StoredField | Fields): z.ZodMiniType {
  if (column instanceof z.ZodMiniOptional) return z.optional(valueSchema(column.def.innerType as z.ZodMiniType, field));
  if (column instanceof z.ZodMiniCodec) return valueSchema(column.def.out as z.ZodMiniType, field);
  if (!isField(field)) {
    if (!(column instanceof z.ZodMiniArray && column.def.element instanceof z.ZodMiniObject))
      throw new Error('Not a list of records');
    return z.array(recordSchema(column.def.element, field));
  }
  const about = `${field.what}. ${field.why}.`;
  if (column instanceof z.ZodMiniDate) return z.iso.datetime().check(z.describe(about));
  // Branded text.
  if (column instanceof z.ZodMiniCustom) return z.string().check(z.describe(about));
  return column.check(z.describe(about));
}
