import type { BenchReport } from '../src/bench';
import { launchOptions } from './help/browser';
import { expect, nameless, overflow, saved, test } from './help/page';
import { serveTinySet } from './help/tiny-set';

// What a worker of the page fetches is answered by the test; the page's service worker would fetch it itself.
test.use({
  launchOptions: launchOptions('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'),
  serviceWorkers: 'block',
});

test('/bench measures every part on every device, says what it left out, and exports what it shows', async ({
  page,
}) => {
  // Seconds on a quiet machine; an emulated GPU beside other work takes its time.
  test.setTimeout(300_000);
  await serveTinySet(page);
  await page.goto('bench/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bench');
  await expect(page.getByText('Only the small set is here.')).toBeVisible();
  await page.getByRole('button', { name: 'The full set from an address' }).click();
  await page.getByLabel('A folder of packs').fill('models-full');
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Part 1 of 7' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Measure again' })).toBeVisible({ timeout: 240_000 });

  const results = page.getByRole('region', { name: 'Results' });
  await expect(results).toContainText('GPU: google swiftshader');
  await expect(results.locator('tbody')).toHaveCount(7);
  await expect(results.getByText('has no 16-bit arithmetic')).toHaveCount(2);
  const shown = await results
    .locator('tr[data-call]')
    .evaluateAll((rows) =>
      rows.map((row) => [
        row.getAttribute('data-call'),
        ...[...row.querySelectorAll('td')].map((cell) => cell.textContent),
      ]),
    );
  const full = 'window two one';
  expect(shown.map(([call]) => call).join(' ')).toBe(`backbone head ${full} ${full} voice voice`);

  const report = JSON.parse((await saved(page, 'Save as JSON')).toString()) as BenchReport;
  const rows = report.subjects.flatMap(({ outcome }) => (outcome.kind === 'measured' ? outcome.rows : []));
  expect(rows.map(({ call }) => call)).toEqual(shown.map(([call]) => call));
  for (const [index, { timing, ratio }] of rows.entries()) {
    const [, median = '', p95 = '', shownRatio = ''] = shown[index] ?? [];
    expect(timing.medianMs).toBeGreaterThan(0);
    expect(Number(median) / timing.medianMs).toBeCloseTo(1, 1);
    expect(Number(p95) / timing.p95Ms).toBeCloseTo(1, 1);
    expect(shownRatio === '').toBe(ratio === null);
  }
  const markdown = (await saved(page, 'Save as Markdown')).toString();
  for (const [, ...cells] of shown) expect(markdown).toContain(`| ${cells.join(' | ')} |`);

  expect(await nameless(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 780 });
  expect(await overflow(page)).toBe(0);
});

test('stopped in the middle, and without a full set at the address, the page says so', async ({
  page,
  expectErrors,
}) => {
  expectErrors.push(/404/);
  await page.goto('#/bench?models=nowhere/');
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.getByRole('alert')).toContainText('could not be fetched');
  await page.getByRole('button', { name: 'The full set from an address' }).click();
  await page.getByLabel('A folder of packs').fill('');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: /^Measure/ })).toBeVisible();
});
