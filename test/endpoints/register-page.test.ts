import { describe, expect, test } from 'vitest';
import { type Actor, actor } from '../support/browser-actor.ts';
import { createWorld } from '../support/world.ts';

/** Where the button of a page leads. */
const buttonIn = (html: string) => /class="button" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

describe('/register without a sign-in', () => {
  test('leads a new person to a username, and from there to the account', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    const refused = await ada.get('/register');
    expect([refused.status, buttonIn(refused.text)]).toEqual([401, '/sign-in']);
    expect((await ada.signIn()).location).toBe('/register');
    // A landmark with nothing in it is announced all the same.
    expect((await ada.get('/register')).text).not.toContain('<nav');
    expect((await ada.submit('/register', { act: 'claim', username: 'Ada' })).location).toBe('/account');
  });

  test.each(['/register', '/register?x=1'])(
    'is no place to come back to, whoever writes %s into a link',
    async (to) => {
      const world = await createWorld();
      const query = `?returnTo=${encodeURIComponent(to)}`;
      const ada = actor(world, 'ada');
      await ada.signIn(query);
      expect((await ada.submit('/register', { act: 'claim', username: 'Ada' })).location).toBe('/account');
      expect((await ada.elsewhere().signIn(query)).location).toBe('/account');
    },
  );
});

describe('POST /register by somebody who has an account already', () => {
  test.each([
    ['in another tab', (browser: Actor) => browser],
    ['in another browser', (browser: Actor) => browser.elsewhere()],
  ])('409: %s, is a page that says so and leads to a sign-in', async (_where, other) => {
    const ada = actor(await createWorld(), 'ada');
    const second = other(ada);
    await second.signIn();
    await ada.register('Ada');
    const refused = await second.submit('/register', { act: 'claim', username: 'Ada-Other' });
    expect([refused.status, buttonIn(refused.text)]).toEqual([409, '/sign-in']);
    expect(refused.text).toContain('<h1>You have an account already</h1>');
    expect(refused.text).toContain('belongs to the user “Ada”');
    for (const untrue of ['Your account is ready', 'nobody is registered', 'aria-invalid']) {
      expect(refused.text).not.toContain(untrue);
    }
  });
});
