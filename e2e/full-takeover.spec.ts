import { readRecord } from '../src/record';
import { launchOptions } from './help/browser.ts';
import { keepTinySet } from './help/kept-packs';
import { MIC_WAV } from './help/mic-file';
import { captions, expect, saved, test } from './help/page';

test.use({
  // The GPU's worker is changed on its way to the page, where a service worker would stand in between.
  serviceWorkers: 'block',
  launchOptions: launchOptions(
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${MIC_WAV}`,
  ),
});

/** Runs before the worker's own code: keeps the device that it opens, so that the test can take it away. */
const KEEP_DEVICE = `{
  const open = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...given) {
    return (self.deviceOfTheTest = await open.apply(this, given));
  };
}`;

test('a GPU lost in mid-conversation: the small set goes on with the same words, the page and the record say so', async ({
  page,
}) => {
  await page.route('**/decision-full.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${KEEP_DEVICE}\n${await response.text()}` });
  });
  await page.goto('./');
  await keepTinySet(page);
  await page.reload();
  await page.getByRole('button', { name: 'Start talking' }).click();
  const notes = page.getByRole('status', { name: 'Notes' });
  await expect(notes).toContainText('The full set decides from here on, on the GPU (', { timeout: 60_000 });
  const words = () => captions(page).innerText();
  const before = await words();
  await expect.poll(words).not.toBe(before);

  const worker = page.workers().find((candidate) => candidate.url().includes('decision-full.worker'));
  await worker?.evaluate(() => (self as unknown as { deviceOfTheTest: GPUDevice }).deviceOfTheTest.destroy());
  await expect(notes).toContainText(/lost the GPU \(.*swiftshader.*\)\. The small set goes on/);
  const after = await words();
  await expect.poll(words).not.toBe(after);
  await page.getByRole('button', { name: /^stop/i }).click();

  const { events, problems } = readRecord((await saved(page, /record/)).toString());
  expect(problems).toEqual([]);
  const packs = events.filter((event) => event.kind === 'pack');
  expect(packs).toMatchObject([
    { id: 'decision-backbone-tiny@1', backend: expect.stringContaining('webgpu') as string },
    {
      id: expect.stringContaining('decision-backbone-small@') as string,
      backend: expect.stringContaining('wasm') as string,
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
