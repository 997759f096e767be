import { readRecord } from '../src/record';
import { launchOptions } from './help/browser.ts';
import { keepTinySet } from './help/kept-packs';
import { MIC_WAV } from './help/mic-file';
import { captions, expect, saved, test } from './help/page';

test.use({
  launchOptions: launchOptions(
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${MIC_WAV}`,
  ),
});

/** The browser's own recogniser, chosen, and saying a word every half second: so that the processor is left to the GPU it plays. */
const SAID_BEFORE = (): void => {
  class SaidBefore extends EventTarget {
    private timer = 0;
    start(): void {
      const results: unknown[] = [];
      this.timer = window.setInterval(() => {
        const transcript = `${results.length === 0 ? '' : ' '}word`;
        results.push(Object.assign([{ transcript }], { isFinal: true }));
        const resultIndex = results.length - 1;
        this.dispatchEvent(Object.assign(new Event('result'), { resultIndex, results }));
      }, 500);
    }
    abort(): void {
      clearInterval(this.timer);
    }
  }
  Object.assign(globalThis, { SpeechRecognition: SaidBefore, webkitSpeechRecognition: SaidBefore });
  const others = { dials: null, ownPresets: [], micId: null, bank: 'shipped', clipControls: {} };
  localStorage.setItem('mhm-settings', JSON.stringify({ ...others, recogniser: 'browser' }));
};

test('a GPU lost in mid-conversation: the small set goes on with the same words, the page and the record say so', async ({
  page,
  browser,
  expectErrors,
}) => {
  // The runtime says by itself what it lost.
  expectErrors.push(/ort-wasm-simd-threaded\.jspi\.mjs/);
  // Two sets are loaded and checked, one of them on a GPU that the processor plays.
  test.setTimeout(180_000);
  await page.addInitScript(SAID_BEFORE);
  await page.goto('./');
  await keepTinySet(page);
  await page.reload();
  await page.getByRole('button', { name: 'Start talking' }).click();
  const notes = page.getByRole('status', { name: 'Notes' });
  await expect(notes).toContainText('The full set decides from here on, on the GPU (', { timeout: 120_000 });
  const words = () => captions(page).innerText();
  const before = await words();
  await expect.poll(words).not.toBe(before);

  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
  await expect(notes).toContainText(/lost the GPU \(.*swiftshader.*\)\. The small set goes on/);
  const after = await words();
  await expect.poll(words).not.toBe(after);
  await page.getByRole('button', { name: /^stop/i }).click();

  const { events, problems } = readRecord((await saved(page, /record/)).toString());
  expect(problems).toEqual([]);
  const packs = events.filter((event) => event.kind === 'pack');
  expect(packs).toMatchObject([
    { id: 'decision-backbone-tiny@1', backend: expect.stringContaining('webgpu') },
    {
      id: expect.stringContaining('decision-backbone-small@'),
      backend: expect.stringContaining('wasm'),
    },
  ]);
  const [full, small] = packs.map(({ t_ms }) => t_ms);
  const decisions = events.filter((event) => event.kind === 'decision');
  expect(decisions.some(({ t_ms }) => t_ms > (full ?? 0) && t_ms < (small ?? 0))).toBe(true);
  expect(decisions.some(({ t_ms }) => t_ms > (small ?? Infinity))).toBe(true);
  expect(events.filter((event) => event.kind === 'note').map(({ text }) => text)).toContainEqual(
    expect.stringContaining('lost the GPU'),
  );
  // No word went unjudged, whoever judged it.
  const heard = events.filter((event) => event.kind === 'word' && event.speaker === 'you');
  expect(new Set(decisions.map(({ word }) => word)).size).toBe(heard.length);
});
