import type { Db, Hz, Samples } from '../shared/units';

/** A sine. */
export function tone(toneHz: Hz, rateHz: Hz, length: Samples, amplitude = 0.5): Float32Array {
  return Float32Array.from(
    { length },
    (_, index) => amplitude * Math.sin((2 * Math.PI * toneHz * index) / rateHz),
  );
}

/** Amplitude of the part of `samples` at one frequency, through a Hann window. */
export function amplitudeAt(samples: Float32Array, toneHz: Hz, rateHz: Hz): number {
  let real = 0;
  let imaginary = 0;
  samples.forEach((sample, index) => {
    const weighted = sample * (1 - Math.cos((2 * Math.PI * index) / samples.length));
    const angle = (2 * Math.PI * toneHz * index) / rateHz;
    real += weighted * Math.cos(angle);
    imaginary += weighted * Math.sin(angle);
  });
  return (2 * Math.hypot(real, imaginary)) / samples.length;
}

/** Level of the loudest frequency of `samples`, searched in steps of 25 Hz, in dB of `reference`. */
export function loudestDb(samples: Float32Array, rateHz: Hz, reference: number): Db {
  let highest = 0;
  for (let hz = 25; hz < rateHz / 2; hz += 25) highest = Math.max(highest, amplitudeAt(samples, hz, rateHz));
  return 20 * Math.log10(highest / reference);
}
