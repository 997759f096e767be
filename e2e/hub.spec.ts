import type { Page } from '@playwright/test';
import { hubHost } from './help/hub-host';
import { captions, expect, test } from './help/page';

type Host = Awaited<ReturnType<typeof hubHost>>;
const DECODER = /moonshine-base.*decoder_model_merged/;

let host: Host;
test.afterEach(() => host.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const press = (page: Page, name: string | RegExp): Promise<void> => button(page, name).click();
const radio = (page: Page, name: RegExp) => page.getByRole('radio', { name });

async function openSettings(page: Page): Promise<void> {
  await page.goto(host.url);
  // The service worker takes over and reloads the page once.
  await page.waitForFunction(() => globalThis.crossOriginIsolated);
  await press(page, 'Settings');
}

/** Names another hub than the default. */
async function fetchFrom(page: Page, url: string): Promise<void> {
  await press(page, 'Where larger recognisers come from');
  await page.getByLabel('Address of the hub').fill(url);
  await press(page, 'Fetch from there');
}

test('a larger recogniser is fetched, checked and refused by name; the built-in one hears', async ({
  page,
}) => {
  // All models are loaded, and one more.
  test.setTimeout(180_000);
  host = await hubHost();
  await openSettings(page);
  // This build names no host: what cannot be fetched cannot be chosen, and nobody was asked.
  await expect(page.getByText('This page may not fetch from huggingface.co', { exact: false })).toBeVisible();
  await expect(
    page.getByText('MHM_CONNECT="https://huggingface.co https://*.hf.co"', { exact: false }),
  ).toBeVisible();
  await expect(radio(page, /Whisper base/)).toBeDisabled();
  await fetchFrom(page, host.hubUrl);
  expect(host.asked).toEqual([]);
  // The label covers the button itself.
  await page.getByText('This machine, larger (Moonshine base)').click();
  await expect(page.getByText(/to fetch from localhost/)).toBeVisible();
  await expect(page.getByText(/checked by SHA-256, the rest by size/)).toBeVisible();
  expect(host.asked.map(({ path }) => path)).toEqual([
    'api/models/onnx-community/moonshine-base-ONNX/tree/main',
  ]);
  // A byte turned on the way: found, and only that file is asked for again.
  host.misbehave(
    DECODER,
    (response, body) => {
      const turned = Buffer.from(body);
      turned[5000] = (turned[5000] ?? 0) ^ 1;
      response.writeHead(200, { 'content-length': turned.length }).end(turned);
    },
    1,
  );
  await press(page, /^Fetch Moonshine base/);
  await expect(page.getByText(/Moonshine base is here/)).toBeVisible();
  const asks = (path: RegExp) => host.asked.filter((asked) => path.test(asked.path)).length;
  expect(asks(DECODER)).toBe(2);
  expect(asks(/moonshine-base.*encoder_model/)).toBe(1);
  const before = host.asked.length;
  await press(page, 'Done');
  await press(page, 'Hear a sample conversation');
  await expect(
    page.getByText(
      /Moonshine base does not hear the words of a known recording.*The built-in recogniser hears you/,
    ),
  ).toBeVisible({ timeout: 120_000 });
  await expect(captions(page).getByText('weekend', { exact: false })).toBeVisible();
  expect(host.asked.length, 'asked of the hub once it was kept').toBe(before);
});

test.describe('a hub that lacks something', () => {
  // The browser writes of every answer that is not a success.
  test.use({ expectErrors: [/Failed to load resource: .* 404/] });

  test('a recogniser that is not there, and one without checksums, are told of', async ({ page }) => {
    host = await hubHost({ listing: false });
    await openSettings(page);
    await fetchFrom(page, host.hubUrl);
    await page.getByText('This machine, larger (Whisper small)').click();
    await expect(page.getByText(/does not have the file .* \(404\)/)).toBeVisible();
    await page.getByText('This machine, larger (Whisper tiny)').click();
    await expect(page.getByText('That server tells no checksums', { exact: false })).toBeVisible();
  });
});
