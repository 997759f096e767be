import type { CaptionWord, Mark } from '../app/state';
import type { Dials, Probabilities } from '../flow';
import { seededRandom } from '../shared/random';
import type { Ms } from '../shared/units';

/**
 * A conversation of our own for the gallery. `[mhm:falling]` after a word is a backchannel at it; a line that starts with
 * `>` is the listener's turn, claimed at the last word before it.
 */
const SCRIPT = [
  'So last weekend I finally took the old bike out of the shed, [mhm:falling] and the chain was completely rusted. [oh:falling]',
  'I thought I would just clean it in the kitchen, [uh-huh:rising] which, in hindsight, was a terrible idea.',
  '> Oh no. What happened to the kitchen?',
  'Well, my sister came home with a friend from work, [mhm:soft] and there was oil on absolutely everything, even the curtains. [wow:lively]',
  'In the end we all laughed about it, [yeah:soft] but I am the one who is paying for the curtains.',
  '> That sounds like a fair deal to me.',
  'I suppose so. And the bike runs now, [cool:falling] so next weekend we ride along the river, if the weather holds.',
];

/** A word of the script with everything that does not depend on the dials. */
export interface ScriptedWord extends Omit<CaptionWord, 'p'> {
  /** Logits before the dials have their say, in the order of the classes. */
  readonly logits: readonly [number, number, number];
}

const KNOWN_AFTER_MS: Ms = 320;
const random = seededRandom(3);

/** The whole scripted session, `rounds` times over. */
export function scriptedWords(rounds = 1): readonly ScriptedWord[] {
  const words: ScriptedWord[] = [];
  let t: Ms = 900;
  let index = 0;
  const say = (text: string, speaker: 'you' | 'listener'): void => {
    const lengthMs = 110 + 52 * text.replaceAll(/\W/g, '').length;
    const ends = /[.?!]$/.test(text);
    const clause = text.endsWith(',');
    const wobble = (): number => (random() - 0.5) * 1.6;
    words.push({
      index: speaker === 'you' ? index : -1,
      text,
      speaker,
      startMs: t,
      endMs: t + lengthMs,
      heardMs: speaker === 'you' ? t + lengthMs + KNOWN_AFTER_MS : t,
      mark: null,
      logits: [ends ? 1.1 : -2.1 + wobble(), ends || clause ? 0.9 + wobble() / 3 : -0.8 + wobble(), 1.4],
    });
    if (speaker === 'you') index += 1;
    t += lengthMs + (ends ? 640 : clause ? 330 : 45);
  };
  const mark = (
    part: Partial<Mark> & Pick<Mark, 'action' | 'text'>,
    lengthMs: Ms,
    nudge: readonly [number, number],
  ): void => {
    const at = words.findLastIndex(({ speaker }) => speaker === 'you');
    const word = words[at];
    if (!word) return;
    const startMs = word.heardMs + 90;
    const [claim, nod] = nudge;
    words[at] = {
      ...word,
      logits: [word.logits[0] + claim, word.logits[1] + nod, word.logits[2] - 0.6],
      mark: {
        id: `c${word.index}`,
        delivery: '',
        status: 'played',
        startMs,
        endMs: startMs + lengthMs,
        ...part,
      },
    };
  };

  for (let round = 0; round < rounds; round += 1) {
    for (const line of SCRIPT) {
      if (line.startsWith('> ')) {
        const text = line.slice(2);
        mark({ action: 'turn_claim', text }, 65 * text.length, [1.9, -0.4]);
        t += 200;
        for (const word of text.split(' ')) say(word, 'listener');
        t += 500;
        continue;
      }
      for (const piece of line.split(' ')) {
        const said = /^\[(.+):(.+)\]$/.exec(piece);
        if (said)
          mark({ action: 'backchannel', text: said[1] ?? '', delivery: said[2] ?? '' }, 420, [-0.4, 1.7]);
        else say(piece, 'you');
      }
    }
    t += 2500;
  }
  return words;
}

/** The stand-in for the head: the dials move the logits, nothing more. */
export function judge(logits: ScriptedWord['logits'], dials: Dials): Probabilities {
  const moved = [logits[0] + 3 * (dials.tc - 0.2), logits[1] + 3 * (dials.bc - 0.5), logits[2]].map(Math.exp);
  const sum = moved.reduce((a, b) => a + b, 0);
  const [claim = 0, nod = 0, silent = 0] = moved;
  return [claim / sum, nod / sum, silent / sum];
}

/** Loudness of the scripted voice, one value a `peakMs`, up to `untilMs`. */
export function scriptedPeaks(words: readonly ScriptedWord[], peakMs: Ms, untilMs: Ms): number[] {
  const noise = seededRandom(11);
  const peaks = Array.from({ length: Math.floor(untilMs / peakMs) }, () => 0.004 + 0.004 * noise());
  for (const { speaker, startMs, endMs } of words) {
    if (speaker === 'listener') continue;
    for (let t = startMs; t < Math.min(endMs, untilMs - peakMs); t += peakMs) {
      const shape = Math.sin((Math.PI * (t - startMs)) / (endMs - startMs));
      peaks[Math.floor(t / peakMs)] = 0.03 + shape * (0.12 + 0.3 * noise());
    }
  }
  return peaks;
}
