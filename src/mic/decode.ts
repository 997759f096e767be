import { PlainError } from '../shared/plain-error';
import { createResampler, type Resampler } from '../shared/resample';
import { createScope } from '../shared/scope';
import { SAMPLE_RATE_HZ, samplesToMs, type Hz, type Ms } from '../shared/units';
import { audioFormat, decodePieces, type AudioFormat } from './formats';
import { createMonoMixer, type Faults } from './mono';
import { createSampleList } from './sample-list';

/** An audio file as 16 kHz mono. */
export interface DecodedAudio {
  /** 16 kHz, values in -1..1. */
  readonly samples: Float32Array;
  readonly durationMs: Ms;
  readonly sourceRateHz: Hz;
  readonly channels: number;
  /** What is wrong with the recording though it can be used, one sentence each. */
  readonly notes: readonly string[];
}

const MAX_HOURS = 6;
const MAX_SAMPLES = MAX_HOURS * 3600 * SAMPLE_RATE_HZ;
const RATES_HZ = { lowest: 4_000, highest: 768_000 };
/** Work done before the page may draw and answer again. */
const TURN_MS: Ms = 25;

const NOT_AUDIO_TODO = 'Choose a WAV, FLAC, MP3 or Ogg file.';

/**
 * Reads a WAV, FLAC, MP3 or Ogg (Vorbis, Opus) file as 16 kHz mono: all channels mixed down, or only `channel` (from 0).
 * Works in pieces: beside the file itself about one copy of the result is held. Throws a `PlainError` with the code
 * `empty-audio`, `not-audio`, `audio-too-long`, `bad-rate` or `no-such-channel`.
 */
export async function decodeAudioFile(
  file: ArrayBuffer | Uint8Array,
  options: { readonly channel?: number } = {},
): Promise<DecodedAudio> {
  const bytes = file instanceof Uint8Array ? file : new Uint8Array(file);
  if (bytes.length === 0) throw emptyAudio();
  const format = audioFormat(bytes);
  if (!format)
    throw new PlainError('not-audio', 'This is not an audio file that can be read here.', NOT_AUDIO_TODO);

  const list = createSampleList();
  const mixer = createMonoMixer(options.channel);
  const notes: string[] = [];
  const scope = createScope();
  let source: { readonly rateHz: Hz; readonly channels: number; readonly resampler: Resampler } | null = null;
  let turnStartMs = performance.now();
  try {
    for await (const { piece, share } of decodePieces(bytes, format)) {
      const channels = piece.channelData.length;
      if (!piece.channelData[0]?.length) continue;
      source ??= {
        rateHz: checkedRate(piece.sampleRate),
        channels,
        resampler: createResampler(piece.sampleRate),
      };
      if ((options.channel ?? 0) >= source.channels) throw noSuchChannel(source.channels);
      if (piece.sampleRate !== source.rateHz) throw new TypeError('The rate changes within the file.');
      const mono = mixer.mix(piece);
      const place = list.reserve(source.resampler.maxOutput(mono.length), share);
      list.add(source.resampler.push(mono, place, list.length));
      if (list.length > MAX_SAMPLES) throw tooLong();
      if (performance.now() - turnStartMs > TURN_MS) {
        await new Promise<void>((resolve) => void scope.after(0, resolve));
        turnStartMs = performance.now();
      }
    }
  } catch (error) {
    if (error instanceof PlainError) throw error;
    // Only allocation of a very long result throws this here.
    if (error instanceof RangeError && list.length > SAMPLE_RATE_HZ * 3600) throw tooLong();
    if (!source) throw damaged(format, error);
    const seconds = (samplesToMs(list.length) / 1000).toFixed(1);
    notes.push(`The file is damaged after ${seconds} s; only what comes before is used.`);
  }
  // The decoders pass over what they cannot read, so nothing at all means damage where a header promised sound.
  if (!source) throw format === 'wav' ? emptyAudio() : damaged(format);
  const place = list.reserve(source.resampler.maxOutput(0), 1);
  list.add(source.resampler.flush(place, list.length));
  const samples = list.all();
  return {
    samples,
    durationMs: samplesToMs(samples.length),
    sourceRateHz: source.rateHz,
    channels: source.channels,
    notes: [...notes, ...faultNotes(mixer.faults, samples.length)],
  };
}

function faultNotes({ notNumbers, clipped, peak }: Faults, length: number): string[] {
  const notes: string[] = [];
  if (notNumbers > 0) notes.push(`${notNumbers} samples are not numbers; they are taken as silence.`);
  if (clipped > 0)
    notes.push('The recording is clipped: its loudest parts are cut off. Words may be misheard there.');
  if (peak === 0 && length > 0) notes.push('The recording is silent.');
  return notes;
}

function checkedRate(rateHz: Hz): Hz {
  if (rateHz >= RATES_HZ.lowest && rateHz <= RATES_HZ.highest) return rateHz;
  throw new PlainError(
    'bad-rate',
    `The file says that it has ${rateHz} samples a second, which no recording has.`,
    NOT_AUDIO_TODO,
  );
}

const damaged = (format: AudioFormat, cause?: unknown): PlainError =>
  new PlainError(
    'not-audio',
    `This ${format} file has no sound in it, is damaged, or is of a kind that cannot be read here.`,
    NOT_AUDIO_TODO,
    { cause },
  );

const emptyAudio = (): PlainError =>
  new PlainError('empty-audio', 'The file has no sound in it.', 'Choose another file.');

const tooLong = (): PlainError =>
  new PlainError(
    'audio-too-long',
    `The recording is longer than ${MAX_HOURS} hours or does not fit into memory.`,
    'Cut it into parts.',
  );

const noSuchChannel = (channels: number): PlainError =>
  new PlainError(
    'no-such-channel',
    `The recording has only ${channels === 1 ? 'one channel' : `${channels} channels`}.`,
    'Choose one of them; they are counted from 0.',
  );
