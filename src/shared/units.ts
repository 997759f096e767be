/** Milliseconds. The unit of every time in this code unless a name says otherwise. */
export type Ms = number;
/** A count of audio samples. */
export type Samples = number;
/** Frequency in hertz. */
export type Hz = number;
/** Level in decibels; of full scale where the name says `Dbfs`. */
export type Db = number;

/** The one sample rate between stages. */
export const SAMPLE_RATE_HZ: Hz = 16_000;
/** Samples in one frame between the mic and the words: 32 ms, the window Silero VAD was trained on. */
export const FRAME_SAMPLES: Samples = 512;

/** Duration of `samples` at `rateHz` in milliseconds. */
export const samplesToMs = (samples: Samples, rateHz: Hz = SAMPLE_RATE_HZ): Ms => (samples / rateHz) * 1000;

/** Whole samples nearest to `ms` at `rateHz`. */
export const msToSamples = (ms: Ms, rateHz: Hz = SAMPLE_RATE_HZ): Samples => Math.round((ms / 1000) * rateHz);
