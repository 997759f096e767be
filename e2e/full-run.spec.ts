import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page, Route } from '@playwright/test';
import type { Loaded } from './full-run/main';
import { launchOptions } from './help/browser.ts';
import { serveBuilt } from './help/built-page';
import { expect, test as base } from './help/page';

/* The full set's decision worker in its toy size, on the GPU that the processor plays: right, but slow. */

const PACK = new URL('fixtures/models-tiny/decision-backbone-tiny/1/', import.meta.url);
const golden = JSON.parse(readFileSync(new URL('golden.json', PACK), 'utf8')) as {
  cases: { words: string[]; hidden: number[] }[];
};
/** With its last word the cache slides. */
const sliding = golden.cases.find(({ words }) => words.length === 49) ?? { words: [], hidden: [] };

const test = base.extend<object, { host: string }>({
  host: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from the pattern.
    async ({}, use) => {
      const server = await serveBuilt(fileURLToPath(new URL('full-run/vite.config.ts', import.meta.url)));
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
});

const load = (page: Page): Promise<Loaded | { readonly refused: string }> =>
  page.evaluate(() => window.fullRun.load('tiny', 'webgpu'));
const hear = (page: Page, words: readonly string[], from: number, restMs: number) =>
  page.evaluate(([texts, first, rest]) => window.fullRun.hear(texts, first, rest), [
    words,
    from,
    restMs,
  ] as const);
const farthest = (got: readonly number[] | undefined, wanted: readonly number[] | undefined): number =>
  got?.length === wanted?.length && got !== undefined
    ? Math.max(...got.map((value, at) => Math.abs(value - (wanted?.[at] ?? Number.NaN))))
    : Number.NaN;

/** Serves the backbone's description with something in it changed. */
const describedAs = (page: Page, change: (meta: Record<string, unknown>) => unknown): Promise<unknown> =>
  page.route('**/decision-backbone-tiny/1/meta.json', async (route: Route) => {
    const meta = JSON.parse(readFileSync(new URL('meta.json', PACK), 'utf8')) as Record<string, unknown>;
    change(meta);
    await route.fulfill({ json: meta, headers: { 'cross-origin-resource-policy': 'same-origin' } });
  });

test.use({ launchOptions: launchOptions('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader') });

test('the same states as the reference, through the cache and without; the device lost is told', async ({
  page,
  host,
  browser,
}) => {
  await page.goto(host);
  expect(await load(page)).toMatchObject({
    backend: 'webgpu (google swiftshader)',
    activations: 'float32',
  });
  const { words } = sliding;
  const last = words.length - 1;
  const cached = await hear(page, words, last - 4, 30);
  await page.evaluate(() => window.fullRun.forget());
  const [anew] = await hear(page, words, last, 0);
  expect(farthest(cached.at(-1), sliding.hidden)).toBeLessThan(0.01);
  expect(farthest(anew, cached.at(-1))).toBeLessThan(0.01);
  const [p = []] = await page.evaluate((word) => window.fullRun.judge(word), last);
  expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);

  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
  await expect
    .poll(() => page.evaluate(() => window.fullRun.notes()))
    .toEqual([expect.objectContaining({ kind: 'lost', code: 'gpu-lost' })]);
  await expect(hear(page, [...words, 'so'], last + 1, 0)).rejects.toThrow('was lost');
});

test('numbers that are wrong, and a GPU that is too small, are refused by the name of the device', async ({
  page,
  host,
}) => {
  await describedAs(page, (meta) => {
    meta['needs'] = { buffer_bytes: 1e12, storage_buffer_bytes: 1e12 };
  });
  await page.goto(host);
  expect(await load(page)).toEqual({
    refused: expect.stringMatching(/^The GPU \(google swiftshader\) takes buffers of at most/),
  });
  await describedAs(page, (meta) => {
    for (const variant of meta['variants'] as { tolerance: number }[]) variant.tolerance = 1e-9;
  });
  expect(await load(page)).toEqual({
    refused: expect.stringMatching(/wrong numbers on this device \(webgpu \(google swiftshader\)\)/),
  });
});

test('a browser without a GPU is told apart before anything is loaded', async ({ playwright, host }) => {
  const browser = await playwright.chromium.launch(launchOptions());
  const page = await browser.newPage();
  await page.goto(host);
  expect(await load(page)).toEqual({ refused: expect.stringMatching(/no WebGPU|found no GPU/) });
  await browser.close();
});
