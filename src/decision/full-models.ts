import { noVariant, variantsFor, type Variant } from '../packs';
import { firstChecked } from '../shared/first-checked';
import type { ModelHost } from '../shared/model';
import { PlainError } from '../shared/plain-error';
import type { DecisionPacks } from './decision-packs';
import { loadDecisionModels, type DecisionModels } from './models';
import { selfCheckDecision } from './self-check';

/** The models of a full set that passed their check, and the variant that did. */
export interface CheckedDecision {
  readonly models: DecisionModels;
  readonly variant: Variant;
}

/**
 * Loads the best variant that the device can run and checks it; one that cannot be loaded or gives wrong numbers is let go and the
 * next is tried. Rejects with a `PlainError`: the last one's, or `variant-missing`.
 */
export async function loadCheckedDecision(
  host: ModelHost,
  packs: DecisionPacks,
  onCheck: () => void = () => undefined,
): Promise<CheckedDecision> {
  return firstChecked(
    variantsFor(host, packs.backbone),
    (variant) => loadDecisionModels(host, packs, variant),
    (models, { tolerance }) => {
      onCheck();
      return selfCheckDecision(models, packs, tolerance);
    },
    {
      none: noVariant(host, packs.backbone),
      failed: `The decision model failed on ${host.backend}.`,
    },
  );
}

/** A host of which several kinds can be made, and that can be given back. */
interface EndableHost extends ModelHost {
  readonly gpu: { readonly name: string; readonly shaderF16: boolean; readonly subgroups: boolean } | null;
  end(): void;
}

/**
 * The same on the host that `makeHost` makes; where a GPU's numbers are wrong, once more on one that leaves its subgroups alone.
 * Rejects as `loadCheckedDecision` and `makeHost` do, with nothing left running.
 */
export async function loadOnHost<Host extends EndableHost>(
  makeHost: (subgroups: boolean) => Promise<Host>,
  packs: DecisionPacks,
  onCheck?: () => void,
): Promise<CheckedDecision & { readonly host: Host }> {
  const load = async (host: Host): Promise<CheckedDecision & { readonly host: Host }> => {
    try {
      return { ...(await loadCheckedDecision(host, packs, onCheck)), host };
    } catch (error) {
      host.end();
      throw error;
    }
  };
  const host = await makeHost(true);
  try {
    return await load(host);
  } catch (error) {
    const wrong = error instanceof PlainError && error.code === 'self-check-failed';
    if (!wrong || host.gpu?.subgroups !== true) throw error;
    return load(await makeHost(false));
  }
}
