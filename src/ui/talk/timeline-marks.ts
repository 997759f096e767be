import type { CaptionWord, Mark } from '../../app/state';
import type { Ms } from '../../shared/units';
import { placeIn, type TimeWindow } from './time-window';

/** A mark with where it stands on the timeline, as shares of its width. */
export interface PlacedMark {
  readonly mark: Mark;
  readonly word: string;
  readonly tMs: Ms;
  readonly x: number;
  /** How long it sounded; 0 while that is unknown. */
  readonly width: number;
  /** False where the label would run into the one before it. */
  readonly labelled: boolean;
}

/** Room for a label, CSS pixels: so much a character, and a gap. */
const CHARACTER_PX = 9;
const GAP_PX = 12;

/** What stands at a mark on the timeline. */
export const labelOf = (mark: Mark): string => (mark.action === 'turn_claim' ? 'turn' : mark.text);

/**
 * The marks inside of the window, in time, for a timeline `widthPx` wide. A cue stands where it was heard, or at its word
 * until it was.
 */
export function placeMarks(
  words: readonly CaptionWord[],
  window: TimeWindow,
  widthPx: number,
): readonly PlacedMark[] {
  const inside = words
    .flatMap(({ mark, text, heardMs }) => (mark ? [{ mark, word: text, tMs: mark.startMs ?? heardMs }] : []))
    .filter(({ tMs }) => tMs >= window.startMs && tMs <= window.endMs)
    .sort((a, b) => a.tMs - b.tMs);
  let labelEndPx = Number.NEGATIVE_INFINITY;
  return inside.map(({ mark, word, tMs }) => {
    const x = placeIn(window, tMs);
    const width = mark.endMs === null ? 0 : Math.max(0, placeIn(window, mark.endMs) - x);
    const labelled = x * widthPx >= labelEndPx;
    if (labelled) labelEndPx = x * widthPx + labelOf(mark).length * CHARACTER_PX + GAP_PX;
    return { mark, word, tMs, x, width, labelled };
  });
}
