import * as v from 'valibot';
import { noVariant, variantsFor, type Variant } from '../packs';
import { firstChecked } from '../shared/first-checked';
import { farthest, readGolden } from '../shared/golden';
import type { ModelHost } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import { loadFullContext, type FullContextModels, type FullContextPacks } from './full-models';
import { madeSound } from './made-sound';

const numbers = v.array(v.number());
const many = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.array(schema), v.minLength(1));
const voiceGolden = v.looseObject({
  sound: v.looseObject({ samples: v.number(), seed: v.number() }),
  cases: many(v.looseObject({ length: v.number(), pooled: numbers })),
});
const jointGolden = v.looseObject({ contexts: many(v.looseObject({ states: numbers, vector: numbers })) });

/** The largest difference from the reference's numbers, by pack, in units of what is tolerated. */
export async function fullContextDeviation(
  models: FullContextModels,
  packs: FullContextPacks,
  variant: Variant,
): Promise<{ readonly voice: number; readonly joint: number }> {
  const { golden } = await readGolden(packs.voiceEncoder, voiceGolden);
  const sound = madeSound(golden.sound.samples, golden.sound.seed);
  let voice = 0;
  for (const { length, pooled } of golden.cases)
    voice = Math.max(voice, farthest(await models.pooled(sound.subarray(0, length)), pooled));
  const { golden: places, tolerance } = await readGolden(packs.joint, jointGolden);
  let joint = 0;
  for (const { states, vector } of places.contexts)
    joint = Math.max(joint, farthest(await models.place(Float32Array.from(states)), vector));
  return { voice: voice / variant.tolerance, joint: joint / tolerance };
}

/**
 * Loads the best variant that the device can run and checks it on the packs' golden inputs; one that cannot be loaded or gives
 * wrong numbers is let go and the next is tried. Rejects with a `PlainError`: the last one's, or `variant-missing`.
 */
export async function loadCheckedContext(
  host: ModelHost,
  packs: FullContextPacks,
): Promise<FullContextModels> {
  const { models } = await firstChecked(
    variantsFor(host, packs.voiceEncoder),
    (variant) => loadFullContext(host, packs, variant),
    async (loaded, variant) => {
      const { voice, joint } = await fullContextDeviation(loaded, packs, variant);
      // Not "> 1": a deviation that is not a number must fail too.
      if (voice <= 1 && joint <= 1) return;
      throw new PlainError(
        'self-check-failed',
        `The full set’s voice model gives wrong numbers on this device (${host.backend}).`,
      );
    },
    {
      none: noVariant(host, packs.voiceEncoder),
      failed: `The full set’s voice model failed on this device (${host.backend}).`,
    },
  );
  return models;
}
