import type { Page } from '@playwright/test';
import { expect, test } from './gallery/serve';

const calls = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.fake.calls);

test('the first minute: one sentence, one button, how much arrives, and what leaves', async ({
  page,
  open,
}) => {
  await open('state=first-visit');
  const start = page.getByRole('button', { name: 'Start talking' });
  await expect(page.getByText(/74 MB arrive and stay/)).toBeVisible();
  await expect(page.getByText(/nothing you say leaves it/)).toBeVisible();
  await page.getByRole('button', { name: 'Hear a sample conversation' }).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(start).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await calls(page)).toEqual(['start("mic")']);
  await expect(page.getByText(/^\d+(\.\d)? MB of 74 MB/)).toBeVisible();
});

test('an audio file can be opened in place of the microphone', async ({ page, open }) => {
  await open('state=first-visit');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open an audio file' }).click();
  await (await chooser).setFiles({ name: 'talk.wav', mimeType: 'audio/wav', buffer: Buffer.from('RIFF') });
  await expect.poll(() => calls(page)).toEqual([expect.stringContaining('openFile')]);
});

test('words come, marks stand at their words, and what is said is read out once it is over', async ({
  page,
  open,
}) => {
  await open('state=claim');
  const captions = page.getByRole('region', { name: 'Captions' });
  await expect(captions).toContainText(
    'the old bike out of the shed, (listener: mhm, falling) and the chain',
  );
  const nod = captions.locator('[data-mark="backchannel"]').first();
  await expect(nod).toHaveText(/mhm, falling/);
  await expect(nod.locator('xpath=../..')).toContainText('shed,');
  const log = page.getByRole('log', { name: 'Conversation' });
  await expect(log).not.toContainText('Listener:');
  await page.evaluate(() => window.fake.goTo(22_500));
  await expect(captions.locator('[data-speaker="listener"]')).toHaveText(
    /Oh no\. What happened to the kitchen\?/,
  );
  await expect(log).toContainText('You: So last weekend');
  await expect(log).toContainText('Listener: Oh no.');
});

test('each ribbon tells its three chances by width', async ({ page, open }) => {
  await open('state=listening');
  const shares = await page.evaluate(() => {
    const { words } = window.fake.store.getState();
    const last = words.findLast((word) => word.p !== null);
    const ribbons = [...document.querySelectorAll('[data-speaker="you"] [aria-hidden="true"]')].filter(
      (element) => element.children.length === 3 && element.tagName === 'SPAN',
    );
    const parts = [...(ribbons.at(-1)?.children ?? [])].map((part) => part.getBoundingClientRect().width);
    const whole = parts.reduce((a, b) => a + b, 0);
    return { drawn: parts.map((part) => part / whole), p: last?.p ?? [] };
  });
  expect(shares.p).toHaveLength(3);
  for (const [place, share] of shares.drawn.entries()) expect(share).toBeCloseTo(shares.p[place] ?? -1, 1);
});

test('captions follow the newest word unless the person scrolled back', async ({ page, open }) => {
  await open('state=long');
  const captions = page.getByRole('region', { name: 'Captions' });
  const fromEnd = (): Promise<number> =>
    captions.evaluate((box) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight));
  await expect.poll(fromEnd).toBeLessThan(3);
  await captions.evaluate((box) => (box.scrollTop = 100));
  const back = page.getByRole('button', { name: 'Back to now' });
  await expect(back).toBeVisible();
  await page.evaluate(() => window.fake.goTo(590_000));
  expect(await captions.evaluate((box) => box.scrollTop)).toBe(100);
  await back.click();
  await expect(back).toBeHidden();
  await page.evaluate(() => window.fake.goTo(600_000));
  await expect.poll(fromEnd).toBeLessThan(3);
  await captions
    .getByRole('button', { name: 'Show the earlier words' })
    .evaluate((button) => button.scrollIntoView());
  await captions.getByRole('button', { name: 'Show the earlier words' }).click();
  await expect(captions.locator('[data-speaker="you"]').first()).toContainText('So last weekend');
});

test('a dial: arrow keys, the promise, the ribbons, and double click for the default', async ({
  page,
  open,
}) => {
  await open('state=listening');
  const dial = page.getByRole('slider', { name: 'Nodding along' });
  await expect(dial).toHaveValue('0.5');
  await expect(dial).toHaveAccessibleDescription(/listens quietly … nods along.*about 4 a minute/s);
  const before = await page.evaluate(() => window.fake.store.getState().words[0]?.p?.[1] ?? 0);
  await dial.focus();
  await page.keyboard.press('ArrowRight');
  await expect(dial).toHaveValue('0.51');
  await page.keyboard.press('End');
  await expect(page.locator('[data-promise="bc"]')).toHaveText('about 8 a minute');
  expect(await page.evaluate(() => window.fake.store.getState().words[0]?.p?.[1] ?? 0)).toBeGreaterThan(
    before,
  );
  await page.keyboard.press('Home');
  await expect(page.locator('[data-promise="bc"]')).toHaveText('never');
  const track = page.locator('[data-dial="bc"] svg').nth(1);
  await track.dblclick({ position: { x: 250, y: 20 }, force: true });
  await expect(dial).toHaveValue('0.5');
  await page.getByRole('slider', { name: 'Taking the turn' }).focus();
  await page.keyboard.press('Home');
  await expect(page.locator('[data-promise="tc"]')).toHaveText('only when you pause');
  await page.getByRole('button', { name: 'Taking the turn: back to the default' }).click();
  await expect(page.getByRole('slider', { name: 'Taking the turn' })).toHaveValue('0.2');
});

test('a dial stays quick ten minutes into a talk', async ({ page, open }) => {
  await open('state=long');
  const ms = await page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const times: number[] = [];
    for (let step = 0; step < 12; step += 1) {
      await frame();
      const begun = performance.now();
      window.fake.actions.setDials({ bc: 0.3 + step / 50 });
      await frame();
      times.push(performance.now() - begun);
    }
    return times.sort((a, b) => a - b)[6] ?? Number.POSITIVE_INFINITY;
  });
  // About 25 ms on an idle machine of two cores; drawing every word of the talk takes many times that.
  expect(ms).toBeLessThan(300);
});

test('presets are chips; one’s own can be kept and removed', async ({ page, open }) => {
  await open('state=first-visit');
  const assertive = page.getByRole('radio', { name: 'Assertive' });
  await assertive.click();
  await expect(assertive).toBeChecked();
  await expect(page.getByRole('slider', { name: 'Taking the turn' })).toHaveValue('0.8');
  await page.getByRole('slider', { name: 'Taking the turn' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(assertive).not.toBeChecked();
  await page.getByRole('button', { name: 'Keep this setting…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Mine');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Mine' })).toBeChecked();
  await page.getByRole('button', { name: 'Remove “Mine”' }).click();
  await expect(page.getByRole('radio', { name: 'Mine' })).toHaveCount(0);
});

test('the mirror says what it takes the person for, and its ghost stands on the dials', async ({
  page,
  open,
}) => {
  await open('state=mirror');
  const mirror = page.getByRole('switch', { name: 'Mirror me' });
  await expect(mirror).toBeChecked();
  await expect(mirror).toHaveAccessibleDescription(/It seems: you nod along and take the turn readily/);
  const off = await page.locator('[data-ghost="bc"]').evaluate((ghost) => {
    const track = ghost.parentElement?.getBoundingClientRect();
    const at = ghost.getBoundingClientRect();
    return track ? (at.left + at.width / 2 - track.left) / track.width : -1;
  });
  expect(off).toBeCloseTo(0.68, 1);
  await page.keyboard.press('Tab');
  await mirror.focus();
  await page.keyboard.press('Space');
  await expect(mirror).not.toBeChecked();
});

test('keys: M mutes, F and Escape go to full screen and back, Escape stops', async ({ page, open }) => {
  await open('state=listening');
  await page.keyboard.press('m');
  await expect(page.getByRole('button', { name: 'Muted' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('m');
  await page.keyboard.press('f');
  await expect(page.getByRole('button', { name: 'Leave full screen' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Captions' })).toBeVisible();
  await expect(page.getByRole('slider')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  expect(await calls(page)).not.toContain('stop()');
  await expect
    .poll(async () => {
      await page.keyboard.press('Escape');
      return calls(page);
    })
    .toContain('stop()');
  await expect(page.getByRole('heading', { name: 'That was 26 s.' })).toBeVisible();
});

test('keys mean letters where one types, and can be turned off', async ({ page, open }) => {
  await open('state=listening');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Model' }).fill('');
  await page.keyboard.type('mf');
  await expect(page.getByRole('textbox', { name: 'Model' })).toHaveValue('mf');
  await page.getByRole('switch', { name: /^Keys/ }).press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('m');
  await page.keyboard.press('Escape');
  // Settings look by themselves for what is kept.
  expect(await calls(page)).toEqual(['models.peek()']);
});

test('settings say what goes where; the key is never shown', async ({ page, open }) => {
  await open('state=first-visit');
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('radio', { name: /The browser’s own/ }).check({ force: true });
  await expect(dialog).toContainText('Your voice goes to the maker of this browser');
  await dialog.getByRole('textbox', { name: 'Address' }).fill('https://llm.example.org/v1');
  await expect(dialog.getByRole('button', { name: 'Use this endpoint' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Model' }).fill('tiny');
  const key = dialog.getByLabel('Key, if it needs one');
  await key.fill('sesame');
  await expect(key).toHaveAttribute('type', 'password');
  await dialog.getByRole('button', { name: 'Use this endpoint' }).click();
  await expect(dialog).toContainText('the words so far go to llm.example.org');
  await expect(dialog).not.toContainText('sesame');
  await dialog.getByRole('button', { name: 'Back to its own lines' }).click();
  await expect(dialog).toContainText('Its own recorded lines');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(/Your voice goes to the maker/)).toBeVisible();
});

test('a microphone can be picked, and the list is asked for anew', async ({ page, open }) => {
  await open('state=listening');
  await page.getByRole('button', { name: /Microphone/ }).click();
  await page.getByRole('option', { name: /USB headset/ }).click();
  expect(await calls(page)).toEqual(['refreshMics()', 'chooseMic("headset")']);
});

test('the timeline draws the sound, puts the cues on it, and has a table behind it', async ({
  page,
  open,
}) => {
  await open('state=listening');
  const timeline = page.getByRole('region', { name: /^In time/ });
  await expect(timeline.getByRole('img')).toHaveAccessibleName(
    /from 0:00 to 0:45, with 4 backchannels and 1 turn/,
  );
  const inked = await timeline.getByRole('img').evaluate((chart) => {
    const host = [...chart.querySelectorAll('*')].find((element) => element.shadowRoot);
    const canvas = host?.shadowRoot?.querySelector('canvas');
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return pixels.filter((value, at) => at % 4 === 3 && value > 0).length;
  });
  expect(inked).toBeGreaterThan(1000);
  await timeline.getByRole('button', { name: 'The timeline as a table' }).click();
  await expect(timeline.getByRole('row')).toHaveCount(6);
  await expect(timeline.getByRole('row').nth(1)).toContainText('mhm, falling');
});

test('a designer says which short answers are said and how they sound, and sees what is left', async ({
  page,
  open,
}) => {
  await open('state=listening');
  await expect(page.getByRole('button', { name: /^mhm/ })).toHaveCount(0);
  const heading = page.getByRole('button', { name: /^Its short answers/ });
  await heading.click();
  const left = page.getByText(/of 96 recordings may be said|All 96 recordings may be said/);
  await expect(left).toHaveText('All 96 recordings may be said.');
  await page.getByRole('button', { name: 'wow 13' }).press('Space');
  await expect(page.getByRole('button', { name: 'wow 13' })).toHaveAttribute('aria-pressed', 'false');
  await expect(left).toHaveText('83 of 96 recordings may be said.');
  await page.getByRole('button', { name: 'Only these: What news' }).click();
  await expect(left).toHaveText('24 of 96 recordings may be said.');
  await page.getByRole('button', { name: 'cool 11' }).click();
  await page.getByRole('button', { name: 'wow 13' }).click();
  await expect(page.getByRole('alert')).toContainText('One form has to stay');
  await expect(page.getByRole('button', { name: 'wow 13' })).toHaveAttribute('aria-pressed', 'true');

  const energy = page.getByRole('slider', { name: 'Energy' });
  await expect(energy).toHaveAccessibleDescription('left to your words');
  await energy.focus();
  await page.keyboard.press('ArrowRight');
  await expect(energy).toHaveAccessibleDescription('3.1 of 5');
  await expect(heading).toHaveText('Its short answers: wow, energy 3.1');
  await expect(page.getByText(/6 of them sound much like that/)).toBeVisible();
  await page.getByRole('button', { name: 'Energy: leave it to your words' }).click();
  await expect(heading).toHaveText('Its short answers: wow');
  await page.getByRole('button', { name: 'What may be said, by name' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'wow, falling' }).first()).toBeVisible();
  await page.getByRole('button', { name: /^Reset/ }).click();
  await expect(left).toHaveText('All 96 recordings may be said.');
  expect((await calls(page)).at(-1)).toBe('setClipControls({})');
});

test('each short answer says why it was this one', async ({ page, open }) => {
  await open('state=listening');
  const why = page.getByRole('button', { name: /^Why this one/ }).first();
  await expect(page.getByText('Your words were most like')).toHaveCount(0);
  await why.press('Enter');
  await expect(why).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('“and then you turn left at the old mill”')).toBeVisible();
  await expect(page.getByText('mhm 0.21, yeah 0.19, right 0.11')).toBeVisible();
  await why.press('Enter');
  await expect(page.getByText('Your words were most like')).toHaveCount(0);
});

test('numbers are one click deeper', async ({ page, open }) => {
  await open('state=listening');
  await expect(page.getByText('412 ms')).toHaveCount(0);
  await page.getByRole('button', { name: 'Details' }).click();
  await expect(page.getByText('412 ms')).toBeVisible();
  await expect(page.getByText('WASM, 2 threads')).toBeVisible();
  await expect(page.getByRole('region', { name: 'The latest words in numbers' })).toContainText('%');
});

test('after the end everything can be saved, and it starts again', async ({ page, open }) => {
  await open('state=ended');
  for (const name of ['The record', 'Your sound', 'Its sound', 'Both together']) {
    await page.getByRole('button', { name: new RegExp(name) }).click();
  }
  await page.getByRole('button', { name: 'Start again' }).click();
  expect(await calls(page)).toEqual([
    'save("record")',
    'save("speaker-wav")',
    'save("listener-wav")',
    'save("mix-wav")',
    'start("mic")',
  ]);
});

test('a fault stands where it happened, with the ways on', async ({ page, open }) => {
  await open('state=fault-mic');
  const alert = page.getByRole('alert').filter({ hasText: 'does not let this page use the microphone' });
  await expect(alert).toBeVisible();
  await expect(alert).toContainText('Allow it at the sign beside the address');
  const chooser = page.waitForEvent('filechooser');
  await alert.getByRole('button', { name: 'Open an audio file' }).click();
  await chooser;
  await alert.getByRole('button', { name: 'Hear the sample instead' }).click();
  expect((await calls(page)).at(-1)).toMatch(/^followFault\(.*"play-sample"\)$/);
  await expect(alert).toHaveCount(0);
});

test('where a microphone failed another can be picked, and is tried at once', async ({ page, open }) => {
  await open('state=fault-mic');
  await page.getByRole('button', { name: /Another microphone/ }).click();
  await page.getByRole('option', { name: /USB headset/ }).click();
  const made = await calls(page);
  expect(made.slice(0, 2)).toEqual(['refreshMics()', 'chooseMic("headset")']);
  expect(made[2]).toMatch(/^followFault\(.*"retry"\)$/);
});

test('a fault is in sight in full screen too', async ({ page, open }) => {
  await open('state=fault-speaker');
  await page.keyboard.press('f');
  await expect(page.getByText('The browser holds the sound back')).toBeVisible();
});

test('notes can be put away', async ({ page, open }) => {
  await open('state=notes');
  const notes = page.getByRole('status', { name: 'Notes' });
  await notes.getByRole('button', { name: 'Dismiss' }).first().click();
  await expect(notes.getByRole('button', { name: 'Dismiss' })).toHaveCount(1);
});

test('an unknown address leads to Talk', async ({ page, gallery }) => {
  await page.goto(`${gallery}?state=first-visit#/nowhere`);
  await expect(page.getByRole('button', { name: 'Start talking' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/talk');
});
