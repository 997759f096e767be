import type { Axis, Clip } from './state';

/** How an axis is called, in its unit, and how long it is where its ends are known. */
export interface AxisWords {
  readonly name: string;
  readonly unit: string;
  readonly low: string;
  readonly high: string;
  readonly range: readonly [number, number] | null;
}

const RATING: readonly [number, number] = [1, 5];
export const AXES: Readonly<Record<Axis, AxisWords>> = {
  surprisal: { name: 'Surprisal', unit: 'rated 1 to 5', low: 'expected', high: 'surprised', range: RATING },
  polarity: { name: 'Polarity', unit: 'rated 1 to 5', low: 'negative', high: 'positive', range: RATING },
  energy: { name: 'Energy', unit: 'rated 1 to 5', low: 'calm', high: 'lively', range: RATING },
  pitch: { name: 'Pitch', unit: 'Hz', low: 'low', high: 'high', range: null },
  'pitch-range': { name: 'Pitch range', unit: 'semitones', low: 'level', high: 'wide', range: null },
  voiced: { name: 'Voiced', unit: 'ms', low: 'short', high: 'long', range: null },
  duration: { name: 'Duration', unit: 'ms', low: 'short', high: 'long', range: null },
  level: { name: 'Level', unit: 'dB', low: 'soft', high: 'loud', range: null },
  pca1: { name: 'Component 1', unit: 'PCA', low: '', high: '', range: null },
  pca2: { name: 'Component 2', unit: 'PCA', low: '', high: '', range: null },
  pca3: { name: 'Component 3', unit: 'PCA', low: '', high: '', range: null },
  umap1: { name: 'UMAP 1', unit: 'neighbourhoods', low: '', high: '', range: null },
  umap2: { name: 'UMAP 2', unit: 'neighbourhoods', low: '', high: '', range: null },
};
/** The axes in the order of a list. */
export const AXIS_ORDER = Object.keys(AXES) as readonly Axis[];

/** Projections of the bank's vectors; rows are in the bank's order. */
export interface Layouts {
  /** Three numbers a recording; null where a recording has no vector. */
  readonly pca: Float32Array | null;
  /** Two numbers a recording. */
  readonly umap: Float32Array | null;
}

/** Where a recording lies on an axis; null where that is not known of it. */
export function axisValue(axis: Axis, clip: Clip, row: number, { pca, umap }: Layouts): number | null {
  switch (axis) {
    case 'energy':
    case 'polarity':
    case 'surprisal':
      return clip[axis] ?? null;
    case 'pitch':
      return clip.pitchHz ?? null;
    case 'pitch-range':
      return clip.pitchRangeSt ?? null;
    case 'voiced':
      return clip.voicedMs ?? null;
    case 'duration':
      return clip.durationMs;
    case 'level':
      return clip.rmsDbfs;
    case 'pca1':
    case 'pca2':
    case 'pca3':
      return numberAt(pca, 3 * row + Number(axis.slice(3)) - 1);
    case 'umap1':
    case 'umap2':
      return numberAt(umap, 2 * row + Number(axis.slice(4)) - 1);
    default:
      return axis satisfies never;
  }
}

const numberAt = (values: Float32Array | null, at: number): number | null => {
  const value = values?.[at];
  return value === undefined || Number.isNaN(value) ? null : value;
};
