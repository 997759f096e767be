import { msToSamples, samplesToMs, type Ms, type Samples } from '../shared/units';
import type { HeardWord } from './hypothesis';

/** A settled word that is still in the window, with its place among the forced tokens. */
interface SettledWord {
  readonly from: number;
  readonly startMs: Ms;
  readonly endMs: Ms;
}

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

/** The audio that is decoded over and over, and what of it is settled. Times inside are ms of the session. */
export class SpeechWindow {
  private buffer: Float32Array;
  private length = 0;
  /** First sample, counted from the session's start. */
  startSample: Samples;
  /** Settled tokens of this window: every pass begins with them. */
  forced: number[] = [];
  /** What the last pass said after them. */
  draft: readonly number[] = [];
  /** The last pass's words after the settled ones. */
  previous: readonly HeardWord[] = [];
  private settled: SettledWord[] = [];

  constructor(startSample: Samples, longest: Samples) {
    this.startSample = startSample;
    this.buffer = new Float32Array(longest);
  }

  get samples(): Float32Array {
    return this.buffer.subarray(0, this.length);
  }

  get startMs(): Ms {
    return samplesToMs(this.startSample);
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

  /** Takes the pass's first `count` words as settled; the rest becomes the next draft. */
  settle(tokens: readonly number[], words: readonly HeardWord[], count: number): void {
    for (const word of words.slice(0, count))
      this.settled.push({
        from: word.from,
        startMs: this.startMs + word.startMs,
        endMs: this.startMs + word.endMs,
      });
    const last = words[count - 1];
    const kept = last === undefined ? this.forced.length : last.to;
    this.forced = tokens.slice(0, kept);
    this.draft = tokens.slice(kept);
    this.previous = words.slice(count);
  }

  /** Cuts a long window at the best pause between settled words, or drops its oldest audio when nothing else helps. */
  shorten(rules: WindowRules): void {
    if (this.endMs - this.startMs > rules.cutAfterMs) this.cutBetweenWords(rules);
    if (this.endMs - this.startMs > rules.longestMs)
      this.dropBefore(this.endMs - rules.keepMs, this.settled.length);
  }

  private cutBetweenWords(rules: WindowRules): void {
    let best: { atMs: Ms; next: number; gap: Ms } | null = null;
    const afterMs = this.startMs + (this.previous[0]?.startMs ?? this.endMs - this.startMs);
    for (const [index, word] of this.settled.entries()) {
      const nextMs = this.settled[index + 1]?.startMs ?? afterMs;
      const atMs = (word.endMs + Math.max(nextMs, word.endMs)) / 2;
      if (this.endMs - atMs < rules.keepMs) break;
      const gap = Math.min(nextMs - word.endMs, LONG_GAP_MS);
      if (best === null || gap >= best.gap) best = { atMs, next: index + 1, gap };
    }
    if (best !== null) this.dropBefore(best.atMs, best.next);
  }

  private dropBefore(atMs: Ms, settledWords: number): void {
    const drop = Math.max(0, Math.min(this.length, msToSamples(atMs - this.startMs)));
    this.buffer.copyWithin(0, drop, this.length);
    this.length -= drop;
    const shiftMs = samplesToMs(drop);
    this.startSample += drop;
    const firstToken = this.settled[settledWords]?.from ?? this.forced.length;
    this.forced = this.forced.slice(firstToken);
    this.settled = this.settled
      .slice(settledWords)
      .map((word) => ({ ...word, from: word.from - firstToken }));
    this.previous = this.previous.map((word) => ({
      ...word,
      from: word.from - firstToken,
      to: word.to - firstToken,
      startMs: word.startMs - shiftMs,
      endMs: word.endMs - shiftMs,
    }));
  }
}
