import type { Action, Condition, Dials, Probabilities, Word } from '../flow';
import { isBackchannel } from '../shared/backchannel-words';
import type { Ms } from '../shared/units';
import { sinceLast } from './condition';
import type { Policy } from './meta';
import { judgePolicy, missedSilences, POLICY_START, type PolicyState } from './policy';

/*
 * Closed-loop simulation: one partner's words in place of audio, the listener's own simulated history (design: "Simulation").
 * The Python twin, with the rules in full, is `training/mhm_training/simulate.py`; `simulate.golden.json` ties the two.
 */

/** How long the listener's own simulated sounds last. */
const REPLY_MS: Ms = 2000;
const BACKCHANNEL_MS: Ms = 400;
/** A silence that lasts to the very start of the next word is not judged there. */
const EDGE_MS = 1e-6;
/** Times are kept to a thousandth of a ms: without the dust of sums, waits of exactly so long end alike everywhere. */
const tidy = (ms: Ms): Ms => Math.round(ms * 1000) / 1000;
/** Words with a longer pause between them are two utterances; so partner speech is counted. */
const UTTERANCE_GAP_MS: Ms = 1000;

/** When a talk is judged; it does not depend on what the listener does. */
export interface Moment {
  /** Index of the partner's word. */
  readonly word: number;
  readonly tMs: Ms;
  readonly silenceMs: Ms;
  /** The first judgement at its word. */
  readonly first: boolean;
}

/** What the listener did, and when it decided to. */
export interface SimulatedEvent {
  readonly tMs: Ms;
  readonly action: Exclude<Action, 'stay_silent'>;
  readonly word: number;
  readonly silenceMs: Ms;
}

/** One question a setting: the probabilities after a word under each condition. */
export type JudgeWord = (word: number, conditions: readonly Condition[]) => Promise<readonly Probabilities[]>;

/**
 * All judgements of a talk in order. `words`: the partner's, by start. A word is known when it was heard; of words known together
 * only the last is judged; one known late in a silence is at once judged for the silences that were missed, too; one known when the
 * next has already begun is judged once, at silence 0.
 */
export function talkMoments(words: readonly Word[], policy: Policy): readonly Moment[] {
  const moments: Moment[] = [];
  let heardMs = -Infinity;
  const heard = words.map((word) => (heardMs = Math.max(heardMs, word.heardMs)));
  for (const [index, { endMs }] of words.entries()) {
    const knownMs = heard[index] ?? endMs;
    const followsMs = words[index + 1]?.startMs ?? Infinity;
    if ((heard[index + 1] ?? Infinity) <= knownMs) continue;
    const spokenOn = knownMs >= followsMs;
    let silenceMs = spokenOn ? 0 : tidy(Math.max(0, knownMs - endMs));
    const missed = missedSilences(policy, silenceMs);
    for (const [at, ms] of [...missed, silenceMs].entries())
      moments.push({ word: index, tMs: knownMs, silenceMs: ms, first: at === 0 });
    while (!spokenOn) {
      silenceMs += policy.rejudge_every_ms;
      if (silenceMs > policy.rejudge_until_ms || endMs + silenceMs > followsMs - EDGE_MS) break;
      moments.push({ word: index, tMs: tidy(endMs + silenceMs), silenceMs, first: false });
    }
  }
  return moments;
}

/** Runs every setting over the partner's words; `judge` is asked once a moment, about the settings that could still act. */
export async function simulateTalk(
  words: readonly Word[],
  settings: readonly Dials[],
  policy: Policy,
  judge: JudgeWord,
): Promise<readonly (readonly SimulatedEvent[])[]> {
  const runs = settings.map((dials) => new Listener(dials, policy));
  for (const moment of talkMoments(words, policy)) {
    const word = words[moment.word];
    if (!word) continue;
    const asked = runs.filter((run) => run.attends(moment));
    const conditions = asked.map((run) => run.condition(word, moment.silenceMs));
    const answers = asked.length === 0 ? [] : await judge(moment.word, conditions);
    for (const [index, run] of asked.entries()) {
      const p = answers[index];
      if (p) run.take(moment, p);
    }
  }
  return runs.map((run) => run.events);
}

/** The listener under one setting. */
class Listener {
  readonly events: SimulatedEvent[] = [];
  readonly #dials: Dials;
  readonly #policy: Policy;
  #state: PolicyState = POLICY_START;
  #soundingUntilMs: Ms = -1;
  readonly #turnEndsMs: Ms[] = [];
  readonly #backchannelEndsMs: Ms[] = [];

  constructor(dials: Dials, policy: Policy) {
    this.#dials = dials;
    this.#policy = policy;
  }

  /** Whether the model has to be asked: not while the listener sounds, nor after it claimed at this word. */
  attends({ first, tMs }: Moment): boolean {
    if (first) this.#state = { ...this.#state, acted: 'stay_silent' };
    return tMs >= this.#soundingUntilMs && this.#state.acted !== 'turn_claim';
  }

  condition(word: Word, silenceMs: Ms): Condition {
    const momentMs = word.endMs + silenceMs;
    return {
      dials: this.#dials,
      silenceMs,
      sinceTurnMs: sinceLast(this.#turnEndsMs, word.startMs, momentMs),
      sinceBackchannelMs: sinceLast(this.#backchannelEndsMs, word.startMs, momentMs),
    };
  }

  take({ word, tMs, silenceMs, first }: Moment, p: Probabilities): void {
    const input = { tMs, word: first, silenceMs, p, dials: this.#dials, listenerSounding: false };
    const [next, { action }] = judgePolicy(this.#policy, this.#state, input);
    this.#state = next;
    if (action === 'stay_silent') return;
    const claim = action === 'turn_claim';
    this.#soundingUntilMs = tMs + (claim ? REPLY_MS : BACKCHANNEL_MS);
    (claim ? this.#turnEndsMs : this.#backchannelEndsMs).push(this.#soundingUntilMs);
    this.events.push({ tMs, action, word, silenceMs });
  }
}

/** Minutes of partner speech: the utterances, gaps under 1 s inside them, that are no backchannels. `words` by start. */
export function speechMinutes(words: readonly Word[]): number {
  let sumMs = 0;
  let run: { startMs: Ms; endMs: Ms; text: string } | null = null;
  const close = (): void => {
    if (run !== null && !isBackchannel(run.text)) sumMs += run.endMs - run.startMs;
  };
  for (const { startMs, endMs, text } of words) {
    if (run !== null && startMs - run.endMs < UTTERANCE_GAP_MS) {
      run = { startMs: run.startMs, endMs, text: `${run.text} ${text}` };
      continue;
    }
    close();
    run = { startMs, endMs, text };
  }
  close();
  return sumMs / 60_000;
}
