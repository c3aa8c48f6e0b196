import { describe, expect, test } from 'vitest';
import { minute } from '../../shared/clock.ts';
import { storedRows } from '../../shared/privacy/stored-rows.ts';
import { actor } from '../support/browser-actor.ts';
import { callerOf, putRoot } from '../support/residents.ts';
import { createWorld } from '../support/world.ts';

const ownPages = ['/account', '/account/sessions', '/account/identities', '/account/history'] as const;

/** Ada with two Microsoft accounts in three browsers, a moment after she signed in. */
async function adaAtHome() {
  const world = await createWorld();
  const ada = actor(world, 'ada');
  await ada.register('Ada');
  await actor(world, 'work', ada.cookies).signIn('?purpose=link&returnTo=/account/identities');
  const second = actor(world, 'ada');
  await second.signIn();
  await actor(world, 'work').signIn();
  return { world, ada, second };
}

/** The values of the hidden fields `id` on a page. */
const idsIn = (text: string) => [...text.matchAll(/name="id" value="([^"]+)"/g)].map(([, id = '']) => id);

describe('the pages of an account', () => {
  test.each(ownPages)('%s leads to the others and says where one is', async (path) => {
    const { ada } = await adaAtHome();
    const { text } = await ada.get(path);
    for (const other of ownPages) expect(text).toContain(`href="${other}"`);
    expect(text).toContain(`href="${path}" aria-current="page"`);
  });

  test.each(ownPages)('%s is for whoever is signed in to an account that is active', async (path) => {
    const { world, ada } = await adaAtHome();
    const anonymous = await actor(world, 'nobody').get(path);
    expect(anonymous.status).toBe(401);
    expect(anonymous.text).toContain('If you ask for help, quote this number');
    expect(anonymous.text).toContain('Sign in to see this page. If you were signed in, that has ended.');
    expect(anonymous.text).toContain(`/sign-in?returnTo=${encodeURIComponent(path)}`);
    await putRoot(world, 'Ada', { state: 'closed' });
    expect((await ada.get(path)).status).toBe(403);
  });
});

describe('GET /account', () => {
  test('urges somebody with only one Microsoft account to add another, and nobody else', async () => {
    const world = await createWorld();
    const ada = actor(world, 'ada');
    await ada.register('Ada');
    expect((await ada.get('/account')).text).toContain('nobody can sign in as Ada any longer');
    await actor(world, 'work', ada.cookies).signIn('?purpose=link');
    expect((await ada.get('/account')).text).not.toContain('nobody can sign in as Ada any longer');
  });
});

/** Take `aria-describedby` from either page. */
test.each([
  ['/account/sessions', 'Signed in'],
  ['/account/identities', 'account, since'],
] as const)('%s has buttons that are told apart where their names read alike', async (path, said) => {
  const { ada } = await adaAtHome();
  const { text } = await ada.get(path);
  const described = [...text.matchAll(/<button[^>]* aria-describedby="([^"]+)"/g)].map(([, id = '']) => id);
  expect(described).toHaveLength(idsIn(text).length);
  expect(new Set(described).size).toBe(2);
  for (const id of described) expect(text.split(` id="${id}">`)[1]?.split('</span>')[0]).toContain(said);
});

describe('POST /account/sessions', () => {
  test('303: ends another browser’s session, and says so', async () => {
    const { ada, second } = await adaAtHome();
    const ids = idsIn((await ada.get('/account/sessions')).text);
    expect(ids).toHaveLength(2);
    const done = await ada.submit('/account/sessions', { act: 'end', id: ids[0] ?? '' });
    expect([done.status, done.location]).toEqual([303, '/account/sessions']);
    const shown = await ada.get('/account/sessions');
    expect(shown.text).toContain('That session is ended.');
    expect(idsIn(shown.text)).toHaveLength(1);
    await ada.submit('/account/sessions', { act: 'end-others' });
    expect((await second.get('/account/sessions')).status).toBe(401);
    expect(idsIn((await ada.get('/account/sessions')).text)).toEqual([]);
  });
});

describe('POST /account/identities', () => {
  test('303: unlinks one, and says so', async () => {
    const { world, ada } = await adaAtHome();
    const [, work = ''] = idsIn((await ada.get('/account/identities')).text);
    const done = await ada.submit('/account/identities', { act: 'unlink', id: work });
    expect([done.status, done.location]).toEqual([303, '/account/identities']);
    expect((await ada.get('/account/identities')).text).toContain('The Microsoft account is unlinked');
    expect((await callerOf(world, 'Ada')).value.identities).toHaveLength(1);
  });

  test('303: unlinking the one this browser signed in with ends at the start page, signed out', async () => {
    const { ada } = await adaAtHome();
    const [own = ''] = idsIn((await ada.get('/account/identities')).text);
    expect((await ada.submit('/account/identities', { act: 'unlink', id: own })).location).toBe('/');
    expect((await ada.get('/')).text).toContain('you are signed out here');
    expect((await ada.get('/account')).status).toBe(401);
  });

  test('409: the last one stays, and the page says why', async () => {
    const { ada } = await adaAtHome();
    const [own = '', work = ''] = idsIn((await ada.get('/account/identities')).text);
    await ada.submit('/account/identities', { act: 'unlink', id: work });
    const refused = await ada.submit('/account/identities', { act: 'unlink', id: own });
    expect([refused.status, idsIn(refused.text)]).toEqual([409, []]);
    expect(refused.text).toContain('a•••@example.com is the only Microsoft account that leads to Ada.');
  });

  test('403: without a fresh sign-in there is no form, only a link that leads through one; and a form sent anyway is refused', async () => {
    const { world, ada } = await adaAtHome();
    const [, work = ''] = idsIn((await ada.get('/account/identities')).text);
    world.clock.advance(10 * minute);
    const { text } = await ada.get('/account/identities');
    expect(idsIn(text)).toEqual([]);
    expect(text).toContain('href="/sign-in?purpose=fresh&amp;returnTo=%2Faccount%2Fidentities"');
    expect(text).not.toContain('href="/sign-in?purpose=link');
    const refused = await ada.submit('/account/identities', { act: 'unlink', id: work });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('href="/sign-in?purpose=fresh&amp;returnTo=%2Faccount%2Fidentities"');
    expect((await callerOf(world, 'Ada')).value.identities).toHaveLength(2);
  });

  test('adding one that was asked for in one go: the fresh sign-in leads on to Microsoft again', async () => {
    const { world, ada } = await adaAtHome();
    world.clock.advance(10 * minute);
    const { text } = await ada.get('/account/identities');
    const href = /class="button" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const fresh = await ada.signIn(href.slice('/sign-in'.length));
    const third = actor(world, 'third', ada.cookies);
    const added = await third.signIn(fresh.location?.slice('/sign-in'.length));
    expect(added.location).toBe('/account/identities');
    const shown = (await ada.get('/account/identities')).text;
    expect(shown).toContain('The Microsoft account is added.');
    expect(shown).toContain('cannot have more');
  });
});

describe('GET /account/identities', () => {
  test('says after one was to be added that leads to the account already that nothing was changed', async () => {
    const { world, ada } = await adaAtHome();
    const path = '/account/identities';
    const added = (await ada.get(path)).text;
    expect(added).toContain('The Microsoft account is added.');
    expect(added).toContain('Protect each of them: turning two-step verification on or off for one changes nothing');
    await actor(world, 'work', ada.cookies).signIn(`?purpose=link&returnTo=${path}`);
    expect((await ada.get(path)).text).toContain('That Microsoft account leads to your account already.');
  });
});

describe('GET /account/history', () => {
  test('says in words what happened', async () => {
    const { ada } = await adaAtHome();
    const { text } = await ada.get('/account/history');
    for (const words of ['Registered', 'Signed in', 'Microsoft account added', 'w•••@example.com', 'Unknown browser']) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('user:');
    expect(text).toContain('If you do not recognise one, <a href="/account/sessions">end its session</a>');
    expect(text).toContain('<a href="/account/identities">unlink any Microsoft account that is not yours</a>.');
    const refused = await ada.get('/account/history?cursor=x');
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('This part of the list is not there. Open the list again.');
    expect(refused.text).toContain('href="/account/history">Open the page again');
  });
});

describe('GET /privacy', () => {
  test('200: tells anybody, for everything that is stored, what it is, why it is there and for how long', async () => {
    const world = await createWorld({ settings: { SESSION_LIFETIME_DAYS: '9' } });
    const { status, text } = await world.send('GET', '/privacy');
    expect(status).toBe(200);
    for (const { title, kept } of storedRows) {
      for (const words of [title, kept(world.config)]) expect(text).toContain(words);
    }
    expect(text).toContain('after 9 days at most');
    expect(text).toContain('The kind of browser');
  });

  test('says what others see: all that is shown to anybody but oneself', async () => {
    const { text } = await (await createWorld()).send('GET', '/privacy');
    for (const words of [
      'whether the account is closed are shown to everybody; so are the packages you own, and since when',
      'The owners of a package see whom it was offered to, and who changed what.',
      'The registry is told what you may do with a package.',
      'To know whom it is for; administrators see it',
      'those in the history of a package for ever',
      'schema</a> is public.',
      'How many on the last day you created one, and that day',
    ]) {
      expect(text).toContain(words);
    }
  });
});
