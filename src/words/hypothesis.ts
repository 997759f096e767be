import { samplesToMs, type Db, type Ms, type Samples } from '../shared/units';
import { alignRows } from './alignment';
import { LEVEL_SAMPLES, levelsOf, speechLevel } from './loudness';
import type { Hypothesis } from './recogniser';
import type { Tokens } from './tokenizer';

/** A word of a hypothesis; times count from the start of the audio that was decoded. */
export interface HeardWord {
  readonly text: string;
  /** Its tokens in the hypothesis: `from` up to `to`, punctuation after the word not included. */
  readonly from: number;
  readonly to: number;
  readonly startMs: Ms;
  readonly endMs: Ms;
  /** Natural log-probability of its tokens: the mean, and the least. */
  readonly logProb: number;
  readonly leastLogProb: number;
}

/** Groups the tokens into words and tells when each was said. */
export function readWords(
  hypothesis: Hypothesis,
  tokens: Tokens,
  samples: Float32Array,
  samplesPerFrame: Samples,
): readonly HeardWord[] {
  const spans = alignRows(hypothesis.attention);
  const levels = levelsOf(samples);
  const threshold = speechLevel(levels);
  const ids = hypothesis.tokens;
  return groupTokens(ids, tokens).map(({ from, to, textEnd }) => {
    const start = (spans[from]?.start ?? 0) * samplesPerFrame;
    const end = Math.min((spans[to - 1]?.end ?? 0) * samplesPerFrame, samples.length);
    const logProbs = hypothesis.logProbs.slice(from, to);
    return {
      text: tokens.text(ids.slice(from, textEnd)),
      from,
      to,
      ...withoutSilence(start, end, levels, threshold),
      logProb: logProbs.reduce((sum, value) => sum + value, 0) / Math.max(1, logProbs.length),
      leastLogProb: Math.min(0, ...logProbs),
    };
  });
}

/** Stretches of tokens that are one word each; `textEnd` takes the punctuation that follows. */
function groupTokens(
  ids: readonly number[],
  tokens: Tokens,
): readonly { from: number; to: number; textEnd: number }[] {
  const words: { from: number; to: number; textEnd: number }[] = [];
  for (const [index, id] of ids.entries()) {
    const last = words.at(-1);
    if (last && !tokens.startsWord(id)) {
      last.textEnd = index + 1;
      if (tokens.isSpoken(id)) last.to = index + 1;
    } else if (tokens.isSpoken(id)) {
      words.push({ from: index, to: index + 1, textEnd: index + 1 });
    }
  }
  return words;
}

/** Takes the quiet off both ends of a word. A word that is quiet throughout stays as it is. */
export function withoutSilence(
  start: Samples,
  end: Samples,
  levels: Float32Array,
  threshold: Db,
): { startMs: Ms; endMs: Ms } {
  let from = Math.floor(start / LEVEL_SAMPLES);
  let to = Math.min(Math.ceil(end / LEVEL_SAMPLES), levels.length);
  const loud = (index: number): boolean => (levels[index] ?? threshold) >= threshold;
  while (from < to && !loud(from)) from++;
  while (to > from && !loud(to - 1)) to--;
  if (from >= to) return { startMs: samplesToMs(start), endMs: samplesToMs(end) };
  return { startMs: samplesToMs(from * LEVEL_SAMPLES), endMs: samplesToMs(to * LEVEL_SAMPLES) };
}
