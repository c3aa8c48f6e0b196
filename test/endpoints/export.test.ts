import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { insertAuditRow, voidRow } from '../../shared/audit/audit-entry.ts';
import { newOperation } from '../../shared/audit/operation.ts';
import { day } from '../../shared/clock.ts';
import { type Fields, isField } from '../../shared/privacy/stored-field.ts';
import { storedRows } from '../../shared/privacy/stored-rows.ts';
import { actor } from '../support/browser-actor.ts';
import { registry } from '../support/registry-actor.ts';
import { callerOf, putRoot, servicesIn } from '../support/residents.ts';
import { createWorld } from '../support/world.ts';

type Records = readonly Record<string, unknown>[];

/** Ada with two Microsoft accounts, two sessions, and an entry in her history that has everything an entry can have. */
async function fullAccount() {
  const world = await createWorld();
  const ada = actor(world, 'ada');
  await ada.register('Ada');
  await actor(world, 'work', ada.cookies).signIn('?purpose=link');
  await actor(world, 'work').signIn();
  await actor(world, 'mallory').register('Mallory');
  const eve = actor(world, 'eve');
  await eve.register('Eve');
  await eve.post('/api/organizations', { name: 'Zeta' });
  await eve.post('/api/organizations/Zeta/invitations', { username: 'Ada', role: 'admin' });
  await ada.post('/api/organizations', { name: 'Acme' });
  const backend = registry(world);
  await backend.register('Json.Net', 'Ada');
  await backend.register('Zeta.Core', 'Zeta', 'Eve');
  await eve.post('/api/packages/Zeta.Core/offers', { account: 'Ada' });
  const { tables, ...services } = servicesIn(world);
  const { key } = await callerOf(world, 'Ada');
  const entry = {
    event: 'user:session:end',
    actor: 'Ada',
    whom: 'Grace',
    role: 'admin',
    through: 'Acme',
    browser: 'Edge',
    label: 'a•••@b',
  } as const;
  await putRoot(world, 'Ada', {
    organizationsCreated: 1,
    organizationsCreatedLately: { day: '2026-03-01', count: 1 },
    purgeAfter: world.clock.now(),
  });
  await tables.transact('accounts', [insertAuditRow(key, newOperation(services), { ...entry, at: world.clock.now() })]);
  await tables.insert('accounts', voidRow(key, newOperation(services)));
  return { world, ada };
}

function personalIn(fields: Fields, place: string): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (!isField(field)) return personalIn(field, `${place}.${name}`);
    return field.isPersonal ? [`${place}.${name}`] : [];
  });
}

/** Every place in the records that has a value. */
function placesIn(records: Records, place: string): string[] {
  return records.flatMap((record) =>
    Object.entries(record).flatMap(([name, value]) =>
      Array.isArray(value) ? placesIn(value as Records, `${place}.${name}`) : [`${place}.${name}`],
    ),
  );
}

describe('GET /api/account/export', () => {
  test('200: a file with everything stored about the person, all that is personal and nothing else', async () => {
    const { ada } = await fullAccount();
    const { status, json, headers } = await ada.get('/api/account/export');
    expect([status, headers['content-disposition']]).toEqual([200, 'attachment; filename="Ada.json"']);
    const wanted = storedRows.filter((rows) => 'find' in rows).flatMap(({ name, fields }) => personalIn(fields, name));
    const found = Object.entries(json.stored as Record<string, Records>).flatMap(([name, records]) =>
      placesIn(records, name),
    );
    expect([...new Set(found)].toSorted()).toEqual(wanted.toSorted());
  });

  test('has every row there is of that person, and none of anybody else', async () => {
    const { world, ada } = await fullAccount();
    const { json, text } = await ada.get('/api/account/export');
    const stored = json.stored as Record<string, Records>;
    const ownEntries = world.store
      .rows('accounts')
      .filter((row) => row.PartitionKey === 'ada' && row.RowKey.startsWith('audit:') && row.void !== true);
    expect([stored.account?.length, stored.identityPointers?.length, stored.history?.length]).toEqual([
      1,
      2,
      ownEntries.length,
    ]);
    expect(stored.account?.[0]).toMatchObject({
      name: 'Ada',
      identities: [{ label: 'a•••@example.com' }, { label: 'w•••@example.com' }],
      sessions: [{ browser: 'Unknown browser' }, { browser: 'Unknown browser' }],
    });
    expect(text).not.toContain('Mallory');
  });

  test('holds no hash of a session’s secret', async () => {
    const { world, ada } = await fullAccount();
    const { text } = await ada.get('/api/account/export');
    for (const { hash } of (await callerOf(world, 'Ada')).value.sessions) expect(text).not.toContain(hash);
  });

  test('says what may be stored and cannot be found from an account, with how long it stays', async () => {
    const { ada } = await fullAccount();
    const { apart } = (await ada.get('/api/account/export')).json as { apart: { what: string; kept: string }[] };
    expect(apart.map(({ what }) => what)).toContain('A registration under way');
    expect(apart.find(({ what }) => what === 'A registration under way')?.kept).toContain('60 minutes');
  });

  test('is what its schema says, and the schema is where the export says', async () => {
    const { world, ada } = await fullAccount();
    const { json } = await ada.get('/api/account/export');
    expect(json.$schema).toBe('https://accounts.example.org/schemas/account-export.json');
    const served = await world.send('GET', '/schemas/account-export.json');
    expect([served.status, served.headers['content-type']]).toEqual([200, 'application/schema+json']);
    const document = JSON.parse(served.text);
    expect(document.$id).toBe(json.$schema);
    const schema = z.fromJSONSchema(document);
    expect(schema.safeParse(json).error).toBeUndefined();
    expect(schema.safeParse({ ...json, more: 1 }).success).toBe(false);
    const { description } = document.properties.stored.properties.account.items.properties.name;
    expect(description).toBe('Your username. Everybody here knows you by it.');
  });

  test('401, 403: is for whoever is signed in to an account that is active', async () => {
    const { world, ada } = await fullAccount();
    expect((await actor(world, 'nobody').get('/api/account/export')).status).toBe(401);
    await putRoot(world, 'Ada', { state: 'closed' });
    expect((await ada.get('/api/account/export')).status).toBe(403);
    await putRoot(world, 'Ada', { state: 'active' });
    world.clock.advance(day);
    expect((await ada.get('/api/account/export')).status).toBe(401);
  });
});
