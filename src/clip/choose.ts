import type { ClipChoice, ClipControls, Recording, Turn, Word } from '../flow';
import { pickWeighted } from '../shared/pick';
import type { Random } from '../shared/random';
import type { Db, Ms } from '../shared/units';
import type { ClipBank } from './bank';
import { affectFit } from './affect-fit';
import { underControls } from './controls';
import { weighDelivery } from './delivery';
import type { EmbeddedContext } from './encoder';
import { formShares, shareOf } from './form-shares';
import { inSpaceOf, soundsLike } from './rank';
import { lastSaid } from './said';
import { moodAfter, toneOf } from './tone';

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
  /** What the learned space makes of the turns; null where that is not known: then forms go by how often people say them. */
  readonly embedded: EmbeddedContext | null;
  readonly controls?: ClipControls;
}

/** No recording twice within this time. */
const REST_MS: Ms = 60_000;
/** Below 1 what fits is preferred more than its weight says. */
const TEMPERATURE = 0.8;
/** Chance chooses among so many forms, and so many recordings of the form: whatever fits worse is not said at all. */
const TOP_FORMS = 8;
const TOP_RECORDINGS = 6;
/** A form that was just said is half as welcome. */
const SAME_FORM = 0.5;
/** How much a recording gains that sounds like a form that fits, beside its name. */
const SOUNDS_FITTING = 1;
/** Matching the partner's level would make a soft delivery as loud as a lively one; this much of the difference stays. */
const LEVEL_KEPT = 0.5;
const TRIM_DB: Db = 4;

/**
 * Chooses a recording: by the probability of its form after the context, by how it fits the context in the learned space, by how
 * its sound fits the partner's mood, and by chance. Never the same recording twice running, none twice within a minute, no form
 * three times running, nothing hurtful after bad news, as far as the bank is large enough.
 * `gainDb` keeps part of a recording's own level against the bank's median; the speaker adds what matches the partner.
 */
export function chooseClip(
  bank: ClipBank,
  state: ClipState,
  context: ClipContext,
): readonly [ClipState, ClipChoice] {
  const { embedded, controls = {}, random, tMs } = context;
  const spoken = lastSaid(context.turns, context.words, tMs);
  const mood = moodAfter(spoken.words, spoken.written);
  const shares = formShares(embedded);
  const sounds = affectFit(bank.recordings, mood, controls);
  const lastForm = state.recent.at(-1)?.form;
  // Once for each form, however many recordings there are of it.
  const welcome = new Map(
    [...countBy(bank.recordings)].map(([form, takes]) => [
      form,
      (toneOf(form, mood) * (form === lastForm ? SAME_FORM : 1)) / takes,
    ]),
  );
  const joint = (recording: Recording): number => (embedded ? soundsLike(recording, embedded) : 0);
  const weightOf = (recording: Recording): number => {
    const form = welcome.get(recording.form) ?? 0;
    if (form === 0) return 0;
    const fitting = shareOf(recording, shares) * Math.exp(SOUNDS_FITTING * joint(recording));
    return form * fitting * sounds(recording) * weighDelivery(recording, mood, spoken.written);
  };
  const weighed = underControls(bank.recordings, controls)
    .recordings.map((recording) => ({ recording, weight: weightOf(recording) }))
    .toSorted((one, other) => other.weight - one.weight);
  const picked = pick(allowed(weighed, state, tMs), random);
  if (picked === undefined) throw new RangeError('A clip bank needs a recording.');
  const { recording } = picked;
  const { file, form } = recording;
  const recent = [
    ...state.recent.filter((past, index) => tMs - past.tMs < REST_MS || index === state.recent.length - 1),
    { file, form, tMs },
  ];
  const why = {
    form_probability: rounded(shareOf(recording, shares)),
    likely_forms: likeliest(shares),
    forms_by: embedded ? 'context' : 'frequency',
    ...(embedded && inSpaceOf(recording, embedded) && { joint_score: rounded(joint(recording)) }),
    mood,
    affect_fit: rounded(sounds(recording)),
    ...measured(recording),
    ...(embedded?.nearest && { nearest: embedded.nearest }),
  };
  return [{ recent }, { recording, gainDb: trim(recording, bank.recordings), why }];
}

const rounded = (value: number): number => Number(value.toFixed(4));

function measured({ energy, polarity, surprisal }: Recording): Readonly<Record<string, number>> {
  return {
    ...(energy !== undefined && { energy }),
    ...(polarity !== undefined && { polarity }),
    ...(surprisal !== undefined && { surprisal }),
  };
}

interface Weighed {
  readonly recording: Recording;
  readonly weight: number;
}

/** A form by chance, then one of its recordings; of what nothing speaks for, the first. */
function pick(weighed: readonly Weighed[], random: Random): Weighed | undefined {
  const forms = new Map<string, number>();
  for (const { recording, weight } of weighed)
    forms.set(recording.form, (forms.get(recording.form) ?? 0) + weight);
  const top = [...forms].toSorted(([, one], [, other]) => other - one).slice(0, TOP_FORMS);
  const cooled = (weight: number): number => weight ** (1 / TEMPERATURE);
  const form = pickWeighted(top, ([, weight]) => cooled(weight), random)?.[0];
  const best = weighed.filter(({ recording }) => recording.form === form).slice(0, TOP_RECORDINGS);
  return pickWeighted(best, ({ weight }) => cooled(weight), random) ?? weighed[0];
}

/** What variety allows, by giving up the weakest rule first where a bank has nothing fitting that keeps them all. */
function allowed(weighed: readonly Weighed[], { recent }: ClipState, tMs: Ms): readonly Weighed[] {
  const [one, last] = [recent.at(-2), recent.at(-1)];
  const worn = one?.form === last?.form ? last?.form : undefined;
  const resting = new Set(recent.filter((past) => tMs - past.tMs < REST_MS).map(({ file }) => file));
  const another = weighed.filter(({ recording }) => recording.file !== last?.file);
  const notWorn = another.filter(({ recording }) => recording.form !== worn);
  const rested = notWorn.filter(({ recording }) => !resting.has(recording.file));
  const kept = [rested, notWorn, another, weighed];
  return (
    kept.find((left) => left.some(({ weight }) => weight > 0)) ?? kept.find(({ length }) => length > 0) ?? []
  );
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
