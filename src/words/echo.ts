import type { Word } from '../flow';
import { normaliseText } from '../shared/text';
import type { Ms } from '../shared/units';

/** Something that the listener played, as the speaker reported it. */
export interface Playback {
  readonly startMs: Ms;
  readonly endMs: Ms;
  /** What it says. */
  readonly text: string;
  readonly kind: 'backchannel' | 'reply';
}

/** How far the recogniser's times and the path from loudspeaker to microphone may shift a leaked word. */
const EARLY_MS: Ms = 150;
const LATE_MS: Ms = 500;
/** A leaked word may sit this far from its place in the reply, whose words are taken to be evenly spread. */
const PLACE_MS: Ms = 1200;
/** Share of letters in common at which a word counts as the same, misheard. */
const ALIKE = 0.6;

/** Sounds without a fixed spelling: a leaked one may be written down as any other. */
const MURMURS = new Set([
  'um-hum',
  'hm',
  'um',
  'uh',
  'uh-huh',
  'ah',
  'oh',
  'huh',
  'm',
  'mum',
  'hum',
  'huh-uh',
]);

/**
 * Whether a word is the listener's own playback come back through the microphone: it was heard while (or just after) the listener
 * sounded, and it is what the listener said, give or take what leaking and mishearing do. Words of the user at the same
 * time are kept.
 */
export function isEcho(word: Word, playbacks: readonly Playback[]): boolean {
  const heard = normaliseText(word.text);
  return (
    heard !== '' && playbacks.some((playback) => overlaps(word, playback) && matches(word, heard, playback))
  );
}

const overlaps = (word: Word, playback: Playback): boolean =>
  word.endMs >= playback.startMs - EARLY_MS && word.startMs <= playback.endMs + LATE_MS;

function matches(word: Word, heard: string, playback: Playback): boolean {
  const said = normaliseText(playback.text).split(' ').filter(Boolean);
  if (said.some((own) => MURMURS.has(own)) && MURMURS.has(heard) && playback.kind === 'backchannel')
    return true;
  const each = (playback.endMs - playback.startMs) / Math.max(1, said.length);
  return said.some((own, index) => {
    const placeMs = playback.startMs + (index + 0.5) * each;
    const inPlace = Math.abs((word.startMs + word.endMs) / 2 - placeMs) <= PLACE_MS + each / 2;
    return inPlace && heard.split(' ').some((part) => likeness(part, own) >= ALIKE);
  });
}

/** 1 minus the edit distance in letters over the longer length. */
function likeness(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries())
      next.push(
        Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    row = next;
  }
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - (row[b.length] ?? longest) / longest;
}
