import { describe, expect, it } from 'vitest';
import type { ClipChoice, ClipControls, Turn, Word } from '../flow';
import { seededRandom, type Random } from '../shared/random';
import type { ClipBank } from './bank';
import type { EmbeddedContext } from './encoder';
import { chooseClip, CLIP_START, type ClipState } from './choose';
import { fakeBank, fakeContext, FORMS } from './fixtures';

const you = (text: string): Turn[] => [{ speaker: 'you', text }];

/** What is chosen at each of `count` moments, `everyMs` apart, after the same words. */
function session(
  bank: ClipBank,
  text: string,
  count: number,
  everyMs: number,
  random: Random = seededRandom(1),
  embedded: EmbeddedContext | null = null,
  controls: ClipControls = {},
) {
  let state: ClipState = CLIP_START;
  return Array.from({ length: count }, (_, moment): ClipChoice => {
    const [next, choice] = chooseClip(bank, state, {
      tMs: moment * everyMs,
      turns: you(text),
      words: [],
      random,
      embedded,
      controls,
    });
    state = next;
    return choice;
  });
}
/** How often `what` is chosen as the first of a session, in 500 sessions. */
function share(
  text: string,
  what: (choice: ClipChoice) => boolean,
  embedded: EmbeddedContext | null = null,
  controls: ClipControls = {},
  bank: ClipBank = fakeBank(),
): number {
  const random = seededRandom(2);
  const first = Array.from({ length: 500 }, () =>
    session(bank, text, 1, 0, random, embedded, controls),
  ).flat();
  return first.filter(what).length / first.length;
}
const says =
  (form: string) =>
  ({ recording }: ClipChoice): boolean =>
    recording.form === form;

describe('chooseClip', () => {
  it('follows the context, tempered by how often people say a form', () => {
    const likely = fakeContext({ right: 0.7 });
    expect(share('so it was', says('right'), likely)).toBeGreaterThan(
      share('so it was', says('right')) + 0.3,
    );
    const rare = fakeContext({ wow: 0.21 });
    expect(share('so it was', says('wow'), rare)).toBeLessThan(0.1);
  });

  it('goes by how often people say a form while the context is not known', () => {
    expect(share('so it was', says('yeah'))).toBeGreaterThan(share('so it was', says('right')));
    expect(session(fakeBank(), 'so', 1, 0)[0]?.why['forms_by']).toBe('frequency');
    expect(session(fakeBank(), 'so', 1, 0, seededRandom(1), fakeContext({}))[0]?.why['forms_by']).toBe(
      'context',
    );
  });

  it('judges another form than the 18 by what it sounds like', () => {
    const bank = fakeBank(1);
    // The first parts of a vector are the likeness to absolutely, ah, cool… in the alphabet's order; 11 is right, 2 cool.
    const like = (index: number): number[] => Array.from({ length: 20 }, (_, at) => (at === index ? 1 : 0));
    const other = (name: string, index: number) =>
      ['a', 'b', 'c'].map((copy) => ({
        file: `${name}-${copy}.flac`,
        form: name,
        delivery: 'falling',
        durationMs: 400,
        rmsDbfs: -20,
        vector: like(index),
      }));
    const more = { ...bank, recordings: [...bank.recordings, ...other('aye', 11), ...other('cor', 2)] };
    const often = (form: string) => share('so it was', says(form), null, {}, more);
    expect(often('aye')).toBeGreaterThan(4 * often('cor'));
  });

  it('does not prefer a form because the bank has more of it', () => {
    const bank = fakeBank(1);
    const more = {
      ...bank,
      recordings: [...bank.recordings, ...fakeBank(30).recordings.filter(({ form }) => form === 'really')],
    };
    expect(share('so it was', says('really'), null, {}, more)).toBeLessThan(0.15);
  });

  it('does as the designer asks', () => {
    const only = { forms: ['mhm', 'right'] };
    expect(share('so it was', ({ recording }) => only.forms.includes(recording.form), null, only)).toBe(1);
    expect(share('so it was', says('yeah'), null, { forms: ['never recorded'] })).toBeGreaterThan(0);
    const bank = fakeBank();
    const rated = {
      ...bank,
      recordings: bank.recordings.map((recording, index) => ({
        ...recording,
        energy: 2 + (index % 3),
        polarity: 3,
        surprisal: 3,
      })),
    };
    const lively = ({ recording }: ClipChoice) => recording.energy === 4;
    expect(share('so it was', lively, null, { energy: 4 }, rated)).toBeGreaterThan(0.9);
    expect(share('so it was', lively, null, { energy: 2 }, rated)).toBeLessThan(0.05);
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
    expect(choice?.why['likely_forms']).toMatch(/^yeah 0\.\d\d, \S+ 0\.\d\d, \S+ 0\.\d\d$/);
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
    const mood = (words: readonly Word[]) => {
      const context = { tMs: 20_000, turns: you('I won'), words, random: seededRandom(1), embedded: null };
      return chooseClip(fakeBank(), CLIP_START, context)[1].why['mood'];
    };
    const told = ['it', 'was', 'a', 'day'].map((text, index) => word(text, 18_000 + 300 * index));
    expect(mood([word('won', 4000), ...told])).toBe('plain');
    expect(mood([word('won', 6000), ...told])).toBe('good news');
    expect(mood([...told, word('won', 19_000, 'listener')])).toBe('plain');
    expect(mood([])).toBe('good news');
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
