import { describe, expect, it } from 'vitest';
import type { ClipChoice, Turn, Word } from '../flow';
import { seededRandom, type Random } from '../shared/random';
import type { ClipBank } from './bank';
import { chooseClip, CLIP_START, type ClipState } from './choose';
import { fakeBank, FORMS } from './fixtures';

const you = (text: string): Turn[] => [{ speaker: 'you', text }];

/** What is chosen at each of `count` moments, `everyMs` apart, after the same words. */
function session(
  bank: ClipBank,
  text: string,
  count: number,
  everyMs: number,
  random: Random = seededRandom(1),
) {
  let state: ClipState = CLIP_START;
  return Array.from({ length: count }, (_, moment): ClipChoice => {
    const [next, choice] = chooseClip(bank, state, {
      tMs: moment * everyMs,
      turns: you(text),
      words: [],
      random,
    });
    state = next;
    return choice;
  });
}
/** How often `what` is chosen as the first of a session, in 500 sessions. */
function share(text: string, what: (choice: ClipChoice) => boolean): number {
  const random = seededRandom(2);
  const bank = fakeBank();
  const first = Array.from({ length: 500 }, () => session(bank, text, 1, 0, random)).flat();
  return first.filter(what).length / first.length;
}

describe('chooseClip', () => {
  it('follows the fit of the forms', () => {
    const wow = (choice: ClipChoice) => choice.recording.form === 'wow';
    expect(share('and then we won', wow)).toBeGreaterThan(share('and then we sat down', wow) + 0.4);
    const right = (choice: ClipChoice) => choice.recording.form === 'right';
    expect(share('so well you know', right)).toBeGreaterThan(share('you know so well', right) + 0.3);
  });

  it('does not prefer a form because the bank has more of it', () => {
    const bank = fakeBank(1);
    const more = {
      ...bank,
      recordings: [...bank.recordings, ...fakeBank(30).recordings.filter(({ form }) => form === 'really')],
    };
    const random = seededRandom(3);
    const chosen = Array.from({ length: 500 }, () => session(more, 'so it was', 1, 0, random)).flat();
    expect(chosen.filter(({ recording }) => recording.form === 'really').length).toBeLessThan(75);
  });

  it('never sounds lively after bad news, and rather lively after good news', () => {
    const lively = ({ recording }: ClipChoice) => ['lively', 'surprised'].includes(recording.delivery);
    expect(share('and then my dog died', lively)).toBeLessThan(0.1);
    expect(share('and in the end we won!', lively)).toBeGreaterThan(0.4);
    expect(share("it wasn't sad at all", lively)).toBeGreaterThan(share('it was sad', lively));
  });

  it('invites to go on within a phrase and closes at its end', () => {
    const rising = ({ recording }: ClipChoice) => recording.delivery === 'rising';
    expect(share('so we went', rising)).toBeGreaterThan(share('so we went.', rising));
  });

  it('says why', () => {
    const [choice] = session(fakeBank(), 'we won', 1, 0);
    expect(choice?.why['likely_forms']).toMatch(/^wow 0\.\d\d, \w+ 0\.\d\d, \w+ 0\.\d\d$/);
    expect(choice?.why['mood']).toBe('good news');
    expect(choice?.why['form_probability']).toBeGreaterThan(0);
  });

  it('keeps part of a soft recording soft', () => {
    const choices = session(fakeBank(), 'so it was', 50, 3000);
    for (const { recording, gainDb } of choices)
      expect(gainDb).toBe(recording.delivery === 'soft' ? -3.5 : 0);
  });

  it('goes by the partner’s latest words when they have times', () => {
    const word = (text: string, endMs: number, speaker: Word['speaker'] = 'you'): Word => ({
      text,
      startMs: endMs - 200,
      endMs,
      heardMs: endMs,
      speaker,
    });
    const why = (words: readonly Word[]) => {
      const context = { tMs: 20_000, turns: you('I won'), words, random: seededRandom(1) };
      return chooseClip(fakeBank(), CLIP_START, context)[1].why['likely_forms'];
    };
    const told = ['it', 'was', 'a', 'day'].map((text, index) => word(text, 18_000 + 300 * index));
    expect(why([word('won', 4000), ...told])).not.toContain('wow');
    expect(why([word('won', 6000), ...told])).toContain('wow');
    expect(why([...told, word('won', 19_000, 'listener')])).not.toContain('wow');
    expect(why([])).toContain('wow');
  });

  it('survives empty, odd and long context', () => {
    for (const text of ['', '😀', '\u041f\u0440\u0438\u0432\u0435\u0442', 'and so on '.repeat(20_000)])
      expect(FORMS).toContain(session(fakeBank(), text, 1, 0)[0]?.recording.form);
  });
});

describe('variety', () => {
  const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

  it.each(seeds)('seed %i: no recording twice in a minute, no form three times running', (seed) => {
    const choices = session(fakeBank(), 'and then we won', 200, 2500, seededRandom(seed));
    const files = choices.map(({ recording }) => recording.file);
    const forms = choices.map(({ recording }) => recording.form);
    const faults = choices.flatMap((_, index) => [
      ...(files.slice(Math.max(0, index - 23), index).includes(files[index] ?? '') ? [`again ${index}`] : []),
      ...(index > 1 && forms[index] === forms[index - 1] && forms[index] === forms[index - 2]
        ? [`worn ${index}`]
        : []),
    ]);
    expect(faults).toEqual([]);
    expect(new Set(files).size).toBeGreaterThan(30);
  });

  it('remembers the last form however long ago', () => {
    const choices = session(fakeBank(), 'we won we won', 100, 120_000);
    const forms = choices.map(({ recording }) => recording.form);
    expect(
      forms.some((form, index) => index > 1 && form === forms[index - 1] && form === forms[index - 2]),
    ).toBe(false);
    const files = choices.map(({ recording }) => recording.file);
    expect(files.some((file, index) => index > 0 && file === files[index - 1])).toBe(false);
  });

  it('gives way in a small bank, but not at once', () => {
    const bank = fakeBank();
    const yeahs = bank.recordings.filter(({ form }) => form === 'yeah').slice(0, 2);
    const two = session({ ...bank, recordings: yeahs }, 'so', 20, 1000).map(
      ({ recording }) => recording.file,
    );
    expect(two.some((file, index) => index > 0 && file === two[index - 1])).toBe(false);
    expect(session({ ...bank, recordings: yeahs.slice(0, 1) }, 'so', 5, 1000)).toHaveLength(5);
  });

  it('is the same for the same seed, and leaves the state it was given alone', () => {
    const files = (seed: number) =>
      session(fakeBank(), 'and so it was', 50, 2500, seededRandom(seed)).map(
        ({ recording }) => recording.file,
      );
    expect(files(5)).toEqual(files(5));
    expect(files(5)).not.toEqual(files(6));
    expect(CLIP_START).toEqual({ recent: [] });
  });
});

it('chooses among a thousand recordings in under 2 ms', () => {
  const bank = fakeBank(40);
  expect(bank.recordings).toHaveLength(1000);
  session(bank, 'and then we won the game', 50, 2500);
  const times = Array.from({ length: 50 }, () => {
    const from = performance.now();
    session(bank, 'and then we won the game', 1, 2500);
    return performance.now() - from;
  });
  expect(times.toSorted((one, other) => one - other)[25]).toBeLessThan(2);
});
