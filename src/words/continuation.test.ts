import { describe, expect, it } from 'vitest';
import { repeatedCount, type SettledWord } from './continuation';

/** Words of 200 ms, one after another from `fromMs`. */
const said = (text: string, fromMs = 0): SettledWord[] =>
  text.split(' ').map((word, index) => ({
    text: word,
    startMs: fromMs + 200 * index,
    endMs: fromMs + 200 * (index + 1),
  }));

describe('repeatedCount', () => {
  it('finds the settled words again', () => {
    expect(repeatedCount(said('well I went'), said('Well, I went home and'))).toBe(3);
  });

  it('takes nothing for repeated when nothing is settled', () => {
    expect(repeatedCount([], said('well I went'))).toBe(0);
  });

  it('goes on in time where a pass now hears other words', () => {
    expect(repeatedCount(said("I'm going to"), said('I mean but it is'))).toBe(3);
  });

  it('goes on in time where two words became one', () => {
    const one = [...said('I am'), { text: 'gonna', startMs: 400, endMs: 800 }, ...said('go', 800)];
    expect(repeatedCount(said('I am going to'), one)).toBe(3);
  });

  it('knows a word again whose end has moved', () => {
    const longer = [...said('and you'), { text: 'go', startMs: 400, endMs: 1300 }, ...said('oh', 1300)];
    expect(repeatedCount(said('and you go'), longer)).toBe(3);
  });

  it('tells a word said twice from the same word heard again', () => {
    expect(repeatedCount(said('that that'), said('that that that is'))).toBe(2);
    expect(repeatedCount(said('no'), said('no no'))).toBe(1);
  });

  it('takes nothing for repeated when a cut left only later words', () => {
    expect(repeatedCount(said('a', -200), said('later words'))).toBe(0);
  });
});
