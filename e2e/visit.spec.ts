import { readdirSync } from 'node:fs';
import { SMALL_SET } from '../src/packs';
import { captions, expect, test } from './help/page';
import { staticHost } from './help/static-host';

/** Recordings of the clip bank and of the listener's own turns. */
const SOUNDS = [SMALL_SET.clips, SMALL_SET.voice].flatMap((id) =>
  readdirSync(`models/${id.replace('@', '/')}`).filter((name) => name.endsWith('.flac')),
).length;

test('the sample conversation runs through the same stages, for a visitor without a microphone', async ({
  page,
}) => {
  const response = await page.goto('./');
  const headers = response?.headers() ?? {};
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).toMatch(/connect-src 'self';/);
  expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
  await page.getByRole('button', { name: 'Hear a sample conversation' }).click();
  await expect(page.getByText(/MB of/)).toBeVisible();
  await expect(captions(page)).toContainText(/\w+ \w+ \w+/, { timeout: 60_000 });
  await expect(page.locator('[data-mark]').first()).toBeVisible({ timeout: 60_000 });
});

test.describe('a host without headers, under a sub-path', () => {
  test('the service worker isolates the page, and the second visit needs no network', async ({
    page,
    context,
  }) => {
    const host = await staticHost();
    await page.goto(host.url);
    // The page reloads itself once.
    await page.waitForFunction(() => globalThis.crossOriginIsolated);
    await page.getByRole('button', { name: 'Hear a sample conversation' }).click();
    await expect(captions(page)).toContainText(/\w+ \w+/, { timeout: 60_000 });
    // The listener's recordings come last, while it already listens.
    const keptSounds = (): Promise<number> =>
      page.evaluate(async () => {
        const kept = await (await caches.open('mhm-parts-1')).keys();
        return kept.filter(({ url }) => /(clips|voice)-heart.*flac/.test(url)).length;
      });
    await expect.poll(keptSounds, { timeout: 40_000 }).toBe(SOUNDS);
    await host.close();
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('button', { name: 'Hear a sample conversation' }).click();
    await expect(captions(page)).toContainText(/\w+ \w+/, { timeout: 60_000 });
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  });

  test('without a service worker it works on one thread', async ({ browser }) => {
    const host = await staticHost('/');
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(host.url);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
    await page.getByRole('button', { name: 'Hear a sample conversation' }).click();
    await expect(captions(page)).toContainText(/\w+ \w+/, { timeout: 60_000 });
    await page.getByRole('button', { name: 'Details' }).click();
    await expect(page.getByText('WASM, one thread')).toBeVisible();
    await context.close();
    await host.close();
  });
});
