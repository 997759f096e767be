import type { Db, Ms, Samples } from '../../shared/units';
import { msToSamples, samplesToMs } from '../../shared/units';
import { withoutSilence, type HeardWord } from '../hypothesis';
import { LEVEL_SAMPLES, levelsOf, speechLevel } from '../loudness';

/** One token of a pass, in order. */
export interface HubToken {
  readonly id: number;
  /** As the vocabulary writes it: a piece that begins a word begins with a sign for the space. */
  readonly piece: string;
  /** Natural logarithm of its probability. */
  readonly logProb: number;
  /** When it begins; null where the model does not tell. */
  readonly atMs: Ms | null;
}

/** What a pass gave, without special tokens. */
export interface HubHypothesis {
  readonly tokens: readonly HubToken[];
  /** Where the last token ends; null where the model does not tell. */
  readonly endMs: Ms | null;
  /** False when the length bound stopped it. */
  readonly ended: boolean;
}

/** How the vocabularies write a space: SentencePiece's sign, and GPT-2's letter for the byte 32. */
const SPACES = ['\u2581', '\u0120'];
const SPOKEN = /[\p{L}\p{N}\uFFFD]/u;

/** Groups a pass's tokens into words with their times. Sounds described in brackets, as Whisper writes them, are left out. */
export function hubWords(
  hypothesis: HubHypothesis,
  textOf: (ids: readonly number[]) => string,
  samples: Float32Array,
): readonly HeardWord[] {
  const levels = levelsOf(samples);
  const threshold = speechLevel(levels);
  const groups = withoutDescriptions(grouped(hypothesis.tokens, textOf));
  const lengthMs = samplesToMs(samples.length);
  const times = groups.every(({ tokens }) => tokens[0]?.atMs !== null)
    ? groups.map(({ tokens, nextMs }) => {
        const startMs = Math.min(tokens[0]?.atMs ?? 0, lengthMs);
        const endMs = Math.max(startMs, Math.min(nextMs ?? hypothesis.endMs ?? lengthMs, lengthMs));
        return withoutSilence(msToSamples(startMs), msToSamples(endMs), levels, threshold);
      })
    : spread(
        groups.map(({ text }) => text.length),
        levels,
        threshold,
        samples.length,
      );
  return groups.map(({ text, tokens }, index) => {
    const logProbs = tokens.map(({ logProb }) => logProb);
    return {
      text,
      // These recognisers take no draft.
      from: 0,
      to: 0,
      startMs: times[index]?.startMs ?? 0,
      endMs: times[index]?.endMs ?? 0,
      logProb: logProbs.reduce((sum, value) => sum + value, 0) / Math.max(1, logProbs.length),
      leastLogProb: Math.min(0, ...logProbs),
    };
  });
}

interface Group {
  readonly text: string;
  /** Those with letters or digits; punctuation says little about how sure the word is. */
  readonly tokens: readonly HubToken[];
  readonly nextMs: Ms | null;
}

function grouped(tokens: readonly HubToken[], textOf: (ids: readonly number[]) => string): Group[] {
  const runs: HubToken[][] = [];
  for (const token of tokens) {
    const run = runs.at(-1);
    if (run === undefined || SPACES.some((space) => token.piece.startsWith(space))) runs.push([token]);
    else run.push(token);
  }
  return runs.flatMap((run, index) => {
    const text = textOf(run.map(({ id }) => id)).trim();
    if (!SPOKEN.test(text)) return [];
    const spoken = run.filter(({ id }) => SPOKEN.test(textOf([id])));
    const nextMs = runs[index + 1]?.[0]?.atMs ?? null;
    return [{ text, tokens: spoken.length === 0 ? run : spoken, nextMs }];
  });
}

/** Without what stands between brackets: `[BLANK_AUDIO]`, `(wind blowing)`. */
function withoutDescriptions(groups: readonly Group[]): readonly Group[] {
  let inside = false;
  return groups.filter(({ text }) => {
    if (/^["']?[[(]/.test(text)) inside = true;
    const dropped = inside;
    if (/[\])]\W*$/.test(text)) inside = false;
    return !dropped;
  });
}

/**
 * Times for words whose model tells none: the voiced stretches are shared out by how long the words are written. Off by a word
 * or so in long stretches; good enough to tell which words are settled and how long a pause lasts.
 */
export function spread(
  lengths: readonly number[],
  levels: Float32Array,
  threshold: Db,
  total: Samples,
): readonly { readonly startMs: Ms; readonly endMs: Ms }[] {
  const loud = Array.from(levels.keys()).filter((index) => (levels[index] ?? threshold) >= threshold);
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const place = (share: number): number => Math.round(share * loud.length);
  const msAt = (level: number | undefined): Ms =>
    level === undefined ? samplesToMs(total) : samplesToMs(Math.min(total, level * LEVEL_SAMPLES));
  let before = 0;
  return lengths.map((length) => {
    const from = place(before / all);
    before += length;
    const to = place(before / all);
    const last = loud[to - 1];
    return {
      startMs: msAt(loud[from]),
      endMs: to > from && last !== undefined ? msAt(last + 1) : msAt(loud[from]),
    };
  });
}
