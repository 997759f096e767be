import type { Ask, DecisionStage } from '../decision';
import type { Probabilities, Word } from '../flow';
import { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';
import { addPace, isLate, isTooSlow, LATE_MS, reasonOf } from './fallback';
import type { GiveUpReason, WordPace } from './fallback';

/** Decides with the full set while it can, with the small one otherwise; `meta`, `backend` and `state` are those of the one that decides. */
export interface DecisionSwitch extends DecisionStage {
  readonly runs: 'small' | 'full';
  /**
   * The full set decides from the next word on, in place of any before it. It first reads the latest word, so that its slow first
   * run keeps nobody waiting; resolves when it decides, or is not `wanted` any more. Rejects with what it failed with.
   */
  bringIn(full: DecisionStage, wanted?: () => boolean): Promise<void>;
  /** Back to the small set, because it was chosen: as `giveUp`, and nobody is told. */
  leave(): void;
  /** The small set takes over at once: what waits for the full one is asked again. Nothing where the small one decides already. */
  giveUp(reason: GiveUpReason): void;
  /** Gives up what is late. To be called often: a hidden tab's timers are slow. */
  check(): void;
}

export interface SwitchOptions {
  /** The small stage, which stays loaded; another one after it died. */
  readonly small: () => DecisionStage;
  readonly nowMs: () => Ms;
  /** Told once each time the small set takes over. */
  readonly onGiveUp: (reason: GiveUpReason, full: DecisionStage) => void;
}

/** What is late is looked at again after so long. */
const AGAIN_MS: Ms = 50;

/** The full stage while it decides. */
interface Running {
  readonly stage: DecisionStage;
  /** Words that it heard; it is not asked about others. */
  readonly heard: Set<number>;
  /** When each word that is not answered for was asked about. */
  readonly wordAskedMs: Map<number, Ms>;
  paces: readonly WordPace[];
}

/** A question that the full stage has not answered. */
interface Question {
  readonly askedMs: Ms;
  /** It was found late before. */
  late: boolean;
  abandon(): void;
}

/**
 * A decision stage made of two: whatever becomes of the full one, every question is answered, by the small one if need be, which
 * hears the words in question first.
 */
export function withFallback(scope: Scope, options: SwitchOptions): DecisionSwitch {
  const { nowMs } = options;
  let words: readonly Word[] = [];
  let latest = -1;
  let full: Running | null = null;
  /** Told of a session's end while a full stage is being brought in. */
  let session = 0;
  let small: DecisionStage | null = null;
  let heardBySmall = new Set<number>();
  const pending = new Set<Question>();

  const smallStage = (): DecisionStage => {
    const now = options.small();
    // One that was started again knows no word.
    if (now !== small) heardBySmall = new Set();
    small = now;
    return now;
  };
  const hearWithSmall = async (index: number): Promise<void> => {
    const stage = smallStage();
    await stage.hear(words, index);
    if (stage === small) heardBySmall.add(index);
  };
  const judgeWithSmall = async (asks: readonly Ask[]): Promise<readonly Probabilities[]> => {
    const stage = smallStage();
    for (const index of new Set(asks.map(({ word }) => word)))
      if (!heardBySmall.has(index) && words[index] !== undefined) await hearWithSmall(index);
    return stage.judge(asks);
  };

  const leave = (): void => {
    full = null;
    for (const question of pending) question.abandon();
    pending.clear();
  };
  const giveUp = (reason: GiveUpReason): void => {
    if (!full) return;
    const { stage } = full;
    leave();
    options.onGiveUp(reason, stage);
  };
  const check = (): void => {
    const now = nowMs();
    const late = [...pending].filter(({ askedMs }) => isLate(askedMs, now));
    // Found late twice: this thread may have been busy itself, and the answer lie behind what it does now.
    if (late.some((question) => question.late)) return giveUp('late');
    for (const question of late) question.late = true;
    if (late.length > 0) scope.after(AGAIN_MS, check);
  };

  /** Asks the full stage; once that is given up, `instead`. */
  async function orSmall<T>(
    running: Running,
    ask: (stage: DecisionStage) => Promise<T>,
    instead: () => Promise<T>,
  ): Promise<T> {
    const answer = await new Promise<{ readonly value: T } | null>((resolve, reject) => {
      const question: Question = { askedMs: nowMs(), late: false, abandon: () => resolve(null) };
      pending.add(question);
      const calm = scope.after(LATE_MS, check);
      const settle = (): void => {
        calm();
        pending.delete(question);
      };
      ask(running.stage).then(
        (value) => {
          settle();
          resolve({ value });
        },
        (error: unknown) => {
          settle();
          const reason = reasonOf(error instanceof PlainError ? error.code : null);
          if (reason === null) return reject(error);
          if (full === running) giveUp(reason);
          resolve(null);
        },
      );
    });
    return answer === null ? instead() : answer.value;
  }

  function answered(running: Running, asks: readonly Ask[]): void {
    for (const { word } of asks) {
      const askedMs = running.wordAskedMs.get(word);
      if (askedMs === undefined) continue;
      running.wordAskedMs.delete(word);
      const [before, said] = [words[word - 1], words[word]];
      if (!before || !said) continue;
      running.paces = addPace(running.paces, {
        gapMs: said.endMs - before.endMs,
        answerMs: nowMs() - askedMs,
      });
    }
  }

  const stage = (): DecisionStage => full?.stage ?? options.small();
  return {
    get meta() {
      return stage().meta;
    },
    get backend() {
      return stage().backend;
    },
    get runs() {
      return full ? 'full' : 'small';
    },
    async hear(heard, index) {
      words = heard;
      latest = index;
      // Here, not with an answer: that one is still judged by the policy of who gave it.
      if (full && isTooSlow(full.paces)) giveUp('pace');
      const running = full;
      if (!running) return hearWithSmall(index);
      running.wordAskedMs.set(index, nowMs());
      await orSmall(
        running,
        async (full) => {
          await full.hear(heard, index);
          running.heard.add(index);
        },
        () => hearWithSmall(index),
      );
    },
    async judge(asks) {
      const running = full;
      const ours = running ? asks.filter(({ word }) => running.heard.has(word)) : [];
      if (!running || ours.length === 0) return judgeWithSmall(asks);
      const others = asks.filter(({ word }) => !running.heard.has(word));
      const told = await orSmall(
        running,
        (full) => full.judge(ours),
        () => judgeWithSmall(ours),
      );
      answered(running, ours);
      if (others.length === 0) return told;
      const answers = new Map<Ask, Probabilities>();
      for (const [at, p] of told.entries()) if (ours[at]) answers.set(ours[at], p);
      for (const [at, p] of (await judgeWithSmall(others)).entries())
        if (others[at]) answers.set(others[at], p);
      return asks.flatMap((ask) => {
        const p = answers.get(ask);
        return p === undefined ? [] : [p];
      });
    },
    state: async (word) => {
      const running = full;
      if (!running?.heard.has(word)) return null;
      return orSmall(
        running,
        (full) => full.state?.(word) ?? Promise.resolve(null),
        () => Promise.resolve(null),
      );
    },
    async forget() {
      session += 1;
      words = [];
      latest = -1;
      heardBySmall = new Set();
      const running = full;
      running?.heard.clear();
      running?.wordAskedMs.clear();
      if (running) running.paces = [];
      const away = running
        ? orSmall(
            running,
            (full) => full.forget(),
            () => Promise.resolve(),
          )
        : Promise.resolve();
      await Promise.all([smallStage().forget(), away]);
    },
    async bringIn(coming, wanted = () => true) {
      const from = session;
      const last = latest;
      if (last >= 0) await coming.hear(words, last);
      if (!wanted()) return;
      const heard = session === from && last >= 0 ? [last] : [];
      full = { stage: coming, heard: new Set(heard), wordAskedMs: new Map(), paces: [] };
    },
    giveUp,
    leave,
    check,
  };
}
