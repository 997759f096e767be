import { SAMPLE_RATE_HZ, type Samples } from '../shared/units';

/* Whisper's log-mel spectrogram. The Python twin, with the reasons, is `training/mhm_training/voice_encoder.py`; golden files tie the two. */

const HOP = 160;
const WINDOW = 400;
const BINS = WINDOW / 2 + 1;
const MELS = 80;
const LONGEST: Samples = 8 * SAMPLE_RATE_HZ;
/** Samples of one encoder frame: 50 a second. */
const FRAME: Samples = 2 * HOP;
const PAD_FRAMES = 12;
const FLOOR = 1e-10;

/** Encoder frames that hold `samples` samples of sound at 16 kHz. */
export const frameCount = (samples: Samples): number =>
  Math.min(Math.ceil((samples / SAMPLE_RATE_HZ) * 50), LONGEST / FRAME);

/** Features [80, columns], rows first. */
export interface LogMel {
  readonly data: Float32Array;
  readonly columns: number;
}

const HANN = Float64Array.from(
  { length: WINDOW },
  (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / WINDOW),
);
const COSINE = Float64Array.from({ length: WINDOW }, (_, n) => Math.cos((2 * Math.PI * n) / WINDOW));
const SINE = Float64Array.from({ length: WINDOW }, (_, n) => Math.sin((2 * Math.PI * n) / WINDOW));
const FILTERS = melFilters();

/** The last eight seconds of 16 kHz sound, with a little silence before them, level normalised as over the whole eight seconds. */
export function logMel(samples: Float32Array): LogMel {
  const audio = samples.subarray(Math.max(0, samples.length - LONGEST));
  const columns = 2 * Math.min(frameCount(audio.length) + PAD_FRAMES, LONGEST / FRAME);
  let sum = 0;
  let squares = 0;
  for (const value of audio) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / LONGEST;
  const scale = 1 / Math.sqrt(squares / LONGEST - mean * mean + 1e-7);
  const length = columns * HOP;
  const offset = audio.length - length;
  const at = (index: number): number => {
    // Mirrored at both ends, as numpy's "reflect" does.
    const inside = index < 0 ? -index : index >= length ? 2 * (length - 1) - index : index;
    return ((audio[inside + offset] ?? 0) - mean) * scale;
  };
  const data = new Float32Array(MELS * columns);
  const frame = new Float64Array(WINDOW);
  const power = new Float64Array(BINS);
  let top = -Infinity;
  for (let column = 0; column < columns; column++) {
    for (let n = 0; n < WINDOW; n++) frame[n] = at(column * HOP + n - WINDOW / 2) * (HANN[n] ?? 0);
    powerOf(frame, power);
    for (const [row, { first, weights }] of FILTERS.entries()) {
      let energy = 0;
      for (const [n, weight] of weights.entries()) energy += weight * (power[first + n] ?? 0);
      const value = Math.log10(Math.max(FLOOR, energy));
      data[row * columns + column] = value;
      if (value > top) top = value;
    }
  }
  for (const [index, value] of data.entries()) data[index] = (Math.max(value, top - 8) + 4) / 4;
  return { data, columns };
}

/** Power spectrum of a real frame: even and odd parts first, so that each bin needs half the products. */
function powerOf(frame: Float64Array, power: Float64Array): void {
  const half = WINDOW / 2;
  const even = new Float64Array(half + 1);
  const odd = new Float64Array(half + 1);
  even[0] = frame[0] ?? 0;
  even[half] = frame[half] ?? 0;
  for (let n = 1; n < half; n++) {
    const [one, other] = [frame[n] ?? 0, frame[WINDOW - n] ?? 0];
    even[n] = one + other;
    odd[n] = one - other;
  }
  for (let bin = 0; bin < BINS; bin++) {
    let real = 0;
    let imaginary = 0;
    let place = 0;
    for (let n = 0; n <= half; n++) {
      real += (even[n] ?? 0) * (COSINE[place] ?? 0);
      imaginary += (odd[n] ?? 0) * (SINE[place] ?? 0);
      place += bin;
      if (place >= WINDOW) place -= WINDOW;
    }
    power[bin] = real * real + imaginary * imaginary;
  }
}

/** Slaney's triangular filters, area-normalised: each with its first bin and its weights. */
function melFilters(): readonly { readonly first: number; readonly weights: readonly number[] }[] {
  const hertz = (mel: number): number =>
    mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp((Math.log(6.4) / 27) * (mel - 15));
  const top = 15 + (Math.log(8) * 27) / Math.log(6.4);
  const edges = Array.from({ length: MELS + 2 }, (_, n) => hertz((top * n) / (MELS + 1)));
  return Array.from({ length: MELS }, (_, row) => {
    const [low = 0, middle = 0, high = 0] = edges.slice(row, row + 3);
    const all = Array.from({ length: BINS }, (_, bin) => {
      const hz = (bin * SAMPLE_RATE_HZ) / WINDOW;
      const weight = Math.min((hz - low) / (middle - low), (high - hz) / (high - middle));
      return (Math.max(0, weight) * 2) / (high - low);
    });
    const first = all.findIndex((weight) => weight > 0);
    const last = all.findLastIndex((weight) => weight > 0);
    return first < 0 ? { first: 0, weights: [] } : { first, weights: all.slice(first, last + 1) };
  });
}
