import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { decodeAudioFile } from '../mic';
import { answersTo, livelyEnergy, shippedClips, type ShippedClips } from '../testing/node/clips';
import { hearAll, wordsIn, wordsModels } from '../testing/node/words';
import { createWordsStage, WORDS_RULES, type WordsModels } from '../words';

/*
 * Twenty sentences of bad news, as sound: heard by the recogniser, answered from the shipped bank. A missing file fails. Made
 * by `training/scripts/make_bad_news.py`.
 */

const FOLDER = new URL('../testing/fixtures/bad-news/', import.meta.url);
const COUNT = 20;
const SEEDS = 40;
const HURTFUL = ['wow', 'cool', 'good', 'absolutely', 'definitely'];
const GLAD = ['lively', 'surprised', 'excited', 'bright', 'sceptical'];
/** No text is asked for while they speak, so few passes do. */
const RULES = { ...WORDS_RULES, hopMs: 5000 };

let words: WordsModels;
let clips: ShippedClips;
let files: readonly string[];
beforeAll(async () => {
  words = await wordsModels();
  clips = await shippedClips();
  files = (await readdir(FOLDER)).filter((name) => name.endsWith('.flac'));
}, 120_000);

async function heard(file: string): Promise<string> {
  const { samples } = await decodeAudioFile(await readFile(new URL(file, FOLDER)));
  const events = await hearAll(createWordsStage(words, { rules: RULES }), samples);
  return wordsIn(events)
    .map(({ text }) => text)
    .join(' ');
}

it('nothing glad or lively answers bad news that was heard', async () => {
  expect(files).toHaveLength(COUNT);
  const lively = livelyEnergy(clips.bank);
  for (const file of files) {
    const text = await heard(file);
    const wrong = (await answersTo(text, clips, SEEDS)).filter(
      ({ form, delivery, energy = 3 }) =>
        HURTFUL.includes(form) || GLAD.includes(delivery) || energy > lively,
    );
    expect(
      wrong.map(({ form, delivery }) => `${form}, ${delivery}`),
      `${file}: ${text}`,
    ).toEqual([]);
  }
}, 240_000);
