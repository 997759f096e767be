import { describe, expect, it } from 'vitest';
import type { Word } from '../flow';
import { isEcho, type Playback } from './echo';

const word = (text: string, startMs: number, endMs: number): Word => ({
  text,
  startMs,
  endMs,
  heardMs: endMs + 300,
  speaker: 'you',
});

const mhm: Playback = { kind: 'backchannel', text: 'mhm', startMs: 1000, endMs: 1400 };
const reply: Playback = {
  kind: 'reply',
  text: 'That sounds lovely. How long did you stay there?',
  startMs: 5000,
  endMs: 7700,
};

describe('isEcho', () => {
  it.each(['Mm-hmm.', 'Mhm', 'Hmm.', 'Mm', 'Um', 'Uh-huh.', 'Mm hmm'])(
    'knows "mhm" leaked as %s',
    (heard) => {
      expect(isEcho(word(heard, 1050, 1450), [mhm])).toBe(true);
    },
  );

  it.each(['really', 'went', 'yeah', 'home'])('keeps what the user says over "mhm": %s', (said) => {
    expect(isEcho(word(said, 1050, 1450), [mhm])).toBe(false);
  });

  it("keeps the user's own murmur at another time", () => {
    expect(isEcho(word('Mm-hmm.', 200, 600), [mhm])).toBe(false);
    expect(isEcho(word('Mm-hmm.', 2500, 2900), [mhm])).toBe(false);
  });

  it('knows a word of a reply near its place, misheard a little', () => {
    expect(isEcho(word('lovely', 5600, 6000), [reply])).toBe(true);
    expect(isEcho(word('loveliy', 5700, 6100), [reply])).toBe(true);
    expect(isEcho(word('stay', 7100, 7400), [reply])).toBe(true);
  });

  it("keeps the user's words during a reply", () => {
    expect(isEcho(word('wait', 5600, 5900), [reply])).toBe(false);
    expect(isEcho(word('actually', 6000, 6500), [reply])).toBe(false);
    expect(isEcho(word('that', 7300, 7500), [reply])).toBe(false);
  });

  it('keeps everything when nothing was played', () => {
    expect(isEcho(word('Mm-hmm.', 1000, 1400), [])).toBe(false);
  });
});
