import { describe, expect, it } from 'vitest';
import { BARGE_IN_START, bargeIn, type BargeIn, type BargeInEvent } from './barge-in';

const word = (startMs: number, endMs: number, text: string): BargeInEvent => ({
  kind: 'word',
  startMs,
  endMs,
  text,
});
const reply = (startMs: number): BargeInEvent => ({ kind: 'reply-began', id: 'r', startMs });
const voice = (speaking: boolean, atMs: number): BargeInEvent => ({ kind: 'voice', speaking, atMs });

/** The stops that the events lead to, with the index of the event. */
function stops(...events: BargeInEvent[]): (readonly [number, BargeIn['reason'], number])[] {
  let state = BARGE_IN_START;
  return events.flatMap((event, index) => {
    const [next, stop] = bargeIn(state, event);
    state = next;
    return stop ? [[index, stop.reason, stop.sinceMs] as const] : [];
  });
}

describe('barge-in', () => {
  it('stops a reply when speech begins after it', () => {
    expect(stops(reply(1000), word(1400, 1600, 'but'))).toEqual([[1, 'spoke up', 1400]]);
  });

  it('stops it once', () => {
    expect(stops(reply(1000), word(1400, 1600, 'but'), word(1600, 1800, 'wait'))).toHaveLength(1);
  });

  it('lets speech that was there before run on for a second', () => {
    const before = word(500, 900, 'house');
    expect(stops(before, reply(1000), word(950, 1500, 'which'), word(1500, 1990, 'was'))).toEqual([]);
    expect(
      stops(before, reply(1000), word(950, 1500, 'which'), word(1500, 1990, 'was'), word(1990, 2001, 'a')),
    ).toEqual([[4, 'went on', 500]]);
  });

  it.each(['mhm', 'Mm-hmm.', 'Yeah.', 'right', 'Uh-huh', 'okay', 'wow', 'Really?'])(
    'does not stop for "%s" alone',
    (text) => {
      expect(stops(reply(1000), word(1400, 1700, text))).toEqual([]);
      expect(stops(reply(1000), word(2400, 2700, text))).toEqual([]);
    },
  );

  it('does not stop for several in a row, each on its own', () => {
    expect(
      stops(reply(1000), word(1400, 1600, 'yeah'), word(2600, 2800, 'right'), word(4000, 4200, 'mhm')),
    ).toEqual([]);
  });

  it('stops when a backchannel turns into more', () => {
    expect(stops(reply(1000), word(1400, 1600, 'yeah'), word(1700, 1900, 'but'))).toEqual([
      [2, 'spoke up', 1400],
    ]);
  });

  it('does not add a backchannel to speech that ended before it', () => {
    const before = word(100, 900, 'street');
    expect(stops(before, reply(1000), word(1700, 2100, 'mhm'))).toEqual([]);
    // Close by, only voice activity tells the two apart.
    const [off, on] = [voice(false, 920), voice(true, 1300)];
    expect(stops(before, off, reply(1000), on, word(1310, 2100, 'mhm'))).toEqual([]);
  });

  it('takes speech after a pause as new, though the pause is short', () => {
    const [off, on] = [voice(false, 920), voice(true, 1250)];
    expect(stops(word(100, 900, 'street'), off, reply(1000), on, word(1260, 1500, 'where'))).toEqual([
      [4, 'spoke up', 1260],
    ]);
  });

  it('ignores speech from before the reply that becomes known late', () => {
    expect(stops(word(200, 500, 'my'), reply(1000), word(500, 950, 'house'))).toEqual([]);
  });

  it('stops nothing when no reply sounds', () => {
    expect(stops(word(100, 400, 'hello'))).toEqual([]);
    expect(stops(reply(1000), { kind: 'reply-ended' }, word(1400, 1600, 'but'))).toEqual([]);
  });

  it('does not stop for voice alone: it may be the listener itself', () => {
    expect(stops(reply(1000), voice(true, 1050), voice(false, 2900), voice(true, 3000))).toEqual([]);
  });
});
