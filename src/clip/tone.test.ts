import { beforeAll, describe, expect, it } from 'vitest';
import type { Recording, Turn } from '../flow';
import { answersTo, livelyEnergy, shippedClips, type ShippedClips } from '../testing/node/clips';
import { rankRecordings } from './rank';

/* The shipped bank and space, over utterances written for this test. A missing file fails. */

let clips: ShippedClips;
/** Energy that only one recording in five has. */
let lively: number;
beforeAll(async () => {
  clips = await shippedClips();
  lively = livelyEnergy(clips.bank);
});

const SEEDS = 200;
const said = (text: string, learned = true): Promise<readonly Recording[]> =>
  answersTo(text, clips, SEEDS, learned);
const share = (recordings: readonly Recording[], what: (recording: Recording) => boolean): number =>
  recordings.filter(what).length / recordings.length;
const meanEnergy = (recordings: readonly Recording[]): number =>
  recordings.reduce((sum, { energy = 3 }) => sum + energy, 0) / recordings.length;

const BAD_NEWS = [
  'and on Friday the vet told us we had to put him down.',
  'my grandmother passed away in the spring',
  'so they laid off the whole team, me included.',
  'the doctor said the cancer has come back',
  'we lost the baby in the fourth month',
  'my brother was in a terrible accident last night.',
  "she didn't make it, she was only thirty.",
  'our house burned down while we were away',
  'my husband left me after twenty years.',
  'I cried all night because I failed the exam again',
];
const GOOD_NEWS = [
  'and then they called and I got the job!',
  'we finally won the championship!',
  'she said yes, so we are getting married in June!',
  'the scan was all clear, I am so relieved!',
];
const PLAIN = [
  'so I usually take the bus into town',
  'and then you turn left at the second light',
  'we have two cats and a small garden.',
];
const QUESTIONS = [
  'do you know what I mean?',
  'what would you have done there?',
  'so have you ever been to the coast',
];

describe('after bad news', () => {
  it.each(BAD_NEWS)('nothing glad or lively is said: %s', async (text) => {
    for (const learned of [true, false]) {
      const recordings = await said(text, learned);
      const wrong = ['wow', 'cool', 'good', 'absolutely', 'definitely'];
      expect(recordings.filter(({ form }) => wrong.includes(form))).toEqual([]);
      const glad = ['lively', 'surprised', 'excited', 'bright', 'sceptical'];
      expect(recordings.filter(({ delivery }) => glad.includes(delivery))).toEqual([]);
      expect(recordings.filter(({ energy = 3 }) => energy > lively)).toEqual([]);
      expect(share(recordings, ({ form }) => ['sure', 'exactly', 'yep'].includes(form))).toBeLessThan(0.05);
    }
  });
});

it('no ranking after bad news begins with what would hurt, or sounds lively', async () => {
  for (const text of BAD_NEWS) {
    const turns: readonly Turn[] = [{ speaker: 'you', text }];
    const [first] = rankRecordings(clips.bank.recordings, await clips.encoder.embedContext({ turns }), {
      turns,
    });
    expect(['wow', 'cool', 'good', 'absolutely', 'definitely']).not.toContain(first?.recording.form);
    expect(first?.recording.energy ?? 3).toBeLessThan(lively);
  }
});

describe('after good news', () => {
  it.each(GOOD_NEWS)('the tone is livelier than after bad: %s', async (text) => {
    const recordings = await said(text);
    expect(meanEnergy(recordings)).toBeGreaterThan(meanEnergy(await said(BAD_NEWS[0] ?? '')) + 0.4);
    expect(share(recordings, ({ delivery }) => ['soft', 'gentle'].includes(delivery))).toBeLessThan(0.15);
    expect(new Set(recordings.map(({ form }) => form)).size).toBeGreaterThan(4);
  });
});

describe('after something plain', () => {
  it.each(PLAIN)('it is plain and varied: %s', async (text) => {
    const recordings = await said(text);
    expect(share(recordings, ({ form }) => ['wow', 'cool'].includes(form))).toBeLessThan(0.05);
    expect(share(recordings, ({ delivery }) => delivery === 'surprised')).toBeLessThan(0.02);
    expect(
      share(recordings, ({ form }) => ['mhm', 'uh-huh', 'yeah', 'right', 'okay', 'oh'].includes(form)),
    ).toBeGreaterThan(0.5);
    expect(new Set(recordings.map(({ form }) => form)).size).toBeGreaterThan(4);
  });
});

describe('after a question', () => {
  it.each(QUESTIONS)('nobody marvels: %s', async (text) => {
    const recordings = await said(text);
    expect(recordings.filter(({ form }) => ['wow', 'cool', 'good'].includes(form))).toEqual([]);
    expect(share(recordings, ({ form }) => form === 'really')).toBeLessThan(0.1);
  });
});
