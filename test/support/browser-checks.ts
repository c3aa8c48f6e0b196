import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** WCAG 2.2 AA, and what axe considers good practice besides. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
/** The narrowest that WCAG 1.4.10 has a page fit into. */
const narrow = { width: 320, height: 640 };

/** Whether everybody can use the page as it stands: light and dark, at a desk and on a phone. */
export async function expectUsable(page: Page): Promise<void> {
  const faults: string[] = [];
  for (const viewport of [desktop, phone, narrow]) {
    await page.setViewportSize(viewport);
    const at = `${await page.title()} at ${viewport.width}`;
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) faults.push(`${at} scrolls`);
  }
  let axe = {};
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const viewport of [desktop, phone]) {
      await page.setViewportSize(viewport);
      // Legacy: only within this page; there are no frames to look into.
      const { violations } = await new AxeBuilder({ page, ...axe }).withTags(tags).setLegacyMode().analyze();
      // It stays in the page. Sending its half megabyte again for every run would take most of the time.
      axe = { axeSource: ';' };
      const at = `${await page.title()} at ${viewport.width}, ${colorScheme}`;
      faults.push(...violations.map(({ id, nodes }) => `${at}: ${id} ${nodes.map(({ html }) => html).join(' ')}`));
    }
  }
  expect(faults).toEqual([]);
}

/**
 * Presses Tab until the element with this name has the focus. Everything on the way must show when it has the focus:
 * WCAG 2.4.7 and 2.4.11.
 */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  while (passed.length < 30) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(async () => {
      // The browser scrolls to what has the focus with the next frame.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return undefined;
      const style = getComputedStyle(element);
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent;
      return {
        name: label?.replaceAll(/\s+/g, ' ').trim() ?? '',
        isMarked: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
        isInView: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
      };
    });
    if (focused === undefined) continue;
    expect(focused).toMatchObject({ isMarked: true, isInView: true });
    if (focused.name === name || focused.name.startsWith(`${name} `)) return;
    passed.push(focused.name);
  }
  throw new Error(`The tabulator does not lead to "${name}", only to ${passed.join(', ')}.`);
}

/** Whether each word of these elements stands on one line. */
export async function expectWholeWords(page: Page, selector: string): Promise<void> {
  const broken = await page.locator(selector).evaluateAll((elements) =>
    elements.flatMap((element) => {
      const text = element.firstChild;
      const words = [...(text?.textContent ?? '').matchAll(/[^\s-]+/g)];
      return words.flatMap(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text ?? element, index);
        range.setEnd(text ?? element, index + word.length);
        return range.getClientRects().length > 1 ? [word] : [];
      });
    }),
  );
  expect(broken).toEqual([]);
}

/** What was refused without a field to blame: the reason has the focus, and so is read aloud, and is in view, apart from what follows. */
export async function expectReadRefusal(page: Page, reason: RegExp) {
  const alert = page.getByRole('alert');
  expect(await alert.textContent()).toMatch(reason);
  const seen = await alert.evaluate(async (element) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const { top, bottom } = element.getBoundingClientRect();
    const next = element.nextElementSibling?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
    return {
      hasFocus: document.activeElement === element,
      isInView: top >= 0 && bottom <= innerHeight,
      isApart: next - bottom >= 8,
    };
  });
  expect(seen).toEqual({ hasFocus: true, isInView: true, isApart: true });
}

/** A refused form: an alert says that it is; the field has what was typed, and says what is wrong with it. */
export async function expectRefusedField(
  page: Page,
  typed: string,
  fault: RegExp,
  label: string | RegExp = 'Username',
) {
  const field = page.getByRole('textbox', { name: label });
  expect(await page.getByRole('alert').textContent()).not.toBe('');
  expect(await page.title()).toMatch(/^Error: /);
  expect(await field.inputValue()).toBe(typed);
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  const described = ((await field.getAttribute('aria-describedby')) ?? '').split(' ');
  const texts = await Promise.all(described.map((id) => page.locator(`#${id}`).textContent()));
  expect(texts.at(-1)).toMatch(fault);
}
