import { describe, expect, it } from 'vitest';
import type { Turn } from '../flow';
import { seededRandom } from '../shared/random';
import { chooseLine, score, SCRIPT_START, type ScriptState } from './choose-line';
import { LINES } from './fixtures';
import { endsWithQuestion, hear } from './heard';
import type { ScriptLine } from './voice';

const you = (text: string): Turn => ({ speaker: 'you', text });
const listener = (text: string): Turn => ({ speaker: 'listener', text });
/** A turn of the listener, so that it is no longer the first. */
const STARTED = [you('hello'), listener('Hi there.')];

/** How often each line is chosen in 300 sessions. */
function chosen(turns: readonly Turn[], state: ScriptState = SCRIPT_START): Record<string, number> {
  const random = seededRandom(1);
  const counts: Record<string, number> = {};
  for (let session = 0; session < 300; session += 1) {
    const [, line] = chooseLine(LINES, state, turns, random);
    counts[line?.id ?? 'none'] = (counts[line?.id ?? 'none'] ?? 0) + 1;
  }
  return counts;
}
const most = (counts: Record<string, number>): string | undefined =>
  Object.entries(counts).toSorted(([, one], [, other]) => other - one)[0]?.[0];

describe('chooseLine', () => {
  it('speaks about what was spoken about, lately', () => {
    expect(most(chosen([...STARTED, you('So my boss wants me back in the office.')]))).toBe('job');
    expect(most(chosen([...STARTED, you('We are saving for a trip. The flights are all booked.')]))).toBe(
      'place',
    );
    const moved = you(
      `My job is fine. ${'We talked about this and that and other things. '.repeat(12)} Then the beach!`,
    );
    expect(most(chosen([...STARTED, moved]))).toBe('place');
  });

  it('never speaks about what nobody mentioned', () => {
    const counts = chosen([...STARTED, you('It was blue and then it was green.')]);
    for (const id of ['job', 'busy-work', 'place', 'glad', 'sorry', 'greet', 'bye', 'back'])
      expect(counts[id]).toBeUndefined();
  });

  it('turns a question back, and only a question', () => {
    expect(most(chosen([...STARTED, you('I could move or stay. What do you think?')]))).toBe('back');
    expect(chosen([...STARTED, you('That is what you think and why.')])['back']).toBeUndefined();
  });

  it('is glad about good news, sorry about bad news, and never the other way round', () => {
    const good = chosen([...STARTED, you('I am so happy, we won!')]);
    const bad = chosen([...STARTED, you('My dog died, it is so sad.')]);
    const negated = chosen([...STARTED, you("I'm not happy about it, it wasn't great.")]);
    expect(good['glad']).toBeGreaterThan(50);
    expect(good['sorry']).toBeUndefined();
    expect(bad['sorry']).toBeGreaterThan(50);
    expect(bad['glad']).toBeUndefined();
    expect(negated['glad']).toBeUndefined();
  });

  it('greets only at the start, and says goodbye only to a goodbye', () => {
    expect(most(chosen([you('Hello there.')]))).toBe('greet');
    expect(chosen([...STARTED, you('I said hello to my boss.')])['greet']).toBeUndefined();
    expect(most(chosen([...STARTED, you('Well, I have to go. Bye!')]))).toBe('bye');
    expect(
      chosen([...STARTED, you('Bye bye, I said, and then I sat there with my boss for hours and hours.')])[
        'bye'
      ],
    ).toBeUndefined();
  });

  it('sums up only when there is something to sum up', () => {
    expect(chosen([...STARTED, you('My boss again.')])['busy-work']).toBeUndefined();
    const long = you(`My boss called. ${'It went on and on. '.repeat(10)}`);
    expect(chosen([...STARTED, long])['busy-work']).toBeGreaterThan(0);
  });

  it('does not say a line twice while another one fits', () => {
    const random = seededRandom(4);
    let state = SCRIPT_START;
    const turns = [...STARTED, you('My boss was away and then we went on a trip to the beach.')];
    const fitting = LINES.filter((line) => score(line, hear(turns), SCRIPT_START) > 0).length;
    const said: string[] = [];
    for (let turn = 0; turn < 60; turn += 1) {
      const [next, line] = chooseLine(LINES, state, turns, random);
      state = next;
      expect(line?.id).not.toBe(said.at(-1));
      said.push(line?.id ?? '');
    }
    expect(new Set(said.slice(0, fitting)).size).toBe(fitting);
  });

  it('always has something to say, whatever was heard', () => {
    const random = seededRandom(5);
    for (const turns of [
      [],
      [you('')],
      [you('😀')],
      [you('\u041f\u0440\u0438\u0432\u0435\u0442')],
      STARTED,
    ]) {
      let state = SCRIPT_START;
      for (let turn = 0; turn < 30; turn += 1) {
        const [next, line] = chooseLine(LINES, state, turns, random);
        state = next;
        expect(line).not.toBeNull();
      }
    }
    expect(chooseLine([], SCRIPT_START, STARTED, random)).toEqual([SCRIPT_START, null]);
    const [only] = LINES;
    const single: ScriptLine[] = only ? [only] : [];
    const [state] = chooseLine(single, SCRIPT_START, STARTED, random);
    expect(chooseLine(single, state, STARTED, random)[1]).toBe(only);
  });

  it('is the same for the same seed', () => {
    const turns = [...STARTED, you('My boss was away.')];
    const run = () => {
      const random = seededRandom(9);
      let state = SCRIPT_START;
      return Array.from({ length: 20 }, () => {
        const [next, line] = chooseLine(LINES, state, turns, random);
        state = next;
        return line?.id;
      });
    };
    expect(run()).toEqual(run());
  });

  it('takes no time, however long the turn', () => {
    const turns = [...STARTED, you('and then my boss went on and on '.repeat(3000))];
    const from = performance.now();
    for (let turn = 0; turn < 20; turn += 1) chooseLine(LINES, SCRIPT_START, turns, seededRandom(turn));
    expect((performance.now() - from) / 20).toBeLessThan(20);
  });
});

describe('endsWithQuestion', () => {
  it.each([
    'Do you like it?',
    'It was fine. What about you',
    'so what do you think',
    'Is it "art"?',
    'and you',
    'I moved. Where do you live',
  ])('%s', (text) => expect(endsWithQuestion(text)).toBe(true));
  it.each([
    '',
    'I like it.',
    'What a day.',
    'I know what you mean.',
    'and then',
    'I asked her: are you sure? She was.',
  ])('not: %s', (text) => expect(endsWithQuestion(text)).toBe(false));
});
