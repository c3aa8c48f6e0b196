import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { endpoints as pageEndpoints } from '../../functions/pages/endpoints.ts';
import { problemPage } from '../../functions/pages/parts/problem-view.tsx';
import css from '../../functions/pages/parts/styles.css';
import { registryRoles } from '../../shared/identity/registry-token.ts';
import { Problem, problemCodes } from '../../shared/problems.ts';
import { type Actor, actor } from '../support/browser-actor.ts';
import { leave, ofOrganization } from '../support/deletion-scene.ts';
import { bearer } from '../support/registry-actor.ts';
import { createWorld, type Sent } from '../support/world.ts';

const frontendUrl = 'https://www.example.org/new?a="><script>alert(1)</script>';
const nasty = '"><script>alert(1)</script>&amp;';

/** How a state of a page is reached: what is shown there, and to whom. A new page is a new line. */
const states: readonly (readonly [what: string, path: string, reach: (ada: Actor, grace: Actor) => Promise<Sent>])[] = [
  ['home, to nobody', '/', (ada) => ada.get('/')],
  ['home, signed in', '/', (ada) => ada.register('Ada').then(() => ada.get('/'))],
  ['home, just signed out', '/', (ada) => ada.submit('/sign-out', {}).then(() => ada.get('/'))],
  ['register, without a sign-in', '/register', (ada) => ada.get('/register')],
  ['register', '/register', (ada) => ada.signIn().then(() => ada.get('/register'))],
  ['register, a bad name', '/register', (ada) => claim(ada, nasty)],
  ['register, a reserved name', '/register', (ada) => claim(ada, 'support')],
  ['register, a taken name', '/register', (ada) => claim(ada, 'Grace')],
  ['register, a form that is not known', '/register', (ada) => submitAsNew(ada, { act: 'no-such-act' })],
  ['register, a field too many', '/register', (ada) => submitAsNew(ada, { act: 'claim', username: 'Ada', x: nasty })],
  ['register, done, on to a frontend', '/register', registerFromFrontend],
  ['account, to nobody', '/account', (ada) => ada.get('/account')],
  ['account', '/account', (ada) => ada.register('Ada').then(() => ada.get('/account'))],
  ['account, with two Microsoft accounts', '/account', (ada) => withTwo(ada).then(() => ada.get('/account'))],
  ['sessions', '/account/sessions', (ada) => ada.register('Ada').then(() => ada.get('/account/sessions'))],
  ['sessions, two', '/account/sessions', (ada) => withTwo(ada).then(() => ada.get('/account/sessions'))],
  ['identities', '/account/identities', (ada) => ada.register('Ada').then(() => ada.get('/account/identities'))],
  ['identities, two', '/account/identities', (ada) => withTwo(ada).then(() => ada.get('/account/identities'))],
  [
    'identities, a bad form',
    '/account/identities',
    (ada) => withTwo(ada).then(() => unlink(ada, { id: '', x: nasty })),
  ],
  ['history', '/account/history', (ada) => ada.register('Ada').then(() => ada.get('/account/history'))],
  ['history, no cursor', '/account/history', (ada) => withTwo(ada).then(() => ada.get('/account/history?cursor=x'))],
  ['deletion', '/account/deletion', (ada) => ada.register('Ada').then(() => ada.get('/account/deletion'))],
  ['deletion, blocked', '/account/deletion', (ada) => inAcme(ada, '', () => ada.get('/account/deletion'))],
  [
    'deletion, another name',
    '/account/deletion',
    (ada) =>
      ada.register('Ada').then(() => ada.submit('/account/deletion', { act: 'delete', name: nasty, plan: nasty })),
  ],
  ['deletion, closed', '/account/deletion', (ada) => closedAccount(ada)],
  [
    'organization deletion',
    '/organizations/Acme/deletion',
    (ada) => inAcme(ada, '', () => ada.get('/organizations/Acme/deletion')),
  ],
  [
    'organization deletion, another name',
    '/organizations/Acme/deletion',
    (ada) => inAcme(ada, '/organizations/Acme/deletion', { act: 'delete', name: nasty, plan: nasty }),
  ],
  ['organization deletion, closed', '/organizations/Acme/deletion', (ada) => closedAcme(ada)],
  ['privacy', '/privacy', (ada) => ada.get('/privacy')],
  ['profile', '/profiles/Grace', (ada) => ada.get('/profiles/Grace')],
  ['profile of nobody', '/profiles/x', (ada) => ada.get(`/profiles/${encodeURIComponent(nasty)}`)],
  [
    'organizations, none',
    '/account/organizations',
    (ada) => ada.register('Ada').then(() => ada.get('/account/organizations')),
  ],
  ['organizations', '/account/organizations', (ada) => inAcme(ada, '', () => ada.get('/account/organizations'))],
  [
    'new organization',
    '/account/organizations/new',
    (ada) => ada.register('Ada').then(() => ada.get('/account/organizations/new')),
  ],
  [
    'new organization, refused',
    '/account/organizations/new',
    (ada) => inAcme(ada, '/account/organizations/new', { act: 'create', name: 'Grace' }),
  ],
  ['organization', '/organizations/Acme', (ada) => inAcme(ada, '')],
  ['organization, not left', '/organizations/Acme', (ada) => inAcme(ada, '/organizations/Acme', { act: 'leave' })],
  [
    'organization, to a stranger',
    '/organizations/Acme',
    (ada, grace) => inAcme(ada, '', () => grace.get('/organizations/Acme')),
  ],
  ['members', '/organizations/Acme/members', (ada) => inAcme(ada, '/members')],
  [
    'members, refused',
    '/organizations/Acme/members',
    (ada) => inAcme(ada, '/organizations/Acme/members', { act: 'remove', username: 'Ada' }),
  ],
  ['invitations, sent', '/organizations/Acme/invitations', (ada) => inAcme(ada, '/invitations')],
  [
    'invitations, refused',
    '/organizations/Acme/invitations',
    (ada) => inAcme(ada, '/organizations/Acme/invitations', { act: 'invite', username: 'Zed', role: 'admin' }),
  ],
  ['history', '/organizations/Acme/history', (ada) => inAcme(ada, '/history')],
  [
    'invitations, received',
    '/account/invitations',
    (ada, grace) => inAcme(ada, '', () => grace.get('/account/invitations')),
  ],
  [
    'invitations, refused',
    '/account/invitations',
    (ada) => inAcme(ada, '/account/invitations', { act: 'accept', organization: 'Zeta' }),
  ],
  ['packages, none', '/account/packages', (ada) => ada.register('Ada').then(() => ada.get('/account/packages'))],
  ['packages', '/account/packages', (ada) => withPackages(ada, () => ada.get('/account/packages'))],
  ['packages, offered', '/account/packages', (ada, grace) => withPackages(ada, () => grace.get('/account/packages'))],
  [
    'packages, refused',
    '/account/packages',
    (ada, grace) => withPackages(ada, () => grace.submit('/account/packages', { act: 'accept', package: 'Other' })),
  ],
  [
    'packages of an organization',
    '/organizations/Acme/packages',
    (ada) => withPackages(ada, () => ada.get('/organizations/Acme/packages')),
  ],
  [
    'package, to a stranger',
    '/packages/Json.Net',
    (ada, grace) => withPackages(ada, () => grace.get('/packages/Json.Net')),
  ],
  ['package, to an owner', '/packages/Json.Net', (ada) => withPackages(ada, () => ada.get('/packages/Json.Net'))],
  ['package that is none', '/packages/x', (ada) => ada.get(`/packages/${encodeURIComponent(nasty)}`)],
  ['owners', '/packages/Json.Net/owners', (ada) => withPackages(ada, () => ada.get('/packages/Json.Net/owners'))],
  [
    'owners, not offered',
    '/packages/Json.Net/owners',
    (ada) => withPackages(ada, () => ada.submit('/packages/Json.Net/owners', { act: 'offer', account: nasty })),
  ],
  [
    'owners, not removed',
    '/packages/Json.Net/owners',
    (ada) => withPackages(ada, () => ada.submit('/packages/Json.Net/owners', { act: 'remove', owner: 'Ada' })),
  ],
  [
    'history of a package',
    '/packages/Json.Net/history',
    (ada) => withPackages(ada, () => ada.get('/packages/Json.Net/history')),
  ],
  ['problem', '/problems/name-taken', (ada) => ada.get('/problems/name-taken')],
  ['problem that is none', '/problems/x', (ada) => ada.get(`/problems/${encodeURIComponent(nasty)}`)],
  ['a sign-in that is refused', '/sign-in', (ada) => ada.get('/sign-in/callback?error=access_denied')],
  ['no page at all', '/x', (ada) => ada.get(`/${encodeURIComponent(nasty)}`, { accept: 'text/html' })],
];

async function submitAsNew(ada: Actor, fields: Record<string, string>) {
  await ada.signIn();
  return await ada.submit('/register', fields);
}

const claim = (ada: Actor, username: string) => submitAsNew(ada, { act: 'claim', username });

/** Ada with two Microsoft accounts, in two browsers. */
async function withTwo(ada: Actor) {
  await ada.register('Ada');
  await ada.as('work').signIn('?purpose=link');
  await ada.elsewhere().signIn();
}

const unlink = (ada: Actor, fields: Record<string, string>) =>
  ada.submit('/account/identities', { act: 'unlink', ...fields });

async function registerFromFrontend(ada: Actor) {
  await ada.signIn(`?returnTo=${encodeURIComponent(frontendUrl)}`);
  await ada.submit('/register', { act: 'claim', username: 'Ada' });
  return await ada.get('/register');
}

/** Ada has Acme and has invited Grace. Then a page of it, a form, or what somebody else does. */
async function inAcme(ada: Actor, path: string, act?: Record<string, string> | (() => Promise<Sent>)): Promise<Sent> {
  await ada.register('Ada');
  await ada.submit('/account/organizations/new', { act: 'create', name: 'Acme' });
  await ada.submit('/organizations/Acme/invitations', { act: 'invite', username: 'Grace', role: 'admin' });
  if (typeof act === 'function') return await act();
  return act ? await ada.submit(path, act) : await ada.get(`/organizations/Acme${path}`);
}

async function closedAccount(ada: Actor): Promise<Sent> {
  await ada.register('Ada');
  await leave(ada, 'Ada');
  await ada.signIn();
  return await ada.get('/account/deletion');
}

async function closedAcme(ada: Actor): Promise<Sent> {
  await inAcme(ada, '');
  await leave(ada, 'Acme', ofOrganization('Acme'));
  return await ada.get('/organizations/Acme/deletion');
}

/** Ada has Json.Net and has offered it to Grace; her organization Acme has Acme.Core. */
async function withPackages(ada: Actor, reach: () => Promise<Sent>): Promise<Sent> {
  const asTheRegistry = { authorization: bearer(registryRoles) };
  return await inAcme(ada, '', async () => {
    await ada.put('/api/packages/Json.Net', { owner: 'Ada', publisher: 'Ada' }, asTheRegistry);
    await ada.put('/api/packages/Acme.Core', { owner: 'Acme', publisher: 'Ada' }, asTheRegistry);
    await ada.submit('/packages/Json.Net/owners', { act: 'offer', account: 'Grace' });
    return await reach();
  });
}

async function visitors(): Promise<[ada: Actor, grace: Actor]> {
  const world = await createWorld();
  const grace = actor(world, 'grace');
  await grace.register('Grace');
  return [actor(world, 'ada'), grace];
}

async function visitor(): Promise<Actor> {
  const [ada] = await visitors();
  return ada;
}

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  // How Preact writes: no slash in void elements, the doctype in small letters.
  rules: {
    'void-style': 'off',
    'doctype-style': ['error', { style: 'lowercase' }],
    'no-implicit-input-type': 'off',
    'require-sri': ['error', { target: 'crossorigin' }],
  },
});

/** Whole, valid, and entirely of our own making: nothing in it could be script or style unless the policy allows it. */
async function expectGoodPage(html: string) {
  const { results } = await validator.validateString(html);
  const faults = results.flatMap(({ messages }) => messages.map((one) => `${one.ruleId}: ${one.message}`));
  expect(faults).toEqual([]);
  expect(html).toMatch(/^<!doctype html><html lang="en">/);
  expect(html.match(/<h1[ >]/g)).toHaveLength(1);
  expect(html.match(/<title>[^<]+ – Registry accounts<\/title>/g)).toHaveLength(1);
  // A browser gives the focus to the first that asks for it: a second would never be read aloud.
  expect([...html.matchAll(/ autofocus/g)].length).toBeLessThan(2);
  expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
  // Fails for `class="places"` in sections.tsx, which no rule knows: the links would then run together.
  const classes = [...html.matchAll(/ class="([^"]+)"/g)].flatMap(([, names = '']) => names.split(' '));
  expect(classes.filter((name) => !new RegExp(`\\.${name}\\b`).test(css))).toEqual([]);
}

describe('a page', () => {
  test.each(states)('%s is valid HTML with one heading, no script or style of its own', async (_what, _path, reach) => {
    const { text } = await reach(...(await visitors()));
    await expectGoodPage(text);
  });

  test.each(problemCodes)('of the refusal %s is so too', async (code) => {
    await expectGoodPage(problemPage(new Problem(code, nasty), 'request-id', `/account?a=${nasty}`));
  });

  test('of the list is always among these, shown and not refused', async () => {
    const answers = await Promise.all(
      states.map(async ([, path, reach]) => ({ path, status: (await reach(...(await visitors()))).status })),
    );
    const shown = answers.filter(({ status }) => status === 200).map(({ path }) => path);
    const pages = pageEndpoints.filter(({ produces }) => produces?.startsWith('text/html'));
    const missing = pages.filter(({ route }) => {
      const pattern = new RegExp(`^/${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      return !shown.some((path) => pattern.test(path));
    });
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

describe('what a person typed', () => {
  /** `>` needs no escape where no tag can be open. */
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

  test('stands in the field again, as text', async () => {
    const { text } = await claim(await visitor(), nasty);
    expect(text).toContain(` value="${escaped(nasty)}"`);
  });

  test('leads back to the frontend it came from, and is no markup in the address either', async () => {
    const { text } = await registerFromFrontend(await visitor());
    expect(text).toContain(`<meta http-equiv="refresh" content="0; url=${escaped(frontendUrl)}"`);
    expect(text).toContain(` href="${escaped(frontendUrl)}"`);
  });
});
