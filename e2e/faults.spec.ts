import type { Page, Route } from '@playwright/test';
import { captions, expect, test } from './help/page';

// Faults are made on the way to the page, where a service worker would stand in between.
test.use({ serviceWorkers: 'block' });

const startSample = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Hear a sample conversation' }).click();

test('a microphone that cannot be had: a sentence for each reason, and the sample as a way on', async ({
  page,
}) => {
  const faults = [
    ['NotReadableError', /another|busy|use/i],
    ['NotFoundError', /no microphone|found no|plug/i],
    ['NotAllowedError', /may not use the microphone/i],
  ] as const;
  await page.addInitScript(
    (names) => {
      let asked = 0;
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('no', names[Math.min(asked++, names.length - 1)]));
    },
    faults.map(([name]) => name),
  );
  await page.goto('./');
  for (const [, sentence] of faults) {
    await page.getByRole('button', { name: 'Start talking' }).click();
    await expect(page.getByRole('alert')).toContainText(sentence);
  }
  await page
    .getByRole('alert')
    .getByRole('button', { name: /sample/i })
    .click();
  await expect(captions(page)).toContainText(/\w+ \w+/, { timeout: 60_000 });
});

test('an insecure page says so before anything else goes wrong', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'isSecureContext', { value: false });
    Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
  });
  await page.goto('./');
  await page.getByRole('button', { name: 'Start talking' }).click();
  await expect(page.getByRole('alert')).toContainText(/https/i);
});

test('a damaged model is refused by name, and a second try with a sound one works', async ({ page }) => {
  const damage = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    const body = await response.body();
    body[1000] = (body[1000] ?? 0) ^ 1;
    await route.fulfill({ response, body });
  };
  await page.route('**/silero-vad/**/vad.onnx*', damage);
  await page.goto('./');
  await startSample(page);
  await expect(page.getByRole('alert')).toContainText(/silero-vad.*damaged|damaged.*silero-vad/i, {
    timeout: 40_000,
  });
  await page.unroute('**/silero-vad/**/vad.onnx*', damage);
  await startSample(page);
  await expect(captions(page)).toContainText(/\w+ \w+/, { timeout: 60_000 });
});

test('a truncated model is refused with a sentence', async ({ page }) => {
  await page.route('**/decision-backbone-small/**/*.part0*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.body()).subarray(0, 5000) });
  });
  await page.goto('./');
  await startSample(page);
  await expect(page.getByRole('alert')).toContainText(/damaged/i, { timeout: 40_000 });
});

test('a missing model is refused with a sentence', async ({ page, expectErrors }) => {
  expectErrors.push(/404/);
  await page.route('**/moonshine-tiny/**/encoder*', (route) => route.fulfill({ status: 404 }));
  await page.goto('./');
  await startSample(page);
  await expect(page.getByRole('alert')).toContainText(/could not be fetched/i, { timeout: 40_000 });
});

test('a browser without WebAssembly SIMD is told what to do', async ({ page }) => {
  // Workers ask for it themselves; an init script does not reach them, so their own probe is made to fail.
  await page.route('**/*.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `WebAssembly.validate = () => false;\n${await response.text()}` });
  });
  await page.goto('./');
  await startSample(page);
  await expect(page.getByRole('alert')).toContainText(/SIMD/, { timeout: 40_000 });
});

test('a file that is no audio is refused, and the page goes on', async ({ page }) => {
  await page.goto('./');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open an audio file' }).click();
  await (
    await chooser
  ).setFiles({ name: 'letter.wav', mimeType: 'audio/wav', buffer: Buffer.from('Dear all, no sound here.') });
  await expect(page.getByRole('alert')).toContainText(/not an audio file/i);
  await expect(page.getByRole('button', { name: 'Start talking' })).toBeEnabled();
});
