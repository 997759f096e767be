import { zipSync } from 'fflate';
import { CLIP_FORMS, encodeWav } from '../../src/pipeline';
import { seededRandom } from '../../src/shared/random';

const RATE_HZ = 16_000;

/** A short voiced sound that swells and fades, gliding in pitch; `seconds` long. */
export function voice(hz: number, seconds = 0.4, amplitude = 0.3): Float32Array {
  const length = Math.round(seconds * RATE_HZ);
  let phase = 0;
  return Float32Array.from({ length }, (_, at) => {
    phase += (2 * Math.PI * hz * (1.1 - (0.2 * at) / length)) / RATE_HZ;
    // A few harmonics, as a voice has.
    const wave = Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase);
    return (amplitude / 1.75) * wave * Math.sin((Math.PI * at) / length) ** 0.5;
  });
}

/** A WAV file of one such sound, with some silence around it. */
export function voiceWav(hz: number, seconds = 0.4): Uint8Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round((seconds + 0.6) * RATE_HZ));
  samples.set(voice(hz, seconds), Math.round(0.3 * RATE_HZ));
  return encodeWav([samples], RATE_HZ);
}

/** A bank as an archive: so many made recordings with ratings and vectors of `encoder`, in clouds by form. */
export function madeBank(count: number, encoder: string, size: number): Buffer {
  const random = seededRandom(11);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const rating = (value: number): number => Math.round(1000 * Math.max(1, Math.min(5, value))) / 1000;
  const centres = CLIP_FORMS.map(() => ({
    vector: Array.from({ length: size }, normal),
    ratings: [2 + 2 * random(), 2 + 2 * random(), 2 + 2 * random()] as const,
  }));
  const sounds = [120, 160, 200, 240].map((hz) => encodeWav([voice(hz, 0.25)], RATE_HZ));
  const files: Record<string, [Uint8Array, { level: 0 }]> = {};
  const recordings = Array.from({ length: count }, (_, at) => {
    const place = at % CLIP_FORMS.length;
    const { vector = [], ratings = [3, 3, 3] as const } = centres[place] ?? {};
    const moved = vector.map((value) => value + normal());
    const length = Math.hypot(...moved);
    const file = `${CLIP_FORMS[place]}-made-${at}.wav`;
    files[file] = [sounds[at % sounds.length] ?? new Uint8Array(0), { level: 0 }];
    return {
      file,
      form: CLIP_FORMS[place],
      delivery: 'made',
      duration_ms: 250,
      rms_db: -16,
      vector: moved.map((value) => Math.round((10_000 * value) / length) / 10_000),
      energy: rating(ratings[0] + 0.5 * normal()),
      polarity: rating(ratings[1] + 0.5 * normal()),
      surprisal: rating(ratings[2] + 0.5 * normal()),
      voiced_ms: 150 + Math.round(80 * random()),
      pitch_hz: Math.round(100 + 150 * random()),
      pitch_range_st: Math.round(100 * (1 + 8 * random())) / 100,
    };
  });
  const bank = {
    name: `Made ${count}`,
    forms: CLIP_FORMS,
    voice: 'made',
    rights: { licence: 'CC0-1.0', speaker: '', consent: 'Nobody speaks.' },
    encoder,
    recordings,
  };
  files['bank.json'] = [new TextEncoder().encode(JSON.stringify(bank)), { level: 0 }];
  return Buffer.from(zipSync(files));
}
