import { msToSamples, samplesToMs, type Ms, type Samples } from '../shared/units';
import { PASSES } from './agreement';
import type { SettledWord } from './continuation';
import type { HeardWord } from './hypothesis';

/** How long the decoded audio may grow, so that a pass costs the same however long somebody talks. */
export interface WindowRules {
  /** Longer windows are cut between two settled words. */
  readonly cutAfterMs: Ms;
  /** What a cut leaves at least. */
  readonly keepMs: Ms;
  /** Where nothing settles, the oldest audio goes at this length. */
  readonly longestMs: Ms;
}

export const WINDOW_RULES: WindowRules = { cutAfterMs: 6000, keepMs: 2500, longestMs: 9000 };
/** A pause longer than this is no better a place to cut. */
const LONG_GAP_MS = 200;

/** The audio that is decoded over and over, and what was heard in it. Word times count from its first sample. */
export class SpeechWindow {
  private buffer: Float32Array;
  private length: Samples = 0;
  /** First sample, counted from the session's start. */
  private startSample: Samples;
  /** What the last pass said, to be checked by the next one in one call. */
  draft: readonly number[] = [];
  /** Words of this window that have been emitted. */
  settled: readonly SettledWord[] = [];
  /** The last pass's words after those. */
  open: readonly HeardWord[] = [];
  /** All words of the last passes, oldest first. */
  passes: readonly (readonly HeardWord[])[] = [];

  constructor(startSample: Samples, room: Samples) {
    this.startSample = startSample;
    this.buffer = new Float32Array(room);
  }

  get samples(): Float32Array {
    return this.buffer.subarray(0, this.length);
  }

  get startMs(): Ms {
    return samplesToMs(this.startSample);
  }

  get lengthMs(): Ms {
    return samplesToMs(this.length);
  }

  get endMs(): Ms {
    return samplesToMs(this.startSample + this.length);
  }

  append(samples: Float32Array): void {
    if (this.length + samples.length > this.buffer.length) {
      const grown = new Float32Array(2 * (this.length + samples.length));
      grown.set(this.samples);
      this.buffer = grown;
    }
    this.buffer.set(samples, this.length);
    this.length += samples.length;
  }

  /** Takes the first `count` of the words after the settled ones as settled too. */
  settle(words: readonly HeardWord[], count: number): void {
    this.settled = [...this.settled, ...words.slice(0, count)];
    this.open = words.slice(count);
  }

  /** Remembers what a pass said. */
  remember(words: readonly HeardWord[]): void {
    this.passes = [...this.passes, words].slice(-PASSES);
  }

  /** Cuts a long window at the best pause between settled words, or drops its oldest audio when nothing else helps. */
  shorten(rules: WindowRules, firstTokenAt: (ms: Ms) => number): void {
    if (this.lengthMs > rules.cutAfterMs) {
      const atMs = this.bestCut(rules);
      if (atMs !== null) this.dropBefore(atMs, firstTokenAt(atMs));
    }
    if (this.lengthMs > rules.longestMs) {
      const atMs = this.lengthMs - rules.keepMs;
      this.dropBefore(atMs, firstTokenAt(atMs));
    }
  }

  /** The middle of the longest gap after a settled word, the latest of equals; null where the rest would be too short. */
  private bestCut(rules: WindowRules): Ms | null {
    let best: { readonly atMs: Ms; readonly gap: Ms } | null = null;
    const openMs = this.open[0]?.startMs ?? this.lengthMs;
    for (const [index, { endMs }] of this.settled.entries()) {
      const nextMs = Math.max(endMs, this.settled[index + 1]?.startMs ?? openMs);
      const atMs = (endMs + nextMs) / 2;
      if (this.lengthMs - atMs < rules.keepMs) break;
      const gap = Math.min(nextMs - endMs, LONG_GAP_MS);
      if (best === null || gap >= best.gap) best = { atMs, gap };
    }
    return best?.atMs ?? null;
  }

  private dropBefore(atMs: Ms, firstToken: number): void {
    const drop = Math.max(0, Math.min(this.length, msToSamples(atMs)));
    this.buffer.copyWithin(0, drop, this.length);
    this.length -= drop;
    this.startSample += drop;
    const shiftMs = samplesToMs(drop);
    const later = <W extends SettledWord>(words: readonly W[]): W[] =>
      words
        .filter(({ startMs, endMs }) => (startMs + endMs) / 2 >= shiftMs)
        .map((word) => ({ ...word, startMs: word.startMs - shiftMs, endMs: word.endMs - shiftMs }));
    this.settled = later(this.settled);
    this.open = later(this.open);
    this.passes = this.passes.map(later);
    this.draft = this.draft.slice(firstToken);
  }
}
