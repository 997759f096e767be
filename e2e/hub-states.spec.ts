import { FAKE_HUB_PACKS } from '../src/testing/fake-hub';
import { expect, test } from './gallery/serve';
import { nameless, overflow } from './help/page';

test('a larger recogniser in every state: what it is, what can be done, on a phone', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await open('state=first-visit');
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('radio', { name: /Whisper base/ }).check({ force: true });
  for (const name of Object.keys(FAKE_HUB_PACKS)) {
    await page.evaluate((state) => window.fake.hub.enter(state), name);
    const { kind } = FAKE_HUB_PACKS[name] ?? { kind: '' };
    await expect(dialog.locator(`[data-hub="${kind}"]`)).toBeVisible();
    expect(await overflow(page), name).toBe(0);
    expect(await nameless(page), name).toEqual([]);
  }
  const press = async (name: string, state: string): Promise<void> => {
    await page.evaluate((next) => window.fake.hub.enter(next), state);
    await dialog.getByRole('button', { name }).click();
  };
  await press('Fetch Whisper base (77 MB)', 'found');
  await press('Pause', 'fetching');
  await press('Go on fetching', 'paused');
  await press('Remove it (frees 77 MB)', 'whole');
  await press('Look again', 'absent');
  expect(await page.evaluate(() => window.fake.calls.filter((call) => call.startsWith('hub.')))).toEqual([
    'hub.look("whisper-base")',
    'hub.fetch("whisper-base")',
    'hub.pause()',
    'hub.fetch("whisper-base")',
    'hub.remove("whisper-base")',
    'hub.look("whisper-base")',
  ]);
});

test('where no hub is named, only what is kept can be chosen, and the page says what to do', async ({
  page,
  open,
}) => {
  await open('state=first-visit');
  await page.evaluate(() => {
    window.fake.hub.block();
    window.fake.hub.enter('whole');
  });
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog.getByText('Build the page with MHM_CONNECT', { exact: false })).toBeVisible();
  await expect(dialog.getByRole('radio', { name: /Whisper small/ })).toBeDisabled();
  await expect(dialog.getByRole('radio', { name: /Whisper base/ })).toBeEnabled();
});
