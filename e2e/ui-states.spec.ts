import { FAKE_STATES } from '../src/testing/fake-states';
import { FAKE_FULL_SETS } from '../src/testing/fake-models';
import { expect, test } from './gallery/serve';
import { nameless, overflow } from './help/page';

for (const state of Object.keys(FAKE_STATES)) {
  test(`the state "${state}" fits a phone and a desk, named and without an error`, async ({ page, open }) => {
    await page.setViewportSize({ width: 1280, height: 780 });
    await open(`state=${state}`);
    expect(await overflow(page)).toBe(0);
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await overflow(page)).toBe(0);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    expect(await nameless(page)).toEqual([]);
  });
}

test('the full set in Settings: every state of it fits a phone, named and without an error', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await open('state=first-visit');
  await page.getByRole('button', { name: 'Settings' }).click();
  for (const state of Object.keys(FAKE_FULL_SETS)) {
    await page.evaluate((name) => window.fake.models.enter(name), state);
    const full = page.locator(`[data-full="${FAKE_FULL_SETS[state]?.kind}"]`);
    await expect(full).toBeVisible();
    expect(await full.evaluate((element) => element.scrollWidth - element.clientWidth), state).toBe(0);
    expect(await nameless(page), state).toEqual([]);
  }
  await page.evaluate(() => window.fake.models.enter('found'));
  await page.getByRole('button', { name: /^Fetch the full set \(426 MB\)/ }).click();
  await page.evaluate(() => window.fake.models.enter('fetching'));
  await expect(
    page.getByText('123 MB of 426 MB, 11 MB a second, about 27 s left', { exact: false }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.evaluate(() => window.fake.models.enter('whole'));
  await page.getByRole('button', { name: 'Fetch the 32-bit variant too' }).click();
  await page.getByText('WavLM and Qwen3-0.6B', { exact: false }).click();
  await expect(page.getByRole('radio', { name: /^Full set/ })).toBeChecked();
  const calls = await page.evaluate(() => window.fake.calls.filter((call) => call.startsWith('models.')));
  expect(calls).toEqual([
    'models.peek()',
    'models.fetch()',
    'models.pause()',
    'models.fetchSpare()',
    'models.choose("full")',
  ]);
});

test('dark and light: the system’s, or the person’s choice, kept for the next visit', async ({
  page,
  open,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open('state=listening');
  const paper = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await paper()).toBe('rgb(21, 23, 26)');
  await page.getByRole('button', { name: 'Light colours' }).click();
  expect(await paper()).toBe('rgb(250, 249, 245)');
  await page.reload();
  expect(await paper()).toBe('rgb(250, 249, 245)');
});

test('reduced motion and forced colours: nothing moves, and the classes still differ by shape', async ({
  page,
  open,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' });
  await open('state=listening');
  const transitions = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter(
        (element) =>
          getComputedStyle(element).transitionProperty === 'all' &&
          getComputedStyle(element).transitionDuration !== '0s',
      ).length,
  );
  expect(transitions).toBe(0);
  const patterns = await page.evaluate(() => {
    const ribbon = [...document.querySelectorAll('[data-speaker="you"] [aria-hidden="true"]')].find(
      (element) => element.children.length === 3 && element.tagName === 'SPAN',
    );
    return [...(ribbon?.children ?? [])].map((part) => getComputedStyle(part).backgroundImage.split('(')[0]);
  });
  expect(patterns).toEqual(['conic-gradient', 'radial-gradient', 'linear-gradient']);
});

test('the keyboard reaches everything in reading order, and the focus is always seen', async ({
  page,
  open,
}) => {
  await open('state=listening');
  const order: string[] = [];
  for (let step = 0; step < 26; step += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const shown = element.matches('input')
        ? (element.closest('label, [data-dial] [data-focus-visible]') ?? element)
        : element;
      const rings = [shown, ...shown.querySelectorAll('*')].map(
        (part) => getComputedStyle(part).outlineStyle,
      );
      const name =
        element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent;
      return {
        name: name?.trim() ?? '',
        seen: rings.some((style) => style !== 'none'),
        tag: element.tagName,
      };
    });
    if (!at) break;
    order.push(at.name === '' ? at.tag : at.name);
    expect(at.seen, `focus on "${at.name}" is seen`).toBe(true);
  }
  const place = (name: RegExp): number => order.findIndex((one) => name.test(one));
  for (const name of [/Mhm/, /Settings/, /Captions/, /Stop/, /Mute/, /Mirror me/, /Details/]) {
    expect(order.join(' | ')).toMatch(name);
  }
  expect(place(/Captions/)).toBeLessThan(place(/Stop/));
  expect(place(/Stop/)).toBeLessThan(place(/Mirror me/));
  expect(place(/Mirror me/)).toBeLessThan(place(/Details/));
});
