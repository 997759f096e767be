import * as v from 'valibot';
import { farthest, readGolden } from '../shared/golden';
import { PlainError } from '../shared/plain-error';
import { SAMPLE_RATE_HZ } from '../shared/units';
import type { ClipEncoderPacks, ClipModels, ContextModels, ContextPacks } from './encoder-models';
import type { Heard } from './joint-maps';
import { measureProsody, prosodyValues } from './prosody';

const tone = v.object({ pitch_hz: v.number(), seconds: v.number(), slope: v.optional(v.number(), 0) });
const numbers = v.array(v.number());
const many = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.array(schema), v.minLength(1));
const pooledGolden = v.object({ cases: many(v.object({ tone, pooled: numbers })) });
const turn = v.object({ speaker: v.picklist(['you', 'listener']), text: v.string() });
const contextGolden = v.object({ cases: many(v.object({ turns: v.array(turn), gains: numbers })) });
const jointGolden = v.object({
  cases: many(v.object({ tone, prosody: numbers, forms: numbers, affect: numbers, vector: numbers })),
  contexts: many(v.object({ turns: v.array(turn), gains: numbers, vector: numbers })),
});

/** The largest difference from the reference's numbers, and what is tolerated, by pack. */
export interface ClipDeviation {
  readonly pack: string;
  readonly difference: number;
  readonly tolerance: number;
}

/** A made-up voice: a buzz with seven harmonics, swelling and fading. The twin is in `joint_packs.py`. */
export function madeUpVoice({ pitch_hz, seconds, slope }: v.InferOutput<typeof tone>): Float32Array {
  let phase = 0;
  return Float32Array.from({ length: Math.round(seconds * SAMPLE_RATE_HZ) }, (_, sample) => {
    const timeS = sample / SAMPLE_RATE_HZ;
    phase += (2 * Math.PI * pitch_hz * 2 ** ((slope * timeS) / 12)) / SAMPLE_RATE_HZ;
    let buzz = 0;
    for (let harmonic = 1; harmonic < 8; harmonic++) buzz += Math.sin(harmonic * phase) / harmonic;
    return 0.1 * buzz * Math.sin((Math.PI * timeS) / seconds);
  });
}

/** How far the context's encoder on this device is from the reference. */
export async function contextDeviation(models: ContextModels, packs: ContextPacks): Promise<ClipDeviation> {
  const { golden, tolerance } = await readGolden(packs.contextEncoder, contextGolden);
  const joint = await readGolden(packs.joint, jointGolden);
  const difference = Math.max(
    ...golden.cases.map(({ turns, gains }) => farthest(models.gains(turns), gains)),
    ...joint.golden.contexts.map(({ gains, vector }) => farthest(models.maps.contextVector(gains), vector)),
  );
  return { pack: packs.contextEncoder.id, difference, tolerance };
}

/** How far the models on this device are from the reference. */
export async function clipDeviations(
  models: ClipModels,
  packs: ClipEncoderPacks,
): Promise<readonly ClipDeviation[]> {
  const [voice, speaker, joint] = await Promise.all([
    readGolden(packs.voiceEncoder, pooledGolden),
    readGolden(packs.speakerEncoder, pooledGolden),
    readGolden(packs.joint, jointGolden),
  ]);
  /** The packs' cases are of the same few voices: each is heard once. */
  const heard = new Map<string, Heard>();
  const hear = async (given: v.InferOutput<typeof tone>): Promise<Heard> => {
    const name = JSON.stringify(given);
    const known = heard.get(name) ?? (await models.heard(madeUpVoice(given)));
    heard.set(name, known);
    return known;
  };
  const pooledDifference = async (
    part: 'voice' | 'speaker',
    { cases }: v.InferOutput<typeof pooledGolden>,
  ): Promise<number> => {
    let difference = 0;
    for (const given of cases)
      difference = Math.max(difference, rootMeanSquare((await hear(given.tone))[part], given.pooled));
    return difference;
  };
  let jointDifference = 0;
  for (const given of joint.golden.cases) {
    const samples = madeUpVoice(given.tone);
    const prosody = prosodyValues(measureProsody(samples));
    const mapped = models.maps.map(await hear(given.tone), prosody);
    jointDifference = Math.max(
      jointDifference,
      farthest(prosody, given.prosody) / 10,
      farthest(mapped.vector, given.vector),
      farthest(mapped.affect, given.affect) / 5,
    );
  }
  return [
    {
      pack: packs.voiceEncoder.id,
      difference: await pooledDifference('voice', voice.golden),
      tolerance: voice.tolerance,
    },
    {
      pack: packs.speakerEncoder.id,
      difference: await pooledDifference('speaker', speaker.golden),
      tolerance: speaker.tolerance,
    },
    await contextDeviation(models, packs),
    { pack: packs.joint.id, difference: jointDifference, tolerance: joint.tolerance },
  ];
}

/** Runs the packs' golden inputs. Throws a `PlainError` (`pack-wrong-numbers`) when this device gives other numbers. */
export async function selfCheckClips(models: ClipModels, packs: ClipEncoderPacks): Promise<void> {
  for (const deviation of await clipDeviations(models, packs)) insist(deviation, models.backend);
}

/** The same for the context's encoder alone. */
export async function selfCheckContext(models: ContextModels, packs: ContextPacks): Promise<void> {
  insist(await contextDeviation(models, packs), 'no graph');
}

function insist({ pack, difference, tolerance }: ClipDeviation, backend: string): void {
  if (difference <= tolerance) return;
  throw new PlainError(
    'pack-wrong-numbers',
    `The pack ${pack} gives other numbers on this device (${backend}) than it should.`,
    'Update the browser, or use another one.',
  );
}

function rootMeanSquare(got: Float32Array, wanted: readonly number[]): number {
  if (got.length !== wanted.length) return Infinity;
  const sum = wanted.reduce((total, value, index) => total + (value - (got[index] ?? Number.NaN)) ** 2, 0);
  return Math.sqrt(sum / wanted.length);
}
