import type { ClipChoice, Recording, Turn, Word } from '../flow';
import { pickWeighted } from '../shared/pick';
import type { Random } from '../shared/random';
import { normaliseText } from '../shared/text';
import type { Db, Ms } from '../shared/units';
import type { ClipBank } from './bank';
import { weighDeliveries } from './delivery';
import { formProbabilities } from './form-fit';

/** What was chosen lately, oldest first. */
export interface ClipState {
  readonly recent: readonly { readonly file: string; readonly form: string; readonly tMs: Ms }[];
}
export const CLIP_START: ClipState = { recent: [] };

/** What a choice goes by. */
export interface ClipContext {
  readonly tMs: Ms;
  /** Used where there are no words with times. */
  readonly turns: readonly Turn[];
  /** Of both parties, in order; only the partner's count. */
  readonly words: readonly Word[];
  readonly random: Random;
}

/** No recording twice within this time. */
const REST_MS: Ms = 60_000;
/** Words older than this are no context any more (the form's fit was fitted so). */
const WINDOW_MS: Ms = 15_000;
/** More than enough for the fit's window, whatever the normaliser makes of a word. */
const WORDS_READ = 24;
/** Below 1 the fitting forms are preferred more than people prefer them; 1 is people's own spread. */
const TEMPERATURE = 0.8;
/** A form that was just said is half as welcome. */
const SAME_FORM = 0.5;
/** The probability of a form that the table does not know. */
const UNKNOWN_FORM = 0.01;
/** Matching the partner's level would make a soft delivery as loud as a lively one; this much of the difference stays. */
const LEVEL_KEPT = 0.5;
const TRIM_DB: Db = 4;

/**
 * Chooses a recording: the form by its probability after the last words, the delivery by their mood, and by chance. Never the
 * same recording twice running, none twice within a minute, no form three times running, as far as the bank is large enough.
 * `gainDb` keeps part of a recording's own level against the bank's median; the speaker adds what matches the partner.
 */
export function chooseClip(
  bank: ClipBank,
  state: ClipState,
  context: ClipContext,
): readonly [ClipState, ClipChoice] {
  const spoken = lastWords(context);
  const forms = formProbabilities(bank.fit, spoken.words);
  const deliveries = weighDeliveries(spoken);
  const takes = countBy(bank.recordings);
  const lastForm = state.recent.at(-1)?.form;
  const weightOf = ({ form, delivery }: Recording): number => {
    const probability = (forms.get(form) ?? UNKNOWN_FORM) * (form === lastForm ? SAME_FORM : 1);
    return (probability ** (1 / TEMPERATURE) * deliveries.weight(delivery)) / (takes.get(form) ?? 1);
  };
  const candidates = allowed(bank.recordings, state, context.tMs);
  const recording = pickWeighted(candidates, weightOf, context.random) ?? candidates[0];
  if (recording === undefined) throw new RangeError('A clip bank needs a recording.');
  const { file, form } = recording;
  const recent = [
    ...state.recent.filter(
      ({ tMs }, index) => context.tMs - tMs < REST_MS || index === state.recent.length - 1,
    ),
    { file, form, tMs: context.tMs },
  ];
  const why = {
    form_probability: forms.get(form) ?? UNKNOWN_FORM,
    likely_forms: likeliest(forms),
    mood: deliveries.mood,
  };
  return [{ recent }, { recording, gainDb: trim(recording, bank.recordings), why }];
}

function lastWords({ tMs, turns, words }: ClipContext): { words: readonly string[]; written: string } {
  const heard = words
    .slice(-2 * WORDS_READ)
    .filter(({ speaker, endMs }) => speaker === 'you' && endMs > tMs - WINDOW_MS)
    .slice(-WORDS_READ)
    .map(({ text }) => text)
    .join(' ');
  const turn = turns.findLast(({ speaker }) => speaker === 'you')?.text ?? '';
  const text = heard === '' ? turn.slice(-WORDS_READ * 12) : heard;
  return { words: normaliseText(text).split(' ').filter(Boolean), written: text.trim() };
}

/** The recordings that variety allows, by giving up the weakest rule first in a bank that is too small for all. */
function allowed(recordings: readonly Recording[], { recent }: ClipState, tMs: Ms): readonly Recording[] {
  const [one, last] = [recent.at(-2), recent.at(-1)];
  const worn = one?.form === last?.form ? last?.form : undefined;
  const resting = new Set(recent.filter((past) => tMs - past.tMs < REST_MS).map(({ file }) => file));
  const another = recordings.filter(({ file }) => file !== last?.file);
  const notWorn = another.filter(({ form }) => form !== worn);
  const rested = notWorn.filter(({ file }) => !resting.has(file));
  return [rested, notWorn, another].find(({ length }) => length > 0) ?? recordings;
}

const countBy = (recordings: readonly Recording[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { form } of recordings) counts.set(form, (counts.get(form) ?? 0) + 1);
  return counts;
};

const likeliest = (forms: ReadonlyMap<string, number>): string =>
  [...forms]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 3)
    .map(([form, probability]) => `${form} ${probability.toFixed(2)}`)
    .join(', ');

function trim({ rmsDbfs }: Recording, recordings: readonly Recording[]): Db {
  const levels = recordings.map((recording) => recording.rmsDbfs).toSorted((one, other) => one - other);
  const median = levels[Math.floor(levels.length / 2)] ?? rmsDbfs;
  const kept = LEVEL_KEPT * (rmsDbfs - median);
  return Math.round(10 * Math.max(-TRIM_DB, Math.min(TRIM_DB, kept))) / 10;
}
