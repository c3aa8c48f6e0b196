import { beforeAll, describe, expect, inject, test } from 'vitest';
import { expectRefusedField, expectUsable } from '../support/browser-checks.ts';
import { atBrowser } from '../support/browser-page.ts';
import { alan, barbara, dennis, evelyn, frances, hedy, jean, lynn, mike, radia } from '../support/browser-people.ts';
import { follow, heading, press, register, signInAtMicrosoft } from '../support/browser-steps.ts';

beforeAll(async () => {
  await atBrowser({}, (page) => register(page, mike, 'Mike'));
});

describe('somebody new', () => {
  test('registers, signs out and signs in again, on pages that everybody can use', async () => {
    await atBrowser({}, async (page) => {
      await page.goto('/');
      await expectUsable(page);
      await follow(page, 'Sign in with Microsoft');
      await signInAtMicrosoft(page, hedy, expectUsable);

      expect(await heading(page)).toBe('Choose a username');
      await expectUsable(page);
      const field = page.getByLabel('Username');

      await field.fill('hedy lamarr');
      await press(page, 'Register');
      await expectRefusedField(page, 'hedy lamarr', /space/i);
      await expectUsable(page);

      await field.fill('Rnike');
      await press(page, 'Register');
      await expectRefusedField(page, 'Rnike', /taken|looks like/i);
      await expectUsable(page);

      await field.fill('Hedy');
      await press(page, 'Register');
      expect(await heading(page)).toBe('Your account');
      expect(await page.getByRole('status').textContent()).toBe('Your account is ready.');
      await expectUsable(page);
      await page.reload();
      expect(await page.getByRole('status').count()).toBe(0);

      await page.goto('/profiles/HEDY');
      expect(new URL(page.url()).pathname).toBe('/profiles/Hedy');
      await expectUsable(page);
      await page.goto('/');
      await expectUsable(page);

      await press(page, 'Sign out');
      expect(await page.getByRole('status').textContent()).toMatch(/^You are signed out here/);
      await expectUsable(page);
      await page.reload();
      expect(await page.getByRole('status').count()).toBe(0);

      await follow(page, 'Sign in with Microsoft');
      await press(page, hedy.name);
      expect(await heading(page)).toBe('Your account');
      expect(await page.getByRole('main').textContent()).toContain('Hedy');
    });
  });

  test('if they came from the registry, is led back there, and it may ask who they are', async () => {
    const back = `${inject('frontendOrigin')}/packages/new?from=accounts`;
    await atBrowser({}, async (page) => {
      await register(page, radia, 'Radia', `/sign-in?returnTo=${encodeURIComponent(back)}`);
      await page.waitForURL(back);
      await page.getByText('Hello, Radia').waitFor();
    });
    await atBrowser({}, async (page) => {
      await page.goto(`/sign-in?returnTo=${encodeURIComponent(back)}`);
      await press(page, radia.name);
      await press(page, 'Approve');
      await page.getByText('Hello, Radia').waitFor();
    });
  });

  test('is led to nobody else: an address that is not a known frontend’s becomes the account', async () => {
    await atBrowser({}, async (page) => {
      await register(page, evelyn, 'Evelyn', '/sign-in?returnTo=https://packages.example.net/');
      expect(page.url()).toBe(`${inject('origin')}/account`);
    });
  });

  test('may have the sign-in forgotten instead', async () => {
    await atBrowser({}, async (page) => {
      await page.goto('/sign-in');
      await signInAtMicrosoft(page, barbara);
      await press(page, 'Forget this sign-in');
      expect(await page.getByRole('status').textContent()).toMatch(/forgotten/);
      await page.goto('/register');
      expect(await heading(page)).toBe('There is no registration under way');
      await expectUsable(page);
    });
  });

  test('may have the longest of usernames: every page still fits a phone', async () => {
    const longest = 'W'.repeat(64);
    await atBrowser({}, async (page) => {
      await register(page, frances, longest);
      expect(await heading(page)).toBe('Your account');
      for (const path of ['/account', '/', `/profiles/${longest}`]) {
        await page.goto(path);
        await expectUsable(page);
      }
    });
  });

  test('needs no script', async () => {
    await atBrowser({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } }, async (page) => {
      await register(page, lynn, 'no good');
      await expectRefusedField(page, 'no good', /space/i);
      await page.getByLabel('Username').fill('Lynn');
      await press(page, 'Register');
      expect(await heading(page)).toBe('Your account');
      await press(page, 'Sign out');
      expect(await page.getByRole('status').textContent()).toMatch(/^You are signed out here/);
    });
  });
});

describe('a sign-in that does not succeed', () => {
  test('without two-step verification the person is told how to turn it on, with one link to try again', async () => {
    await atBrowser({}, async (page) => {
      await page.goto('/sign-in?returnTo=/profiles/Mike');
      await press(page, alan.name);
      await press(page, 'Accept');
      expect(await heading(page)).toBe('Two-step verification is needed');
      await expectUsable(page);
      expect(await page.getByRole('link', { name: /how two-step verification is turned on/ }).count()).toBe(1);
      expect(await page.getByRole('main').locator('a[href^="/sign-in"]').count()).toBe(1);
      await follow(page, 'Sign in again');
      expect(await heading(page)).toBe('Pick an account');
      await page.goto('/register');
      expect(await heading(page)).toBe('There is no registration under way');
    });
  });

  test('cancelled at Microsoft, it leaves nothing behind and starts again with one link', async () => {
    await atBrowser({}, async (page) => {
      await page.goto('/sign-in');
      await press(page, jean.name);
      await press(page, 'Approve');
      await press(page, 'Cancel');
      expect(await page.getByRole('main').textContent()).toContain('The sign-in was cancelled at Microsoft.');
      await expectUsable(page);
      await page.reload();
      expect(await heading(page)).toBe('This sign-in cannot be completed');
      await follow(page, 'Sign in again');
      expect(await heading(page)).toBe('Pick an account');
      await page.goto('/register');
      expect(await heading(page)).toBe('There is no registration under way');
    });
  });

  test('other refusals are pages that everybody can use', async () => {
    await atBrowser({}, async (page) => {
      for (const path of ['/account', '/profiles/Nobody', '/no/such/page', '/problems/name-taken']) {
        await page.goto(path);
        await expectUsable(page);
      }
    });
  });
});

describe('after signing out', () => {
  test('the back button shows nothing of the account', async () => {
    await atBrowser({}, async (page) => {
      await register(page, dennis, 'Dennis');
      await page.goto('/profiles/Mike');
      await page.goto('/account');
      await press(page, 'Sign out');
      await page.goBack();
      expect(await heading(page)).toBe('You are not signed in');
      for (let more = 0; more < 2; more += 1) {
        expect(await page.content()).not.toContain('Dennis');
        await page.goBack();
      }
      expect(await page.content()).not.toContain('Dennis');
    });
  });
});
