import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { serveBuilt } from '../help/built-page';

const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));

/** Playwright's test with the gallery built and served, and a console in which nothing may go wrong. */
export const test = base.extend<
  { quiet: undefined; open: (query: string) => Promise<void> },
  { gallery: string }
>({
  gallery: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from the pattern.
    async ({}, use, { parallelIndex }) => {
      // A folder a worker: two may build at once.
      const outDir = `../../node_modules/.cache/mhm-gallery-${parallelIndex}`;
      const server = await serveBuilt(configFile, outDir);
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
  quiet: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
      });
      page.on('pageerror', (error) => said.push(error.message));
      await use(undefined);
      // Violations of the Content-Security-Policy are among them.
      expect(said, 'errors and warnings in the console').toEqual([]);
    },
    { auto: true },
  ],
  open: async ({ page, gallery }, use) => {
    await use(async (query) => {
      await page.goto(`${gallery}?${query}`);
      await expect(page.getByRole('main')).toBeVisible();
    });
  },
});

export { expect };
