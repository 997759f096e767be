/** A stretch of frames, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Gives every frame of the audio to one row, rows in order and each at least one frame long, so that the attention collected is
 * largest (dynamic time warping on cross-attention, as whisper's `timing.py` does it). One span a row; none when there are more
 * rows than frames.
 */
export function alignRows(rows: readonly Float32Array[]): readonly Span[] {
  const frames = rows[0]?.length ?? 0;
  const count = rows.length;
  if (count === 0 || count > frames) return [];
  // best[f]: the most that frames 0..f can collect when frame f belongs to the current row.
  let best = new Float64Array(frames).fill(Number.NEGATIVE_INFINITY);
  const entered = rows.map(() => new Uint8Array(frames));
  rows.forEach((row, index) => {
    const next = new Float64Array(frames).fill(Number.NEGATIVE_INFINITY);
    const mark = entered[index] ?? new Uint8Array();
    for (let frame = index; frame < frames; frame++) {
      const stay = frame > 0 ? at(next, frame - 1) : Number.NEGATIVE_INFINITY;
      const enter =
        frame === 0 ? (index === 0 ? 0 : Number.NEGATIVE_INFINITY) : index === 0 ? stay : at(best, frame - 1);
      mark[frame] = enter > stay || frame === 0 ? 1 : 0;
      next[frame] = Math.max(stay, enter) + at(row, frame);
    }
    best = next;
  });
  const spans: Span[] = [];
  let end = frames;
  for (let index = count - 1; index >= 0; index--) {
    let start = end - 1;
    while (start > 0 && entered[index]?.[start] !== 1) start--;
    if (index === 0) start = 0;
    spans.unshift({ start, end });
    end = start;
  }
  return spans;
}

const at = (values: Float32Array | Float64Array, index: number): number => values[index] ?? 0;
