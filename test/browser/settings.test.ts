import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { expectUsable, expectWholeWords } from '../support/browser-checks.ts';
import { atBrowser } from '../support/browser-page.ts';
import { margaret, margaretAtWork } from '../support/browser-people.ts';
import { follow, heading, press, register, signInAtMicrosoft } from '../support/browser-steps.ts';

test('somebody adds a Microsoft account, ends a session in another browser, and takes along what is stored', async () => {
  await atBrowser({ acceptDownloads: true }, async (page) => {
    await register(page, margaret, 'Margaret');
    expect(await page.getByText('Only one Microsoft account leads to Margaret.').count()).toBe(1);
    await follow(page, 'Add another');
    expect(await heading(page)).toBe('Your Microsoft accounts');
    await expectUsable(page);

    await follow(page, 'Add a Microsoft account');
    await signInAtMicrosoft(page, margaretAtWork);
    expect(await page.getByRole('status').textContent()).toMatch(/^The Microsoft account is added/);
    await expectUsable(page);

    await atBrowser({}, async (other) => {
      await other.goto('/sign-in');
      await press(other, margaretAtWork.name);
      await press(other, 'Approve');
      expect(await other.getByRole('main').textContent()).toContain('Margaret');

      await page.goto('/account/sessions');
      await expectUsable(page);
      await press(page, 'End this session');
      expect(await page.getByRole('status').textContent()).toMatch(/^That session is ended/);
      await other.reload();
      expect(await heading(other)).toBe('You are not signed in');
    });

    await page.goto('/account/history');
    await expectUsable(page);
    expect(await page.getByRole('main').textContent()).toContain('Microsoft account added');

    await page.goto('/account');
    await expectUsable(page);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download everything' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('Margaret.json');
    expect(await json(await file.createReadStream())).toMatchObject({
      stored: { account: [{ name: 'Margaret', identities: [{}, {}] }] },
    });

    await page.goto('/account/identities');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.locator('.tag').evaluate((tag) => tag.getClientRects().length)).toBe(1);
    await press(page, 'Unlink h•••@outlook.example');
    await page.goto('/privacy');
    await expectUsable(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectWholeWords(page, '.kept thead th');
  });
});
