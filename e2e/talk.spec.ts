import { decodeAudioFile } from '../src/pipeline';
import { readRecord } from '../src/record';
import { launchOptions } from './help/browser.ts';
import { captions, expect, saved, test } from './help/page';
import { MIC_WAV } from './help/mic-file';

test.use({
  launchOptions: launchOptions(
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${MIC_WAV}`,
  ),
});

/** Level of a stretch of sound, as the root of its mean square. */
const level = (samples: Float32Array, fromMs: number, toMs: number, rateHz = 16_000): number => {
  const part = samples.subarray((fromMs / 1000) * rateHz, (toMs / 1000) * rateHz);
  return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length));
};

test('a recorded talk as microphone: words, ribbons, and cues heard when the record says', async ({
  page,
}) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Start talking' }).click();
  await expect(captions(page)).toContainText(/\w+/, { timeout: 60_000 });
  // Everything nods along, so that twenty seconds hold enough cues to check.
  await page.getByRole('slider', { name: /nodding along/i }).focus();
  await page.keyboard.press('End');
  await expect(page.locator('[data-status="played"]').first()).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => page.locator('[data-mark]').count(), { timeout: 40_000 }).toBeGreaterThanOrEqual(2);
  await page.getByRole('button', { name: /^stop/i }).click();

  const { header, events, problems } = readRecord((await saved(page, /record/)).toString());
  expect(problems).toEqual([]);
  expect(header?.version).toBe(1);
  expect(header?.backend).toMatch(/^wasm-/);
  const words = events.filter((event) => event.kind === 'word');
  expect(words.length).toBeGreaterThan(10);
  for (const word of words) {
    expect(word.start_ms).toBeLessThanOrEqual(word.end_ms);
    expect(word.ready_ms).toBeGreaterThanOrEqual(word.end_ms);
  }
  const decided = new Set(events.flatMap((event) => (event.kind === 'decision' ? [event.word] : [])));
  expect(decided.size).toBe(words.length);

  const backchannels = events.filter((event) => event.kind === 'cue' && event.action === 'backchannel');
  expect(backchannels.length).toBeGreaterThan(0);
  for (const cue of backchannels)
    expect(cue).toMatchObject({
      why: { forms_by: 'context', nearest: Array.from({ length: 3 }, () => ({ text: expect.any(String) })) },
    });

  const played = events.filter((event) => event.kind === 'played');
  expect(played.length).toBeGreaterThan(0);
  const { samples } = await decodeAudioFile(await saved(page, /its sound/i));
  for (const { start_ms, end_ms, cut } of played) {
    const from = start_ms + 20;
    const to = cut === true ? Math.min(end_ms, from + 100) : end_ms - 20;
    expect(level(samples, from, to)).toBeGreaterThan(0.003);
    // It begins when the record says, not before.
    expect(level(samples, start_ms - 60, start_ms - 10)).toBeLessThan(0.001);
  }
});

test('what a designer asked for is remembered, and what the bank lacks of it is said', async ({ page }) => {
  await page.addInitScript(() => {
    const clipControls = { forms: ['mhm', 'aye'], energy: 2 };
    const others = { dials: null, ownPresets: [], micId: null, recogniser: 'moonshine', bank: 'shipped' };
    if (localStorage.getItem('mhm-settings') === null)
      localStorage.setItem('mhm-settings', JSON.stringify({ ...others, clipControls }));
  });
  await page.goto('./');
  const heading = page.getByRole('button', { name: /^Its short answers/ });
  await expect(heading).toHaveText('Its short answers: mhm, aye, energy 2.0');
  await heading.click();
  await expect(page.getByText('The bank has no recording of “aye”.')).toBeVisible();
  await expect(page.getByText(/^\d+ of \d{3} recordings may be said/)).toBeVisible();
  await page.getByRole('button', { name: /^aye/ }).click();
  await expect(page.getByText('The bank has no recording')).toHaveCount(0);
  await page.reload();
  await expect(heading).toHaveText('Its short answers: mhm, energy 2.0');
});

for (const [file, part] of [
  ['words.worker', 'The part that hears the words'],
  ['clip.worker', 'The part that fits the short answers to your words'],
] as const)
  test(`a worker that dies mid-conversation is started again, and the page says so: ${file}`, async ({
    page,
    expectErrors,
  }) => {
    expectErrors.push(/killed by the test/);
    await page.goto('./');
    await page.getByRole('button', { name: 'Start talking' }).click();
    await expect(captions(page)).toContainText(/\w+/, { timeout: 60_000 });
    const worker = page.workers().find((candidate) => candidate.url().includes(file));
    expect(worker).toBeDefined();
    await worker?.evaluate(() => {
      setTimeout(() => {
        throw new Error('killed by the test');
      }, 0);
    });
    await expect(page.getByText(`${part} stopped`).first()).toBeVisible();
    await expect(page.getByText(`${part} works again`).first()).toBeVisible({ timeout: 40_000 });
    const before = await captions(page).innerText();
    await expect.poll(() => captions(page).innerText(), { timeout: 40_000 }).not.toBe(before);
  });

test('a hidden tab goes on listening', async ({ page, context }) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Start talking' }).click();
  await expect(captions(page)).toContainText(/\w+/, { timeout: 60_000 });
  const other = await context.newPage();
  await other.bringToFront();
  const before = await captions(page).innerText();
  await expect.poll(() => captions(page).innerText(), { timeout: 20_000 }).not.toBe(before);
  await other.close();
});

test('the browser’s own recogniser stands in, once it is chosen by name', async ({ page }) => {
  await page.addInitScript(() => {
    /** The part of the Web Speech API that the page uses, saying a sentence of its own. */
    class SaidBefore extends EventTarget {
      lang = '';
      continuous = false;
      interimResults = false;
      start(): void {
        const said = 'this comes from somewhere else'.split(' ');
        let count = 0;
        setInterval(() => {
          count += 1;
          const transcript = said.slice(0, count).join(' ');
          const result = Object.assign([{ transcript }], { isFinal: count >= said.length });
          this.dispatchEvent(Object.assign(new Event('result'), { resultIndex: 0, results: [result] }));
        }, 300);
      }
      abort(): void {
        // Nothing goes on here.
      }
    }
    Object.assign(globalThis, { SpeechRecognition: SaidBefore, webkitSpeechRecognition: SaidBefore });
  });
  await page.goto('./');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByText(/Chrome to Google/)).toBeVisible();
  await page.getByText('The browser’s own').click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Start talking' }).click();
  await expect(captions(page)).toContainText(/this.*comes.*from.*somewhere/s, { timeout: 60_000 });
});
