/** A picture of every page in `screenshots/`: light and dark, on a phone and at a desk. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { registryBackend } from '../examples/registry-backend.ts';
import { follow, press, register, signInAtMicrosoft } from '../test/support/browser-steps.ts';
import { chromiumLaunch } from '../test/support/chromium.ts';
import { backendSettings, startExample } from '../test/support/example-server.ts';
import { startSystem } from '../test/support/system.ts';
import { ada, alan, charles, grace } from './stand-in/people.ts';

const folder = path.join(path.dirname(import.meta.dirname), 'screenshots');

const modes = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { name: `desktop-${colorScheme}`, colorScheme, viewport: { width: 1280, height: 800 } },
  { name: `phone-${colorScheme}`, colorScheme, viewport: { width: 390, height: 844 } },
]);

const claim = async (page: Page, username: string) => {
  await page.getByLabel('Username').fill(username);
  await press(page, 'Register');
};

const create = async (page: Page, name: string) => {
  await page.getByLabel('Name').fill(name);
  await press(page, 'Create');
};

const invite = async (page: Page, username: string) => {
  await page.getByLabel('Username').fill(username);
  await press(page, 'Invite');
};

const offer = async (page: Page, account: string) => {
  await page.getByLabel('User or organization').fill(account);
  await press(page, 'Offer');
};

const acceptOffer = async (page: Page, id: string) => {
  await page.goto('/account/packages');
  await press(page, `Accept the offer of ${id}`);
};

const remove = async (page: Page, name: string, typed = name) => {
  await page.getByLabel(/^Type/).fill(typed);
  await press(page, `Delete ${name}`);
};

/** What others do meanwhile: Grace at her browser, and the registry. */
interface Others {
  readonly grace: Page;
  publish(id: string, username: string): Promise<unknown>;
}

type Way = string | ((page: Page, others: Others) => Promise<unknown>);

/**
 * Every page, in the order in which one person in one browser meets it: by its address if no step is given.
 * A new page is a new line.
 */
const pictures: readonly (readonly [name: string, way: Way])[] = [
  ['home', '/'],
  ['home-skip-link', (page) => page.keyboard.press('Tab')],
  ['refused-not-signed-in', '/account'],
  ['refused-no-registration', '/register'],
  ['refused-not-found', '/no/such/page'],
  ['refused-no-such-account', '/profiles/Nobody'],
  ['refused-callback', '/sign-in/callback?state=unknown'],
  ['problem', '/problems/name-taken'],
  ['stand-in-account', '/sign-in'],
  ['stand-in-consent', (page) => press(page, alan.name)],
  ['refused-second-factor', (page) => press(page, 'Accept')],
  ['stand-in-verify', (page) => page.goto('/sign-in').then(() => press(page, ada.name))],
  ['refused-cancelled', (page) => press(page, 'Cancel')],
  ['register', (page) => page.goto('/sign-in').then(() => signInAtMicrosoft(page, ada))],
  ['register-invalid-name', (page) => claim(page, 'ada@outlook.example')],
  ['register-name-reserved', (page) => claim(page, 'support')],
  ['register-name-taken', (page) => claim(page, 'Grace')],
  ['account-registered', (page) => claim(page, 'Ada')],
  ['account', '/account'],
  ['home-signed-in', '/'],
  ['identities', '/account/identities'],
  ['identities-linked', (page) => follow(page, 'Add a Microsoft account').then(() => signInAtMicrosoft(page, charles))],
  ['account-two-identities', '/account'],
  ['sessions', '/account/sessions'],
  ['history', '/account/history'],
  ['privacy', '/privacy'],
  ['profile', '/profiles/Ada'],
  ['organizations-none', '/account/organizations'],
  ['organization-new', (page) => follow(page, 'Create an organization')],
  ['organization', (page) => create(page, 'Analytical-Engines')],
  ['organization-not-left', (page) => press(page, 'Leave Analytical-Engines')],
  ['organization-invitations', (page) => follow(page, 'Invitations')],
  ['organization-not-invited', (page) => invite(page, 'grace')],
  ['organization-invited', (page) => invite(page, 'Grace')],
  ['organization-members', (page) => follow(page, 'Members')],
  ['organization-member', (page) => page.getByText('Change Ada').click()],
  ['organization-history', (page) => follow(page, 'History')],
  ['organizations', '/account/organizations'],
  ['invitations-none', '/account/invitations'],
  ['packages-none', '/account/packages'],
  ['package', (page, { publish }) => publish('Json.Net', 'Ada').then(() => page.goto('/packages/Json.Net'))],
  ['package-owners', (page) => follow(page, 'Owners')],
  ['package-not-offered', (page) => offer(page, 'grace')],
  ['package-offered', (page) => offer(page, 'Grace')],
  ['package-owner', (page) => page.getByText('Change Ada').click()],
  ['package-history', (page) => follow(page, 'History')],
  ['packages', '/account/packages'],
  ['organization-packages', '/organizations/Analytical-Engines/packages'],
  ['deletion-blocked', '/account/deletion'],
  ['organization-deletion', '/organizations/Analytical-Engines/deletion'],
  ['organization-closed', (page) => remove(page, 'Analytical-Engines')],
  ['deletion', (page, { grace: hers }) => acceptOffer(hers, 'Json.Net').then(() => page.goto('/account/deletion'))],
  ['deletion-wrong-name', (page) => remove(page, 'Ada', 'ada')],
  ['home-account-closed', (page) => remove(page, 'Ada')],
  ['account-closed', (page) => page.goto('/sign-in').then(() => press(page, ada.name))],
  ['home-signed-out', (page) => press(page, 'Sign out')],
];

const system = await startSystem();
const backend = await startExample(registryBackend({ ...backendSettings(system), userOf: (apiKey) => apiKey }));
const browser = await chromium.launch(await chromiumLaunch());
try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const other = await browser.newPage({ baseURL: system.origin });
  await register(other, grace, 'Grace');
  const others: Others = {
    grace: other,
    publish: (id, username) =>
      fetch(`${backend.origin}/packages/${id}`, { method: 'PUT', headers: { 'x-api-key': username } }),
  };

  const page = await browser.newPage({ baseURL: system.origin });
  for (const [at, [name, way]] of pictures.entries()) {
    if (typeof way === 'string') await page.goto(way);
    else await way(page, others);
    for (const { viewport, colorScheme, name: mode } of modes) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const file = `${String(at + 1).padStart(2, '0')}-${name}-${mode}.png`;
      await page.screenshot({ path: path.join(folder, file), fullPage: true });
    }
  }
  console.log(`${pictures.length * modes.length} pictures in screenshots/`);
} finally {
  await browser.close();
  await backend.close();
  await system.stop();
}
