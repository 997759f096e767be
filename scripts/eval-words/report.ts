import { seededRandom } from '../../src/shared/random';
import type { Ms } from '../../src/shared/units';
import { percentile } from '../../src/testing/word-measures';
import type { ContextResult, TimeErrors } from './measure';
import type { MemoryResult } from './memory';

/** `docs/results/words.json`. */
export interface WordsReport {
  readonly contexts: number;
  /** Contexts in the folder; fewer are reported where the run was cut off. */
  readonly available: number;
  readonly date: string;
  readonly audio_minutes: number;
  readonly reference_words: number;
  readonly word_error_rate: { readonly at_pauses: number; readonly streamed: number };
  /** The same on the recordings that were not looked at while the rules were chosen. */
  readonly unseen: {
    readonly contexts: number;
    readonly at_pauses: number;
    readonly streamed: number;
    readonly audio_after_word_end_ms: Spread;
  };
  /** Recordings up to 30 s, which the model can take whole: the two rates on the same recordings. */
  readonly whole: { readonly contexts: number; readonly at_once: number; readonly streamed: number };
  /** Streamed minus each segment at once, in points, with a 95 % interval over recordings; and minus each recording at once. */
  readonly streamed_minus_at_pauses: Gap;
  readonly streamed_minus_at_once: Gap;
  readonly audio_after_word_end_ms: Spread;
  readonly known_speech: {
    readonly words: number;
    readonly found: number;
    readonly audio_after_word_end_ms: Spread;
    readonly start_error_ms: Spread;
    readonly end_error_ms: Spread;
    readonly start_error_at_once_ms: Spread;
    readonly end_error_at_once_ms: Spread;
  };
  readonly pass_ms: Spread;
  readonly passes: number;
  readonly memory: (MemoryResult & { readonly date?: string }) | null;
  readonly backend: string;
  readonly machine: string;
  /** Processes that wanted to run, over the time of the measurement, per core; above 1 the times are pessimistic. */
  readonly load_per_core: number;
}

interface Gap {
  readonly points: number;
  readonly low: number;
  readonly high: number;
}

interface Spread {
  readonly median: number;
  readonly p95: number;
}

/** The model loses itself in longer recordings (one of 68 s: more words than were said). */
const WHOLE_S = 30;

const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
const spread = (values: readonly number[]): Spread => ({
  median: round(percentile(values, 0.5), 0),
  p95: round(percentile(values, 0.95), 0),
});
const sizes = (values: readonly number[]): Spread => spread(values.map(Math.abs));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function summarise(
  results: readonly ContextResult[],
  times: TimeErrors,
  passes: readonly Ms[],
  memory: WordsReport['memory'],
  where: Pick<WordsReport, 'available' | 'date' | 'backend' | 'machine' | 'load_per_core'>,
): WordsReport {
  const rate = (way: keyof ContextResult['errors'], from: readonly ContextResult[] = results): number =>
    (100 * sum(from.map(({ errors }) => errors[way]))) /
    sum(from.map(({ reference_words }) => reference_words));
  const gap = (to: 'at_pauses' | 'at_once', from: readonly ContextResult[]): Gap => {
    const difference = (drawn: readonly ContextResult[]): number => rate('streamed', drawn) - rate(to, drawn);
    const [low, high] = interval(from, difference);
    return { points: round(difference(from)), low: round(low), high: round(high) };
  };
  const unseen = results.filter(({ seen }) => !seen);
  const whole = results.filter(({ audio_s }) => audio_s <= WHOLE_S);
  return {
    contexts: results.length,
    audio_minutes: round(sum(results.map(({ audio_s }) => audio_s)) / 60),
    reference_words: sum(results.map(({ reference_words }) => reference_words)),
    word_error_rate: { at_pauses: round(rate('at_pauses')), streamed: round(rate('streamed')) },
    whole: {
      contexts: whole.length,
      at_once: round(rate('at_once', whole)),
      streamed: round(rate('streamed', whole)),
    },
    unseen: {
      contexts: unseen.length,
      at_pauses: round(rate('at_pauses', unseen)),
      streamed: round(rate('streamed', unseen)),
      audio_after_word_end_ms: spread(unseen.flatMap(({ waits_ms }) => waits_ms)),
    },
    streamed_minus_at_pauses: gap('at_pauses', results),
    streamed_minus_at_once: gap('at_once', whole),
    audio_after_word_end_ms: spread(results.flatMap(({ waits_ms }) => waits_ms)),
    known_speech: {
      words: times.words,
      found: times.streamed.start.length,
      audio_after_word_end_ms: spread(times.streamed.wait),
      start_error_ms: sizes(times.streamed.start),
      end_error_ms: sizes(times.streamed.end),
      start_error_at_once_ms: sizes(times.at_once.start),
      end_error_at_once_ms: sizes(times.at_once.end),
    },
    pass_ms: spread(passes),
    passes: passes.length,
    memory,
    ...where,
  };
}

/** A 95 % bootstrap interval of a measure, recordings drawn with replacement, always the same draws. */
function interval<T>(
  items: readonly T[],
  measure: (drawn: readonly T[]) => number,
): readonly [number, number] {
  const random = seededRandom(1);
  const values = Array.from({ length: 1000 }, () =>
    measure(items.flatMap(() => items[Math.floor(random() * items.length)] ?? [])),
  );
  return [percentile(values, 0.025), percentile(values, 0.975)];
}

/** The section of the results that people read. */
export function toMarkdown(report: WordsReport): string {
  const { word_error_rate: rate, whole, known_speech: known, unseen, memory } = report;
  const points = ({ points: difference, low, high }: Gap): string =>
    `${difference} (${low} to ${high}) points`;
  const range = ({ median, p95 }: Spread): string => `${median} / ${p95} ms`;
  return `## Words: streamed recognition on real and known speech

\`npm run measure:words -- DIR${report.contexts < report.available ? ' --done' : ''}\`, ${report.date}${report.contexts < report.available ? ', cut off by time' : ''}, on ${report.contexts} of the ${report.available} contexts of the perception study's shared half
(${report.audio_minutes} min, ${report.reference_words} words, telephone speech; no part of them was used for training; every fifth
and every eighth by name were looked at while the rules were chosen, and are left out in the lines "unseen"). Both texts go through the project's normaliser.
Everything but the computing times is the same on every run.

| measure | found | aim |
| --- | --- | --- |
| word error rate, each speech segment decoded at once, when it has ended | ${rate.at_pauses} % | |
| word error rate, streamed | ${rate.streamed} % | within 2 points of that |
| streamed minus each segment at once (95 % interval over recordings) | ${points(report.streamed_minus_at_pauses)} | at most 2 |
| the same on the ${unseen.contexts} unseen recordings: each segment at once, streamed | ${unseen.at_pauses} %, ${unseen.streamed} % | within 2 points |
| the ${whole.contexts} recordings of up to ${WHOLE_S} s: the whole recording at once, streamed | ${whole.at_once} %, ${whole.streamed} %: ${points(report.streamed_minus_at_once)} | |
| audio needed after a word's end, unseen | ${range(unseen.audio_after_word_end_ms)} | 350 / 700 ms |
| audio needed after a word's end, median / 95th percentile; ends by aligning the at-once decoding | ${range(report.audio_after_word_end_ms)} | 350 / 700 ms |
| the same on espeak-ng speech with true ends (${known.found} of ${known.words} words found) | ${range(known.audio_after_word_end_ms)} | 350 / 700 ms |
| error of a streamed word's start, median / 95th percentile, espeak-ng | ${range(known.start_error_ms)} | |
| error of a streamed word's end | ${range(known.end_error_ms)} | |
| the same decoded at once: start | ${range(known.start_error_at_once_ms)} | |
| the same decoded at once: end | ${range(known.end_error_at_once_ms)} | |
| computing time of a pass, median / 95th percentile of ${report.passes} (${report.backend}, ${report.machine}, load ${report.load_per_core} a core) | ${range(report.pass_ms)} | 95th under 200 ms |
| memory over ${memory?.minutes ?? 0} min of running speech, slope after the first minute${memory?.date === undefined ? '' : ` (${memory.date})`} | ${memory === null ? 'not measured' : `${memory.slope_mb_per_minute} MB a minute (${memory.rss_mb.join(', ')} MB)`} | flat |

Three things made the difference. Forcing the words that had been emitted on every later pass, as local agreement usually does, let one
wrong start spoil a whole sentence (56 recordings: 24.6 % where decoding at once gave 18.3 %, one recording without
a right word); now each pass decodes freely, the last pass is only a draft that is checked in one call, and text and time tell which
words are new. Silence put behind the running audio keeps the model from making up how a cut-off sentence goes on (42
recordings: 19.9 to 18.3 %, at once 17.7 %). And a word is emitted by the probability that it stays, of which less is asked the longer it
has waited (\`scripts/fit-agreement.ts\`): one doubtful word held up all behind it before (76 recordings, weights from the other half:
audio needed 280 / 824 ms before, 304 / 632 ms after, word error rate 21.3 and 21.4 %).

What fails: words cut by overlapping talk or noise, names, and the first words after a pause, which have the least context. Streaming
writes more fillers ("um", "uh") than decoding at once, as the reference does. Numbers come as digits and are spelled out by the
normaliser. Not measured: accents, children's voices, far microphones, phones. espeak-ng's voice is clear but odd: its error rate
means nothing, its times are exact.
`;
}
