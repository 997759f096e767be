import type { Page } from '@playwright/test';
import { launchOptions } from './help/browser.ts';
import { madeBank } from './help/clips';
import { expect, nameless, overflow, test } from './help/page';

test.use({ launchOptions: launchOptions() });

const map = (page: Page) => page.getByRole('application', { name: /Map of \d+ recordings/ });
const selected = (page: Page) => page.getByRole('region', { name: 'Selected recording' });
/** Opens Clips with the shipped bank on the map. */
async function open(page: Page, hash = '#/clips'): Promise<void> {
  await page.goto(`./${hash}`);
  await expect.poll(async () => Number(await map(page).getAttribute('data-points'))).toBeGreaterThan(100);
}

test('the map is walked with the arrow keys, and each recording is shown and played', async ({ page }) => {
  await page.addInitScript(() => {
    // oxlint-disable-next-line typescript/unbound-method -- Called with its own node below.
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, ...args: [when?: number]) {
      document.documentElement.dataset['played'] = String(
        Number(document.documentElement.dataset['played'] ?? 0) + 1,
      );
      start.apply(this, args);
    };
  });
  await open(page);
  await expect(page).toHaveTitle(/Clips/);
  const played = (): Promise<number> =>
    page.evaluate(() => Number(document.documentElement.dataset['played'] ?? 0));
  await map(page).focus();
  await page.keyboard.press('ArrowRight');
  const name = selected(page).getByRole('heading');
  await expect(name).toBeVisible();
  const first = page.url();
  expect(first).toContain('clip=');
  await expect.poll(played).toBe(1);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).not.toBe(first);
  await expect.poll(played).toBe(2);
  await expect(selected(page).getByRole('img', { name: /Pitch about \d+ Hz/ })).toBeVisible();
  // The plugin draws into its own canvases.
  await expect
    .poll(() =>
      page.locator('[data-spectrogram]').evaluate((box) => {
        const canvases = [...(box.firstElementChild?.shadowRoot?.querySelectorAll('canvas') ?? [])];
        return canvases.filter(({ height }) => height > 70).length;
      }),
    )
    .toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Sound is on' }).click();
  await map(page).focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.url()).toContain('clip=');
  expect(await played()).toBe(2);

  // The address leads back to the same recording, without playing it unasked.
  const there = page.url();
  const shown = await name.innerText();
  await page.goto('about:blank');
  await page.goto(there);
  await expect(name).toHaveText(shown);
  expect(await played()).toBe(0);
});

test('dimensions, forms, a region and the table', async ({ page }) => {
  await open(page);
  const all = Number(await map(page).getAttribute('data-points'));
  await page.getByRole('button', { name: 'PCA' }).click();
  await expect(map(page)).toHaveAccessibleName(/Component 1 across, Component 2 up/);
  await expect(map(page)).toHaveAttribute('data-points', String(all));
  await page.getByRole('button', { name: 'UMAP' }).click();
  await expect(map(page)).toHaveAttribute('data-points', String(all), { timeout: 60_000 });
  await page.getByRole('button', { name: /Across$/ }).click();
  await page.getByRole('option', { name: 'Duration' }).click();
  await expect(map(page)).toHaveAccessibleName(/Duration across/);
  expect(page.url()).toContain('x=duration');
  await page.getByRole('button', { name: 'Ratings' }).click();

  const forms = page.getByRole('group', { name: 'Forms on the map' });
  await forms.getByRole('button', { name: 'Hide all' }).click();
  await expect(map(page)).toHaveAttribute('data-points', '0');
  await forms.getByRole('button', { name: /^mhm/ }).click();
  const mhms = Number(await map(page).getAttribute('data-points'));
  expect(mhms).toBeGreaterThan(5);
  await forms.getByRole('button', { name: 'Show all' }).click();

  // A line around the whole map holds all of it.
  await page.getByRole('button', { name: 'Lasso' }).click();
  const box = await map(page).boundingBox();
  if (!box) throw new Error('The map is not there.');
  const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(0.03, 0.12));
  await page.mouse.down();
  for (const [x, y] of [
    [0.99, 0.12],
    [0.99, 0.99],
    [0.03, 0.99],
  ] as const)
    await page.mouse.move(...at(x, y), { steps: 5 });
  await page.mouse.up();
  const region = page.getByRole('region', { name: 'Region' });
  await expect(region.getByRole('status')).toContainText(/\d+ recordings in the region/);
  await expect(region).toContainText(/Voiced\s*\d+ ms/);
  await expect(region).toContainText(/Pitch range\s*\d+\.\d semitones/);
  await expect(region).toContainText(/Surprisal\s*\d\.\d\d/);
  await region.getByRole('button', { name: 'Clear' }).click();
  await expect(region).toBeHidden();

  await page.getByRole('button', { name: `The ${all} recordings as a table` }).click();
  const table = page.getByRole('region', { name: 'Recordings' });
  await table.getByRole('button', { name: 'Surprisal' }).click();
  await table.getByRole('button', { name: 'Surprisal' }).click();
  await expect(table.getByRole('columnheader', { name: 'Surprisal' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  const values = (await table.locator('tbody tr td:nth-child(6)').allInnerTexts()).map(Number);
  expect(values).toEqual([...values].sort((one, other) => other - one));
});

test('a sentence lands on the map, and what answers it lights up', async ({ page }) => {
  await open(page);
  const sentence = page.getByRole('textbox', { name: /What would it answer/ });
  const best = page.getByRole('list', { name: 'Best recordings' }).getByRole('listitem');
  await sentence.fill('I just heard that we won the first prize!');
  await page.keyboard.press('Enter');
  await expect(best).toHaveCount(10, { timeout: 60_000 });
  const good = await best.allInnerTexts();
  const scores = good.map((text) => Number(/-?\d+\.\d+/.exec(text)?.[0]));
  expect(scores).toEqual([...scores].sort((one, other) => other - one));
  await sentence.fill('Turn left at the corner and then go on to the bridge.');
  await page.keyboard.press('Enter');
  await expect.poll(() => best.allInnerTexts()).not.toEqual(good);
  await best.first().getByRole('button').click();
  await expect(selected(page).getByRole('heading')).toBeVisible();
});

test('5,000 recordings: imported with their measures, and panned within 8 ms of work a frame', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await open(page);
  await page.getByLabel('Recordings to import').setInputFiles({
    name: 'made.zip',
    mimeType: 'application/zip',
    buffer: madeBank(5_000, await encoderOf(page), 24),
  });
  await expect(map(page)).toHaveAttribute('data-points', '5000', { timeout: 150_000 });
  await expect(page.getByRole('region', { name: 'Import' })).toContainText('5000 recordings taken');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const metrics = await page.context().newCDPSession(page);
  // Of this thread's own work: on a busy machine the clock on the wall says nothing.
  await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyMs = async (): Promise<number> =>
    1000 *
    ((await metrics.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')
      ?.value ?? Number.NaN);
  const before = await busyMs();
  const frames = await map(page).evaluate(async (box) => {
    const { left, top, width, height } = box.getBoundingClientRect();
    box.setPointerCapture = () => undefined;
    const point = (type: string, x: number, y: number): boolean =>
      box.dispatchEvent(
        new PointerEvent(type, {
          clientX: left + width / 2 + x,
          clientY: top + height / 2 + y,
          pointerId: 7,
        }),
      );
    const COUNT = 90;
    point('pointerdown', 0, 0);
    for (let frame = 1; frame <= COUNT; frame++) {
      await new Promise(requestAnimationFrame);
      point('pointermove', 90 * Math.sin(frame / 8), 60 * Math.sin(frame / 9));
    }
    point('pointerup', 0, 0);
    return COUNT;
  });
  expect(((await busyMs()) - before) / frames).toBeLessThan(8);
});

/** What makes the shipped bank's vectors, as its own file says. */
const encoderOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const packs = performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => /clips-[^/]*\/\d+\/bank\.json/.test(name));
    const response = await fetch(packs[0] ?? '');
    return ((await response.json()) as { encoder: string }).encoder;
  });

test('the page fits wide and narrow, light and dark, and everything in it has a name', async ({
  page,
}, info) => {
  await open(page);
  await page.getByRole('button', { name: 'Try the example' }).click();
  await expect(page.getByRole('list', { name: 'Best recordings' })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('list', { name: 'Best recordings' }).getByRole('button').first().click();
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 860 });
    await expect(page.locator('[data-pitch]')).toBeVisible();
    await expect.poll(() => overflow(page)).toBe(0);
    expect(await nameless(page)).toEqual([]);
    await page.screenshot({ path: info.outputPath(`clips-${scheme}-${width}.png`), fullPage: true });
  }
});

test('Talk and Clips are two pages of one app: links, the address, and going back', async ({ page }) => {
  await page.goto('./');
  await expect(page).toHaveURL(/#\/talk$/);
  await page.getByRole('link', { name: 'Clips' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Clips' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Clips' })).toHaveAttribute('aria-current', 'page');
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Start talking' })).toBeVisible();
  await page.goto('./#/nowhere');
  await expect(page).toHaveURL(/#\/talk$/);
});

test.describe('where a part of the page cannot be fetched', () => {
  // Otherwise it may come from there.
  test.use({ serviceWorkers: 'block' });
  for (const part of ['clips-page', 'clips-app'])
    test(`the page says so: ${part}`, async ({ page, expectErrors }) => {
      expectErrors.push(/net::ERR_FAILED/);
      await page.route(`**/assets/${part}-*.js`, (route) => route.abort());
      await page.goto('./#/clips');
      await expect(page.getByRole('alert')).toContainText('The Clips page could not be loaded.');
      await page.unroute(`**/assets/${part}-*.js`);
      await page.getByRole('button', { name: 'Reload the page' }).click();
      await expect(map(page)).toBeVisible();
    });
});
