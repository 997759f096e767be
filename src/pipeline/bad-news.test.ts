import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import {
  chooseClip,
  CLIP_START,
  createContextEncoder,
  loadClipBank,
  loadContextModels,
  type ClipBank,
  type ContextEncoder,
} from '../clip';
import type { Recording, Turn } from '../flow';
import { decodeAudioFile } from '../mic';
import { openPack, SMALL_SET } from '../packs';
import { seededRandom } from '../shared/random';
import { nodeSource } from '../testing/node/models';
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
let bank: ClipBank;
let encoder: ContextEncoder;
let files: readonly string[];
beforeAll(async () => {
  const source = nodeSource();
  words = await wordsModels();
  bank = await loadClipBank(await openPack(source, SMALL_SET.clips), () => {
    throw new Error('No sound of the bank is needed here.');
  });
  encoder = createContextEncoder(
    await loadContextModels({
      contextEncoder: await openPack(source, SMALL_SET.contextEncoder),
      joint: await openPack(source, SMALL_SET.joint),
      affect: await openPack(source, SMALL_SET.affect),
    }),
  );
  files = (await readdir(FOLDER)).filter((name) => name.endsWith('.flac'));
}, 120_000);

async function heard(file: string): Promise<string> {
  const { samples } = await decodeAudioFile(await readFile(new URL(file, FOLDER)));
  const events = await hearAll(createWordsStage(words, { rules: RULES }), samples);
  return wordsIn(events)
    .map(({ text }) => text)
    .join(' ');
}

/** Three answers in a row, with many seeds. */
async function answers(text: string): Promise<readonly Recording[]> {
  const turns: readonly Turn[] = [{ speaker: 'you', text }];
  const embedded = await encoder.embedContext({ turns });
  return Array.from({ length: SEEDS }, (_, seed) => {
    const random = seededRandom(seed + 1);
    let state = CLIP_START;
    return [0, 5000, 10_000].map((tMs) => {
      const [next, choice] = chooseClip(bank, state, { tMs, turns, words: [], random, embedded });
      state = next;
      return choice.recording;
    });
  }).flat();
}

it('nothing glad or lively answers bad news that was heard', async () => {
  expect(files).toHaveLength(COUNT);
  const energies = bank.recordings.map(({ energy = 3 }) => energy).toSorted((one, other) => one - other);
  const lively = energies[Math.floor(0.8 * energies.length)] ?? 5;
  for (const file of files) {
    const text = await heard(file);
    const wrong = (await answers(text)).filter(
      ({ form, delivery, energy = 3 }) =>
        HURTFUL.includes(form) || GLAD.includes(delivery) || energy > lively,
    );
    expect(
      wrong.map(({ form, delivery }) => `${form}, ${delivery}`),
      `${file}: ${text}`,
    ).toEqual([]);
  }
}, 240_000);
