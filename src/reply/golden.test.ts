import { beforeAll, describe, expect, it } from 'vitest';
import type { Turn } from '../flow';
import { openPack, SMALL_SET } from '../packs';
import { seededRandom } from '../shared/random';
import { nodeSource } from '../testing/node/models';
import { chooseLine, score, SCRIPT_START } from './choose-line';
import { hear } from './heard';
import { loadVoice, type ScriptLine, type Voice } from './voice';

/* The small set's script; a missing file fails. */

let voice: Voice;
const ACTS = ['follow_up', 'agreement', 'summary', 'acknowledge', 'greeting', 'closing', 'clarify'];
const context = (text: string): Turn[] => [
  { speaker: 'you', text: 'Hello.' },
  { speaker: 'listener', text: 'Hi there.' },
  { speaker: 'you', text },
];

beforeAll(async () => {
  const pack = await openPack(nodeSource(), SMALL_SET.voice);
  voice = await loadVoice(pack, (bytes) =>
    Promise.resolve({ samples: new Float32Array(bytes.length), rateHz: 24_000 }),
  );
});

/** The three lines that fit best. */
const best = (text: string): ScriptLine[] => {
  const heard = hear(context(text));
  return voice.lines
    .toSorted((one, other) => score(other, heard, SCRIPT_START) - score(one, heard, SCRIPT_START))
    .slice(0, 3);
};

describe('the script', () => {
  it('has lines of every act, each with its recording', async () => {
    expect(new Set(voice.lines.map(({ act }) => act))).toEqual(new Set(ACTS));
    expect(new Set(voice.lines.map(({ id }) => id)).size).toBe(voice.lines.length);
    await expect(voice.fetchAll()).resolves.toBeUndefined();
  });

  it.each([
    ['My boss moved the deadline again and the whole office is upset about the meeting.', 'work'],
    ['We are going on a trip next week, the flight leaves in the morning.', 'travel'],
    ['I made this recipe for dinner and the kitchen was full of smoke.', 'food'],
    ['So our dog ran off with the neighbour’s shoe.', 'pets'],
  ])('%s', (text, topic) => {
    expect(best(text).map((line) => line.topic)).toContain(topic);
  });

  it('says something about bad news that is not about good news', () => {
    const random = seededRandom(1);
    for (let session = 0; session < 100; session += 1) {
      const [, line] = chooseLine(
        voice.lines,
        SCRIPT_START,
        context('My grandmother died and it has been so hard.'),
        random,
      );
      expect(line?.text).not.toMatch(/happy|wonderful|proud|best part/);
    }
  });

  it('answers a question with a line for questions most of the time', () => {
    const random = seededRandom(2);
    const lines = Array.from(
      { length: 100 },
      () =>
        chooseLine(voice.lines, SCRIPT_START, context('I could stay or go. What do you think?'), random)[1],
    );
    expect(lines.filter((line) => line?.cues.includes('why')).length).toBeGreaterThan(50);
  });

  it('holds a long conversation without saying a line twice', () => {
    const random = seededRandom(3);
    const story = [
      'My boss called about the project.',
      'Then I went home to my kids.',
      'We had dinner and watched a movie.',
    ];
    let state = SCRIPT_START;
    const said: string[] = [];
    for (let turn = 0; turn < 15; turn += 1) {
      const [next, line] = chooseLine(voice.lines, state, context(story[turn % story.length] ?? ''), random);
      state = next;
      said.push(line?.id ?? '');
    }
    expect(new Set(said).size).toBe(said.length);
  });
});
