import { SAMPLE_RATE_HZ, type Db, type Hz, type Samples } from './units';

/** What lies above the lower of the two Nyquist frequencies is at least this far down: below the steps of 12-bit sound. */
const STOP_DB: Db = 80;
/** Share of the lower Nyquist frequency that passes unchanged: 7.2 kHz of 8 at the one rate between stages. */
const PASS_SHARE = 0.9;
/** Filters kept ready between two input samples. Common rates need fewer; odd ones get the nearest, within -80 dB at 1 kHz. */
const MAX_PHASES = 1024;
/** Input samples taken in at once. */
const BLOCK_SAMPLES: Samples = 1024;

/** Changes the rate of a stream. Output n is the sound at n / outHz seconds: the filter's delay is made up for. */
export interface Resampler {
  /** Most samples that one `push` of `samples` can give. */
  maxOutput(samples: Samples): Samples;
  /** Takes samples in and writes what is ready into `output` from `at` on. Gives how many were written. Allocates nothing. */
  push(input: Float32Array, output: Float32Array, at?: Samples): Samples;
  /** The end of the input: writes the rest, so that the output lasts as long as the input. The resampler is spent then. */
  flush(output: Float32Array, at?: Samples): Samples;
}

/**
 * A streaming, linear-phase, band-limited resampler: a Kaiser-windowed sinc in polyphase form (J. O. Smith, "Digital Audio
 * Resampling"). Every output is the same sum over the same samples however the input was cut, so results do not depend on chunks.
 */
export function createResampler(inHz: Hz, outHz: Hz = SAMPLE_RATE_HZ): Resampler {
  if (inHz === outHz) return copier();
  const divisor = commonDivisor(Math.round(inHz), Math.round(outHz));
  // Output n lies at n * step / phases of the input, in whole numbers so that hours of audio do not drift.
  const phases = Math.round(outHz) / divisor;
  const step = Math.round(inHz) / divisor;
  const { rows, half, taps } = filterBank(inHz, outHz, Math.min(phases, MAX_PHASES));

  // Starts with `half` zeros: the sound before the first sample. `buffer[0]` is input sample `firstSample`.
  const buffer = new Float32Array(taps + BLOCK_SAMPLES);
  let filled = half;
  let firstSample = -half;
  let taken = 0;
  let lastSound = -half - 1;
  let written = 0;
  // The next output lies `whole` + `part` / `phases` input samples from the start.
  let whole = 0;
  let part = 0;

  const produce = (output: Float32Array, from: Samples, limit: Samples): Samples => {
    let at = from;
    while (written < limit) {
      const fraction = rows.length > phases ? part : Math.round((part * (rows.length - 1)) / phases);
      const row = rows[fraction];
      const start = whole - half + 1 - firstSample;
      if (row === undefined || start + taps > filled) break;
      let sum = 0;
      // Silence is zero without asking: long recordings are mostly that.
      if (firstSample + start <= lastSound)
        for (let tap = 0; tap < taps; tap++) sum += (row[tap] ?? 0) * (buffer[start + tap] ?? 0);
      output[at++] = sum;
      written++;
      part += step;
      const skip = Math.floor(part / phases);
      whole += skip;
      part -= skip * phases;
    }
    // Leave only what a coming output can still reach.
    const drop = Math.min(filled, Math.max(0, whole - half + 1 - firstSample));
    if (drop > 0) {
      buffer.copyWithin(0, drop, filled);
      filled -= drop;
      firstSample += drop;
    }
    return at - from;
  };

  return {
    maxOutput: (samples) => Math.ceil(((samples + 2 * half) * phases) / step) + 1,
    push(input, output, at = 0) {
      let position = at;
      for (let from = 0; from < input.length; from += BLOCK_SAMPLES) {
        const count = Math.min(BLOCK_SAMPLES, input.length - from);
        for (let i = 0; i < count; i++) {
          const sample = input[from + i] ?? 0;
          buffer[filled + i] = sample;
          if (sample !== 0) lastSound = taken + i;
        }
        filled += count;
        taken += count;
        position += produce(output, position, Infinity);
      }
      return position - at;
    },
    flush(output, at = 0) {
      const limit = Math.ceil((taken * phases) / step);
      let position = at;
      for (let left = half + 1; left > 0 && written < limit; left -= BLOCK_SAMPLES) {
        const count = Math.min(BLOCK_SAMPLES, left);
        buffer.fill(0, filled, filled + count);
        filled += count;
        position += produce(output, position, limit);
      }
      return position - at;
    },
  };
}

/** Resamples a whole recording. */
export function resample(samples: Float32Array, inHz: Hz, outHz: Hz = SAMPLE_RATE_HZ): Float32Array {
  const resampler = createResampler(inHz, outHz);
  const output = new Float32Array(resampler.maxOutput(samples.length));
  const count = resampler.push(samples, output);
  return output.subarray(0, count + resampler.flush(output, count));
}

const copier = (): Resampler => ({
  maxOutput: (samples) => samples,
  push(input, output, at = 0) {
    output.set(input, at);
    return input.length;
  },
  flush: () => 0,
});

/** `phases` + 1 filters of `taps` numbers; row p is for an output p / phases after an input sample, the last for a whole one. */
function filterBank(
  inHz: Hz,
  outHz: Hz,
  phases: number,
): { rows: Float32Array[]; half: Samples; taps: Samples } {
  const nyquistHz = Math.min(inHz, outHz) / 2;
  const cutoff = ((1 + PASS_SHARE) * nyquistHz) / inHz;
  const transition = ((1 - PASS_SHARE) * nyquistHz * 2 * Math.PI) / inHz;
  // Length and shape for the wanted stop band: Kaiser (1974), as in Oppenheim & Schafer, "Discrete-Time Signal Processing".
  const half = Math.ceil((STOP_DB - 8) / (2.285 * transition) / 2) + 1;
  const beta = 0.1102 * (STOP_DB - 8.7);
  const taps = 2 * half;
  const rows = Array.from({ length: phases + 1 }, (_, phase) => {
    const row = new Float32Array(taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const x = tap - half + 1 - phase / phases;
      const window = Math.abs(x) >= half ? 0 : bessel0(beta * Math.sqrt(1 - (x / half) ** 2)) / bessel0(beta);
      const value = cutoff * sinc(cutoff * x) * window;
      row[tap] = value;
      sum += value;
    }
    // Every phase passes a constant unchanged: otherwise the phases would add a faint tone of their own.
    return row.map((value) => value / sum);
  });
  return { rows, half, taps };
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
