import { expect, it } from 'vitest';
import type { Word } from '../flow';
import { openPack, SMALL_SET } from '../packs';
import { normaliseText } from '../shared/text';
import { samplesToMs } from '../shared/units';
import { nodeSource } from '../testing/node/models';
import { hearAll, knownSpeech, packSound, wordsIn, wordsModels } from '../testing/node/words';
import { wordErrors } from '../testing/word-measures';
import { isEcho, type Playback } from './echo';
import { createWordsStage } from './stage';

const CLIP = 'okay-falling-1.flac';
const REPLY = "Hi there. What's on your mind today?";
/** How much of the loudspeaker's sound the microphone picks up. */
const LEAK = 0.4;

const textOf = (words: readonly Word[]): string[] =>
  normaliseText(words.map(({ text }) => text).join(' '))
    .split(' ')
    .filter(Boolean);

it('does not hear itself: the microphone takes in a user and, before, over and after the words, the listener', async () => {
  const models = await wordsModels();
  const clip = await packSound(await openPack(nodeSource(), SMALL_SET.clips), CLIP);
  const voice = await openPack(nodeSource(), SMALL_SET.voice);
  const { lines } = (await voice.json('lines.json')) as { lines: { text: string; file: string }[] };
  const reply = await packSound(voice, lines.find(({ text }) => text === REPLY)?.file ?? '');
  const sentence = (await knownSpeech('train')).samples;

  // An acknowledgement, the user's sentence with an acknowledgement over it, then a reply.
  const clipAt = 8000;
  const userAt = clipAt + clip.length + 8000;
  const overAt = userAt + 20_000;
  const replyAt = userAt + sentence.length;
  const user = new Float32Array(replyAt + reply.length + 8000);
  user.set(sentence, userAt);
  const mixed = user.slice();
  const playbacks: Playback[] = [];
  const play = (
    samples: Float32Array,
    at: number,
    text: string,
    kind: Playback['kind'],
    gain = LEAK,
  ): void => {
    samples.forEach((sample, n) => (mixed[at + n] = (mixed[at + n] ?? 0) + gain * sample));
    playbacks.push({ startMs: samplesToMs(at), endMs: samplesToMs(at + samples.length), text, kind });
  };
  play(clip, clipAt, 'okay', 'backchannel');
  play(clip, overAt, 'okay', 'backchannel', LEAK / 4);
  play(reply, replyAt, REPLY, 'reply');

  const alone = textOf(wordsIn(await hearAll(createWordsStage(models), user)));
  const heard = wordsIn(await hearAll(createWordsStage(models), mixed));
  const echoes = textOf(heard.filter((word) => isEcho(word, playbacks)));
  const kept = textOf(heard.filter((word) => !isEcho(word, playbacks)));

  // Without the filter the leak is heard, so there is something to prove.
  expect(echoes).toContain('okay');
  expect(echoes).toEqual(expect.arrayContaining(['mind', 'today']));
  expect(wordErrors(alone, textOf(heard))).toBeGreaterThanOrEqual(7);
  // With it the user's words are left, but for what talking over a voice costs.
  expect(wordErrors(alone, kept)).toBeLessThanOrEqual(2);
  expect(kept.length).toBeGreaterThanOrEqual(alone.length - 2);
});
