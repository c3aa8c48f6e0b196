import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { voidRow } from '../../shared/audit/audit-entry.ts';
import { newOperation } from '../../shared/audit/operation.ts';
import { type Fields, isField } from '../../shared/privacy/stored-field.ts';
import { storedRows } from '../../shared/privacy/stored-rows.ts';
import { tableNames } from '../../shared/storage/tables.ts';
import { actor } from '../support/browser-actor.ts';
import { callerOf, servicesIn } from '../support/residents.ts';
import { createWorld } from '../support/world.ts';

/** `sessions.browser` for a member of the records in a column. */
function describedIn(fields: Fields, place = ''): string[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    isField(field) ? [`${place}${name}`] : describedIn(field, `${place}${name}.`),
  );
}

function columnsOf(schema: z.ZodMiniObject, place = ''): string[] {
  return Object.entries(schema.shape).flatMap(([name, column]) => {
    const inner = column instanceof z.ZodMiniCodec ? column.def.out : column;
    const isList = inner instanceof z.ZodMiniArray && inner.def.element instanceof z.ZodMiniObject;
    return isList ? columnsOf(inner.def.element as z.ZodMiniObject, `${place}${name}.`) : [`${place}${name}`];
  });
}

describe('the list of stored fields', () => {
  test.each(storedRows)('describes every column of “$title”, and no others', ({ schema, fields }) => {
    expect(describedIn(fields).toSorted()).toEqual(columnsOf(schema).toSorted());
  });

  test('describes the rows of every codec there is', () => {
    const root = path.resolve(import.meta.dirname, '../../shared');
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(root, file), 'utf8'));
    const codecs = sources.flatMap((text) => [...text.matchAll(/^(?:export )?const \w+ = rowCodec\(/gm)]);
    const made = sources.flatMap((text) => [...text.matchAll(/(?<!function )\browCodec\(/g)]);
    expect(made).toHaveLength(codecs.length);
    expect(new Set(storedRows.map(({ schema }) => schema)).size).toBe(codecs.length);
    expect(storedRows).toHaveLength(codecs.length);
  });

  test('describes whatever is really stored', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    await actor(world, 'work', ada.cookies).signIn('?purpose=link');
    await ada.signIn('?purpose=fresh');
    await actor(world, 'eve').signIn();
    const services = servicesIn(world);
    await services.tables.insert('accounts', voidRow((await callerOf(world, 'Ada')).key, newOperation(services)));
    const bookkeeping = /^(PartitionKey|RowKey|Timestamp|odata\..*|.*@odata\.type)$/;
    for (const table of tableNames) {
      const rows = world.store.rows(table);
      const described = new Set(
        storedRows.filter((kind) => kind.table === table).flatMap(({ fields }) => Object.keys(fields)),
      );
      const stored = rows.flatMap((row) => Object.keys(row)).filter((column) => !bookkeeping.test(column));
      expect(stored.filter((column) => !described.has(column))).toEqual([]);
    }
    expect(world.store.rows('flows').length * world.store.rows('registrations').length).toBeGreaterThan(0);
  });

  test('names each kind of row once', () => {
    expect(new Set(storedRows.map(({ name }) => name)).size).toBe(storedRows.length);
  });
});
