import { toPlainError, type PlainError } from './plain-error';

/**
 * Loads the first of several variants, best first, that passes its check; one that cannot be loaded or does not pass is let go and the
 * next is tried. Rejects with a `PlainError`: the last one's (`model-failed` and the sentence `failed` where it had none), or `none`
 * where there is no variant.
 */
export async function firstChecked<Variant, Models extends { release(): Promise<void> }>(
  variants: readonly Variant[],
  load: (variant: Variant) => Promise<Models>,
  check: (models: Models, variant: Variant) => Promise<void>,
  sentences: { readonly none: PlainError; readonly failed: string },
): Promise<{ readonly models: Models; readonly variant: Variant }> {
  let refused = sentences.none;
  for (const variant of variants) {
    let models: Models | null = null;
    try {
      models = await load(variant);
      await check(models, variant);
      return { models, variant };
    } catch (error) {
      refused = toPlainError(error, 'model-failed', sentences.failed);
      // On a device that is gone nothing can be let go any more.
      await models?.release().catch(() => undefined);
    }
  }
  throw refused;
}
