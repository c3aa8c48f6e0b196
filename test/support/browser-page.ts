import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';

const patienceMilliseconds = 10_000;

let connecting: Promise<Browser> | undefined;

/**
 * A person at a browser of their own. Whatever it complains about on the way fails the test: a message in the console
 * (a violated content security policy is one), an error of a script, a request that failed, a part of a page refused.
 */
export async function atBrowser(options: BrowserContextOptions, act: (page: Page) => Promise<void>): Promise<void> {
  connecting ??= chromium.connect(inject('browserEndpoint'));
  const browser = await connecting;
  const context = await browser.newContext({ baseURL: inject('origin'), ...options });
  try {
    context.setDefaultTimeout(patienceMilliseconds);
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await act(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // That a page was refused is for the test to expect; `response` below covers its parts.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded');
    if (!isStatus && ['error', 'warning'].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => {
    const fault = request.failure()?.errorText;
    // This is how a navigation ends that turns out to be a download.
    const isDownload = request.isNavigationRequest() && fault === 'net::ERR_ABORTED';
    if (!isDownload) complaints.push(`${request.url()}: ${fault}`);
  });
  page.on('response', (response) => {
    // That nobody is signed in is what a frontend asks for.
    const isAnswer = response.url().endsWith('/api/session') && response.status() === 401;
    if (response.status() >= 400 && !isAnswer && !response.request().isNavigationRequest())
      complaints.push(`${response.url()}: ${response.status()}`);
  });
  return complaints;
}
