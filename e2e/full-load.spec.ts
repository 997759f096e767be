import type { Page } from '@playwright/test';
import { expect, test } from './help/page';
import { badHost, sendBytes, tinySetAsFull, writeSet } from './help/bad-host';
import type { Misbehaviour } from './help/bad-host';

type Host = Awaited<ReturnType<typeof badHost>>;
const PART1 = 'decision-backbone-full/1/fp32.onnx.data.part1';

let host: Host;
test.beforeEach(async () => {
  host = await badHost();
});
test.afterEach(() => host.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const press = (page: Page, name: string | RegExp): Promise<void> => button(page, name).click();
const whole = (page: Page) => page.getByText(/The full set is here, .* every piece verified/);

/** What went wrong with the full set, in its place. */
const alert = (page: Page) => page.locator('[data-full]').getByRole('alert');

async function openSettings(page: Page): Promise<void> {
  await press(page, 'Settings');
  await expect(page.getByText('Which models listen')).toBeVisible();
}
/** Opens the page and looks for the full set; the size is told before anything of it is fetched. */
async function lookForIt(page: Page): Promise<void> {
  await page.goto(host.url);
  await openSettings(page);
  expect(host.asked, 'asked of the server before anybody looked').toEqual([]);
  await press(page, 'Look for the full set');
}

const asks = (path: string) => host.asked.filter((asked) => asked.path === path);

test('fetched, paused, gone on after a reload from the last byte, checked, chosen, removed', async ({
  page,
}) => {
  await page.goto(host.url);
  // The service worker takes over and reloads the page once.
  await page.waitForFunction(() => globalThis.crossOriginIsolated);
  await openSettings(page);
  await expect(page.getByText('Nobody has published its weights', { exact: false })).toBeVisible();
  await expect(page.getByRole('radio', { name: /Full set/ })).toBeDisabled();
  await press(page, 'Look for the full set');
  await expect(page.getByText(/\d\.\d MB to fetch from this page’s own server/)).toBeVisible();
  await expect(page.getByText('These weights are random', { exact: false })).toBeVisible();
  const told = host.asked.length;
  expect(host.asked.every(({ path }) => path.endsWith('/meta.json'))).toBe(true);
  // Sends 10,000 bytes and then nothing more.
  host.misbehave(new RegExp(PART1), (response, body) => {
    response.writeHead(206, { 'content-range': `bytes 0-${body.length - 1}/${body.length}` });
    response.write(body.subarray(0, 10_000));
  });
  await press(page, /^Fetch the full set/);
  const everything = told + 6 + host.files.size;
  await expect.poll(() => host.asked.length, { timeout: 30_000 }).toBeGreaterThan(everything - 12);
  await press(page, 'Pause');
  await expect(button(page, 'Go on fetching')).toBeVisible();
  await page.reload();
  await openSettings(page);
  await expect(page.getByText('Paused')).toBeVisible();
  await expect(page.getByText(/\d\.\d MB of \d\.\d MB, kept on this machine/)).toBeVisible();
  host.behave();
  await press(page, 'Go on fetching');
  await expect(whole(page)).toBeVisible();
  expect(asks(PART1).map(({ range }) => range)).toEqual(['bytes=0-39999', 'bytes=10000-39999']);
  expect(asks('decision-backbone-full/1/fp32.onnx.data.part0')).toHaveLength(1);
  // What the packs do not need here was not asked for, and the service worker kept no copy.
  expect(host.asked.some(({ path }) => path.includes('fp16'))).toBe(false);
  const copies = await page.evaluate(async () => {
    const kept = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return kept.flat().filter(({ url }) => url.includes('models-full')).length;
  });
  expect(copies).toBe(0);
  // A byte turns on disk.
  await page.evaluate(async () => {
    let at = await navigator.storage.getDirectory();
    for (const name of ['packs', 'decision-backbone-full', '1']) at = await at.getDirectoryHandle(name);
    const out = await (await at.getFileHandle('fp32.onnx.data')).createWritable({ keepExistingData: true });
    await out.write({ type: 'write', position: 50_000, data: new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]) });
    await out.close();
  });
  await press(page, 'Check the files again');
  await expect(alert(page)).toContainText('One piece on disk is damaged');
  await press(page, 'Go on fetching');
  await expect(whole(page)).toBeVisible();
  expect(asks(PART1).map(({ range }) => range)).toEqual([
    'bytes=0-39999',
    'bytes=10000-39999',
    'bytes=0-39999',
  ]);
  await page.getByText('WavLM and Qwen3-0.6B').click();
  await page.reload();
  await openSettings(page);
  await expect(page.getByRole('radio', { name: /Full set/ })).toBeChecked();
  await press(page, /^Remove it \(frees/);
  await expect(button(page, /^Fetch the full set/)).toBeVisible();
  await expect(page.getByRole('radio', { name: /Small set/ })).toBeChecked();
  const left = await page.evaluate(async () => {
    const packs = await (await navigator.storage.getDirectory()).getDirectoryHandle('packs');
    const names: string[] = [];
    for await (const name of packs.keys()) names.push(name);
    return names;
  });
  expect(left).toEqual([]);
});

test.describe('a server that misbehaves', () => {
  test.use({ serviceWorkers: 'block' });

  test('a corrupted byte, and a line that is cut: only what is wrong is asked for again', async ({
    page,
    expectErrors,
  }) => {
    expectErrors.push(/ERR_|Failed to load/);
    host.misbehave(
      new RegExp(PART1),
      (response, body, request) => {
        const bad = Buffer.from(body);
        bad[5000] = 255 - (bad[5000] ?? 0);
        sendBytes(response, bad, request.headers.range ?? null);
      },
      1,
    );
    host.misbehave(
      /part2$/,
      (response, body) => {
        response.writeHead(206, {
          'content-range': `bytes 0-${body.length - 1}/${body.length}`,
          'content-length': body.length,
        });
        response.write(body.subarray(0, 20_000), () => response.destroy());
      },
      1,
    );
    await lookForIt(page);
    await press(page, /^Fetch the full set/);
    await expect(whole(page)).toBeVisible();
    expect(asks(PART1)).toHaveLength(2);
    expect(asks(PART1.replace('part1', 'part2'))).toHaveLength(2);
    expect(asks('joint-full/1/context.onnx')).toHaveLength(1);
  });

  const status =
    (code: number): Misbehaviour =>
    (response) =>
      response.writeHead(code).end();
  const html: Misbehaviour = (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');

  test('404, 403, a web page, a lying size, a lying checksum, a newer format: each has its sentence', async ({
    page,
    expectErrors,
  }) => {
    expectErrors.push(/40[34]/);
    host.misbehave(/backbone-full\/1\/meta\.json$/, status(404));
    await lookForIt(page);
    await expect(alert(page)).toContainText(
      'server does not have the file decision-backbone-full/1/meta.json (404)',
    );
    host.behave();
    host.misbehave(/meta\.json$/, html);
    await press(page, 'Look again');
    await expect(alert(page)).toContainText('sent a web page in place of');
    host.behave();
    const meta = 'joint-full/1/meta.json';
    const good = host.files.get(meta) ?? Buffer.alloc(0);
    const lie = (change: (text: string) => string): void =>
      void host.files.set(meta, Buffer.from(change(good.toString())));
    lie((text) => text.replace('"format":1', '"format":9'));
    await press(page, 'Look again');
    await expect(alert(page)).toContainText('joint-full@1 has format 9; this version reads up to 1');
    lie((text) => text.slice(0, 100));
    await press(page, 'Look again');
    await expect(alert(page)).toContainText('not JSON');
    lie((text) => text.replace(/("path":"context\.onnx","bytes":)\d+/, '$17'));
    await press(page, 'Look again');
    await press(page, /^Fetch the full set/);
    await expect(alert(page)).toContainText(
      /context\.onnx of the page’s own server has \d+ bytes; its description says 7/,
    );
    lie((text) =>
      text.replace(/("path":"context\.onnx","bytes":\d+,"sha256":")\w{64}/, `$1${'a'.repeat(64)}`),
    );
    await press(page, 'Go on fetching');
    await expect(alert(page)).toContainText(
      /context\.onnx of the page’s own server has the wrong checksum, 3 times over/,
    );
    host.files.set(meta, good);
    host.misbehave(/context\.onnx$/, status(403));
    await press(page, 'Go on fetching');
    await expect(alert(page)).toContainText(/refuses to give the file .*context\.onnx \(403\)/);
    host.behave();
    await press(page, 'Go on fetching');
    await expect(whole(page)).toBeVisible();
  });

  test('a server that says nothing more is given up after a while', async ({ page }) => {
    await page.clock.install();
    host.misbehave(/meta\.json$/, (response) => response.writeHead(200).write('{'));
    await lookForIt(page);
    await expect(page.getByText('Looking for the full set…')).toBeVisible();
    await expect.poll(() => host.asked.length).toBe(6);
    await page.clock.fastForward(21_000);
    await expect(alert(page)).toContainText('sent nothing of');
  });

  test('a folder picked from disk is verified and taken in; nothing is asked of the server', async ({
    page,
  }, info) => {
    const folder = info.outputPath('models-full');
    writeSet(folder, tinySetAsFull());
    await page.goto(host.url);
    await openSettings(page);
    await press(page, 'From another place');
    const chooser = page.waitForEvent('filechooser');
    await press(page, 'Pick the folder on this machine');
    await (await chooser).setFiles(folder);
    await expect(whole(page)).toBeVisible();
    expect(host.asked).toEqual([]);
  });

  test('another host that the policy does not name is refused before anything is sent', async ({
    page,
    expectErrors,
  }) => {
    expectErrors.push(/Content Security Policy|Failed to load|Fetch API/);
    const other = await badHost();
    await lookElsewhere(page, other);
    await expect(alert(page)).toContainText(`MHM_CONNECT="${new URL(other.url).origin}"`);
    expect(other.asked).toEqual([]);
    await other.close();
  });

  test.describe('where the policy allows every host', () => {
    test.use({ bypassCSP: true });
    test('a host without CORS is named; one with CORS serves', async ({ page, expectErrors }) => {
      expectErrors.push(/CORS|Failed to load/);
      const [closed, open] = [await badHost(), await badHost({ cors: true })];
      await lookElsewhere(page, closed);
      await expect(alert(page)).toContainText(/does not allow other pages to read its files \(CORS\)/);
      await page.getByLabel('Address of the folder').fill(`${open.url}models-full`);
      await press(page, 'Look there');
      await press(page, /^Fetch the full set/);
      await expect(whole(page)).toBeVisible();
      await closed.close();
      await open.close();
    });
  });
});

async function lookElsewhere(page: Page, other: Host): Promise<void> {
  await page.goto(host.url);
  await openSettings(page);
  await press(page, 'From another place');
  await page.getByLabel('Address of the folder').fill(`${other.url}models-full/`);
  await press(page, 'Look there');
}
