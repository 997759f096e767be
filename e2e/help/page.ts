import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** Messages that a test expects on the console; anything else at error level fails it. */
interface Fixtures {
  readonly expectErrors: RegExp[];
}

/** A page whose console must stay free of errors, and which may talk to its own origin only. */
export const test = base.extend<Fixtures>({
  // Playwright reads the names of a fixture's own fixtures from the pattern.
  // eslint-disable-next-line no-empty-pattern
  expectErrors: async ({}, use) => use([]),
  page: async ({ page, expectErrors }, use) => {
    const errors: string[] = [];
    const strangers: string[] = [];
    const note = (text: string): void => {
      if (!expectErrors.some((expected) => expected.test(text))) errors.push(text);
    };
    page.on('console', (message) => {
      if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => note(String(error)));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && url.hostname !== 'localhost' && url.hostname !== '127.0.0.1')
        strangers.push(url.host);
    });
    await use(page);
    expect(errors, 'errors on the console').toEqual([]);
    expect(strangers, 'hosts that the page talked to').toEqual([]);
  },
});

export { expect };

/** The words on screen, the person's and the listener's, in order. */
export const captions = (page: Page) => page.getByRole('region', { name: 'Captions' });

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What can be used on the page but has no name that a screen reader could say, as HTML. */
export const nameless = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, a, input, select, [role="slider"], [role="application"]')]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
        const name = [
          element.getAttribute('aria-label'),
          element.getAttribute('aria-labelledby'),
          element.textContent,
          ...labels.map((label) => label.textContent),
        ];
        return name.every((part) => !part?.trim());
      })
      .map((element) => element.outerHTML),
  );

/** Saves a file through the page's own button and gives its bytes. */
export async function saved(page: Page, button: string | RegExp): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const stream = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
