import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createWorld } from '../support/world.ts';

const snapshot = new URL('./openapi.snapshot.json', import.meta.url);

/** Other programs rely on it: change it on purpose, with `UPDATE_OPENAPI=1 npm test -- test/contracts`. */
test('the OpenAPI document is what the snapshot says', async () => {
  const world = await createWorld();
  const { text, headers } = await world.send('GET', '/openapi.json');
  expect(headers['content-type']).toBe('application/json');
  const document = `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  if (process.env.UPDATE_OPENAPI === '1') writeFileSync(snapshot, document);
  expect(document).toBe(readFileSync(snapshot, 'utf8'));
});
