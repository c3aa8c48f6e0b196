import type { Page } from 'playwright-core';
import type { Person } from '../../local/stand-in/people.ts';

export const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

/** Does what leads to another page, and waits for that. */
export async function andArrive(page: Page, act: Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act]);
}

export const press = (page: Page, name: string) => andArrive(page, page.getByRole('button', { name }).click());
export const follow = (page: Page, name: string) => andArrive(page, page.getByRole('link', { name }).click());

/** At Microsoft: account, second step, consent. @param look is called with each of the pages. */
export async function signInAtMicrosoft(
  page: Page,
  person: Person,
  look: (page: Page) => Promise<void> = async () => {},
) {
  for (const button of [person.name, 'Approve', 'Accept']) {
    await look(page);
    await press(page, button);
  }
}

export async function register(page: Page, person: Person, username: string, start = '/sign-in') {
  await page.goto(start);
  await signInAtMicrosoft(page, person);
  await page.getByLabel('Username').fill(username);
  await press(page, 'Register');
}
