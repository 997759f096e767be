import { SAMPLE_RATE_HZ, type Db, type Hz, type Ms } from '../shared/units';

/* The Python twin, with the meaning of each number, is `training/mhm_training/voice_prosody.py`; golden files tie the two. */

const HALF_HZ: Hz = SAMPLE_RATE_HZ / 2;
const HOP = 80;
const WINDOW = 240;
const LAGS = { first: 16, last: 123 };
const VOICED = 0.5;
const FIRST_PEAK = 0.9;
const QUIET = 10 ** (-30 / 10);
const SHORTEST_RUN = 5;
const NO_PITCH_HZ: Hz = 150;

/** Pitch, length and level of a recording. */
export interface Prosody {
  readonly voicedMs: Ms;
  /** Median; null where nothing is voiced. */
  readonly pitchHz: Hz | null;
  /** 5th to 95th percentile in semitones. */
  readonly pitchRangeSt: number | null;
  /** Semitones a second. */
  readonly slope: number;
  readonly durationS: number;
  readonly levelDbfs: Db;
}

/** The measures as the models take them. */
export const prosodyValues = (found: Prosody): readonly number[] => [
  Math.log(found.pitchHz ?? NO_PITCH_HZ),
  found.pitchRangeSt ?? 0,
  Math.max(-60, Math.min(60, found.slope)),
  found.voicedMs / 1000,
  Math.min(found.durationS, 2),
  found.levelDbfs,
];

/** Measures a recording of 16 kHz mono. */
export function measureProsody(samples: Float32Array): Prosody {
  let squares = 0;
  for (const value of samples) squares += value * value;
  const levelDbfs = 10 * Math.log10(Math.max(squares / Math.max(1, samples.length), 1e-12));
  const durationS = samples.length / SAMPLE_RATE_HZ;
  const voiced = [...pitchTrack(samples)].flatMap((hz, frame) =>
    hz > 0 ? [{ timeS: frame / 100, st: 12 * Math.log2(hz), hz }] : [],
  );
  if (voiced.length === 0)
    return { voicedMs: 0, pitchHz: null, pitchRangeSt: null, slope: 0, durationS, levelDbfs };
  const times = meanOf(voiced.map(({ timeS }) => timeS));
  const pitches = meanOf(voiced.map(({ st }) => st));
  let spread = 0;
  let together = 0;
  for (const { timeS, st } of voiced) {
    spread += (timeS - times) ** 2;
    together += (timeS - times) * (st - pitches);
  }
  const semitones = voiced.map(({ st }) => st);
  return {
    voicedMs: 10 * voiced.length,
    pitchHz: percentile(
      voiced.map(({ hz }) => hz),
      50,
    ),
    pitchRangeSt: percentile(semitones, 95) - percentile(semitones, 5),
    slope: spread > 0 ? together / spread : 0,
    durationS,
    levelDbfs,
  };
}

/** Pitch in Hz of every 10 ms, 0 where unvoiced: the first high peak of the normalised correlation. */
export function pitchTrack(samples: Float32Array): Float64Array {
  const smooth = halved(samples);
  const count = Math.floor(smooth.length / HOP);
  const track = new Float64Array(count);
  const energies = Float64Array.from({ length: count }, (_, frame) => dot(smooth, frame * HOP, 0));
  const quiet = QUIET * energies.reduce((top, energy) => Math.max(top, energy), 0);
  const ratios = new Float64Array(LAGS.last + 2);
  for (let frame = 0; frame < count; frame++) {
    const energy = energies[frame] ?? 0;
    if (energy <= quiet) continue;
    const from = frame * HOP;
    for (let lag = LAGS.first - 1; lag <= LAGS.last + 1; lag++) {
      const shifted = dot(smooth, from + lag, 0);
      ratios[lag] = dot(smooth, from, lag) / Math.sqrt(Math.max(energy * shifted, 1e-18));
    }
    track[frame] = pitchOf(ratios);
  }
  dropShortRuns(track);
  return track;
}

function pitchOf(ratios: Float64Array): Hz {
  const peaks: { readonly lag: number; readonly height: number }[] = [];
  for (let lag = LAGS.first; lag <= LAGS.last; lag++) {
    const height = ratios[lag] ?? 0;
    if (height >= (ratios[lag - 1] ?? 0) && height > (ratios[lag + 1] ?? 0)) peaks.push({ lag, height });
  }
  const best = peaks.reduce((top, { height }) => Math.max(top, height), -1);
  const first = peaks.find(({ height }) => height >= FIRST_PEAK * best);
  if (best <= VOICED || !first) return 0;
  const [left = 0, top = 0, right = 0] = ratios.subarray(first.lag - 1, first.lag + 2);
  const bend = left - 2 * top + right;
  return HALF_HZ / (first.lag + (Math.abs(bend) > 1e-12 ? (0.5 * (left - right)) / bend : 0));
}

function dropShortRuns(track: Float64Array): void {
  let start = 0;
  for (let frame = 0; frame <= track.length; frame++) {
    if ((track[frame] ?? 0) > 0) continue;
    if (frame - start < SHORTEST_RUN) track.fill(0, start, frame);
    start = frame + 1;
  }
}

/** At 8 kHz, smoothed first. */
function halved(samples: Float32Array): Float64Array {
  const at = (index: number): number => samples[index] ?? 0;
  return Float64Array.from(
    { length: Math.ceil(samples.length / 2) },
    (_, n) => 0.25 * at(2 * n - 1) + 0.5 * at(2 * n) + 0.25 * at(2 * n + 1),
  );
}

function dot(values: Float64Array, from: number, lag: number): number {
  let sum = 0;
  for (let n = from; n < from + WINDOW; n++) sum += (values[n] ?? 0) * (values[n + lag] ?? 0);
  return sum;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Linear between neighbours, as numpy's. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (share / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  return low + (place % 1) * ((sorted[Math.ceil(place)] ?? low) - low);
}
