import { readFileSync } from 'node:fs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import type { Page } from '@playwright/test';
import { encodeWav } from '../src/pipeline';
import { launchOptions } from './help/browser.ts';
import { voice, voiceWav } from './help/clips';
import { expect, test } from './help/page';
import { makeTakesFile, TAKES_WAV } from './help/takes-file';

test.use({
  launchOptions: launchOptions(
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${TAKES_WAV}`,
  ),
});
test.beforeAll(makeTakesFile);

const upload = (page: Page, ...files: { name: string; buffer: Uint8Array }[]): Promise<void> =>
  page.getByLabel('Recordings to import').setInputFiles(
    files.map(({ name, buffer }) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(buffer),
    })),
  );
const report = (page: Page) => page.getByRole('region', { name: 'Import' });
const open = async (page: Page): Promise<void> => {
  await page.goto('./#/clips');
  await expect(page.getByRole('application', { name: /Map of \d+ recordings/ })).toBeVisible();
};
const points = (page: Page) => page.locator('[data-points]');

test('recordings are taken in, what cannot be used is said, and the good ones are kept for the next visit', async ({
  page,
}) => {
  await open(page);
  const stereo = encodeWav([voice(150), voice(150, 0.4, 0.1)], 16_000);
  const clipped = encodeWav(
    [voice(200, 0.5, 0.3).map((value) => Math.max(-1, Math.min(1, 12 * value)))],
    16_000,
  );
  await upload(
    page,
    { name: 'yeah_1.wav', buffer: voiceWav(140) },
    { name: 'mhm.wav', buffer: stereo },
    { name: 'wow.wav', buffer: clipped },
    { name: 'aww.wav', buffer: voiceWav(220) },
    { name: 'silent_yes.wav', buffer: encodeWav([new Float32Array(16_000)], 16_000) },
    { name: 'ten_minutes.wav', buffer: encodeWav([new Float32Array(600 * 8_000)], 8_000) },
    { name: 'letter.wav', buffer: strToU8('Dear Sir or Madam') },
  );
  await expect(report(page)).toContainText('4 recordings taken');
  await expect(report(page)).toContainText('wow.wav is clipped');
  await expect(report(page)).toContainText('silent_yes.wav is silent.');
  await expect(report(page)).toContainText('ten_minutes.wav is longer than 1 minute');
  await expect(report(page)).toContainText('letter.wav is not an audio file');
  await expect(page.getByRole('group', { name: 'Forms on the map' })).toContainText('other');

  // Measured by the models, so that each has its place on the map.
  await expect(points(page)).toHaveAttribute('data-points', '4', { timeout: 60_000 });
  await page.reload();
  await page.getByRole('button', { name: /Bank$/ }).click();
  await page.getByRole('option', { name: 'Imported' }).click();
  await expect(points(page)).toHaveAttribute('data-points', '4', { timeout: 60_000 });

  // The form is corrected by hand.
  await page.getByRole('button', { name: 'The 4 recordings as a table' }).click();
  await page.getByRole('button', { name: /Play aww/ }).click();
  await page
    .getByRole('region', { name: 'Selected recording' })
    .getByRole('button', { name: /Its form$/ })
    .click();
  await page.getByRole('option', { name: 'ah', exact: true }).click();
  await expect(page.getByRole('button', { name: /Play ah/ })).toBeVisible();
});

test('an archive that would do harm is read as far as it is safe', async ({ page }) => {
  await open(page);
  const evil = zipSync({
    '../../escape_yeah.wav': voiceWav(150),
    'good_mhm.wav': [voiceWav(160), { level: 0 }],
    'zeros_yeah.wav': new Uint8Array(40_000_000),
  });
  await upload(page, { name: 'evil.zip', buffer: evil });
  await expect(report(page)).toContainText('evil: 1 recording taken');
  await expect(report(page)).toContainText('leads out of it');
  await expect(report(page)).toContainText('unpacks to far more than any recording');
  await upload(page, { name: 'none.zip', buffer: strToU8('not a zip') });
  await expect(report(page)).toContainText('Nothing was imported');
  await expect(report(page)).toContainText('This is not a zip archive');
});

test('storage that is refused, and storage that is full, are said in plain words', async ({ page }) => {
  await page.addInitScript(() => {
    // oxlint-disable-next-line typescript/unbound-method -- Called with its own store below.
    const put = IDBObjectStore.prototype.put;
    let sounds = 0;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: [unknown, IDBValidKey?]) {
      if (this.name === 'sounds' && (sounds += 1) > 60) throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, args);
    };
  });
  await open(page);
  const many = Array.from({ length: 80 }, (_, at) => ({
    name: `yeah_${at}.wav`,
    buffer: voiceWav(120 + at, 0.2),
  }));
  await upload(page, ...many);
  await expect(report(page)).toContainText('50 recordings taken', { timeout: 60_000 });
  await expect(report(page)).toContainText('no room left in this browser');

  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  });
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('does not let the page keep recordings');
  // The shipped bank is there all the same.
  await expect(points(page)).not.toHaveAttribute('data-points', '0');
});

test('a bank is recorded through the microphone, goes on after a reload, speaks in Talk, and travels as a zip', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await open(page);
  await page.getByRole('button', { name: 'Record your own' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name of the bank' }).fill('Anna');
  await dialog.getByRole('button', { name: /Lively/ }).click();
  await dialog.getByRole('button', { name: /Soft/ }).click();
  await expect(dialog).toContainText('18 takes');
  await expect(dialog.getByRole('button', { name: 'Begin' })).toBeDisabled();
  await dialog.getByText('The speaker agreed').click();
  await dialog.getByRole('button', { name: 'Begin' }).click();

  const recorder = page.getByRole('region', { name: 'Recorder' });
  await expect(recorder).toContainText('absolutely');
  await recorder.getByRole('button', { name: 'Start' }).click();
  await expect(recorder).toContainText(/[3-9] of 18 kept/, { timeout: 60_000 });

  // The tab is closed in the middle of it: what was kept is there.
  await page.reload();
  const anna = page.getByRole('option', { name: 'Anna' });
  // The banks are read while the page already stands: a list opened before closes again.
  await expect(async () => {
    if (!(await anna.isVisible())) await page.getByRole('button', { name: /Bank$/ }).click();
    await expect(anna).toBeVisible({ timeout: 1000 });
  }).toPass();
  await anna.click();
  await page.getByRole('button', { name: 'This bank…' }).click();
  await page.getByRole('button', { name: 'Go on recording' }).click();
  await expect(recorder).toContainText(/([3-9]|1\d) of 18 kept/);
  await recorder.getByRole('button', { name: 'Go on', exact: true }).click();
  // Whoever leaves the page is not recorded any more.
  await page.getByRole('link', { name: 'Talk' }).click();
  await page.getByRole('link', { name: 'Clips' }).click();
  await recorder.getByRole('button', { name: 'Go on', exact: true }).click();
  await expect(recorder).toContainText('That is all of it', { timeout: 90_000 });
  await recorder.getByRole('button', { name: 'To the map' }).click();
  await expect(points(page)).toHaveAttribute('data-points', '18', { timeout: 60_000 });

  await page.getByRole('button', { name: 'Use it in Talk' }).click();
  await expect(page.getByRole('button', { name: 'Speaks in Talk' })).toBeVisible();

  await page.getByRole('button', { name: 'This bank…' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as a zip' }).click();
  const path = await (await download).path();
  const files = unzipSync(readFileSync(path));
  const bank = JSON.parse(new TextDecoder().decode(files['bank.json'])) as {
    name: string;
    encoder: string;
    recordings: { file: string; form: string; delivery: string; vector: number[] }[];
  };
  expect(bank.name).toBe('Anna');
  expect(bank.recordings).toHaveLength(18);
  expect(new Set(bank.recordings.map(({ form }) => form)).size).toBe(18);
  for (const { file, vector, delivery } of bank.recordings) {
    expect(files[file]?.length ?? 0).toBeGreaterThan(4_000);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 2);
    expect(delivery).toBe('plain');
  }
  expect(new TextDecoder().decode(files['RIGHTS.txt'])).toContain('The speaker agreed');

  // It is imported again, measures and all, and deleted.
  await upload(page, { name: 'anna.zip', buffer: readFileSync(path) });
  await expect(report(page)).toContainText('18 recordings taken');
  await expect(points(page)).toHaveAttribute('data-points', '18');
  await page.getByRole('button', { name: 'This bank…' }).click();
  await page.getByRole('button', { name: 'Delete the bank' }).click();
  await page.getByRole('button', { name: 'Delete all its recordings' }).click();
  await page.getByRole('button', { name: /Bank$/ }).click();
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.keyboard.press('Escape');

  // Every cue that Talk plays is one of the recorded ones.
  await page.getByRole('link', { name: 'Talk' }).click();
  await page.getByRole('slider', { name: /nodding along/i }).focus();
  await page.keyboard.press('End');
  await page.getByRole('button', { name: 'Hear a sample conversation' }).click();
  await expect(page.locator('[data-mark="backchannel"]').first()).toContainText(/plain/, { timeout: 90_000 });
});
