import { createFullContextClient, loadClipBank } from '../clip';
import { createFullDecisionClient } from '../decision';
import { decodeSound } from '../mic';
import { FULL_SET, fullPacks, keptOf, openStored, TINY_SET } from '../packs';
import type { FullDevice, PackSet } from '../packs';
import { PlainError, toPlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import { reasonOf } from './fallback';
import type { FullContext, FullParts, FullWatch } from './set-switch';

/** Of the processor, where it stands in for the GPU: the small set needs the rest. */
const THREADS = 2;

/** Loads the full set that is kept in this browser, on its GPU. Rejects with a `PlainError`; nothing is left running then. */
export async function loadFullSet(scope: Scope, wasmUrl: string, watch: FullWatch): Promise<FullParts> {
  const set = await keptFullSet((id) => keptOf(id));
  const decision = await createFullDecisionClient(scope, {
    from: 'stored',
    wasmUrl,
    packs: { backbone: set.backbone, head: set.head },
    onNote: (note) => {
      if (note.kind === 'died') watch.gone('died');
      else if (note.kind === 'lost') watch.gone(reasonOf(note.code) ?? 'failed');
    },
  });
  const bank = await loadClipBank(await openStored(set.clips), decodeSound);
  const found = await loadContext(scope, set, wasmUrl, watch);
  return found instanceof PlainError
    ? { set, decision, bank, context: null, contextMissing: found }
    : { set, decision, bank, context: found, contextMissing: null };
}

/** The full set that lies whole in this browser, by `kept`. Rejects with a `PlainError`: `full-set-missing`, `storage-refused`. */
export async function keptFullSet(
  kept: (id: string) => Promise<{ whole: boolean } | null>,
): Promise<PackSet> {
  for (const set of [FULL_SET, TINY_SET]) {
    const found = await Promise.all(fullPacks(set).map((id) => kept(id)));
    if (found.every((pack) => pack?.whole)) return set;
  }
  throw new PlainError(
    'full-set-missing',
    'The full set is not kept in this browser, or not whole.',
    'Fetch it in Settings.',
  );
}

/** The voice's encoder on the GPU, else on the processor: it is off the critical path. Where neither can run it, why the GPU cannot. */
function loadContext(
  scope: Scope,
  { voiceEncoder, joint }: PackSet,
  wasmUrl: string,
  watch: FullWatch,
): Promise<FullContext | PlainError> {
  const loadOn = async (device: FullDevice): Promise<FullContext> => {
    const own = scope.child();
    try {
      const client = await createFullContextClient(own, {
        wasmUrl,
        device,
        packs: { voiceEncoder, joint },
        threads: globalThis.crossOriginIsolated ? Math.min(THREADS, navigator.hardwareConcurrency) : 1,
        onNote: () => watch.contextGone(),
      });
      return { embedContext: (context) => client.embedContext(context), end: () => own.end() };
    } catch (error) {
      own.end();
      throw error;
    }
  };
  return loadOn('webgpu').catch((refused: unknown) =>
    loadOn('wasm').catch(() =>
      toPlainError(refused, 'voice-missing', 'The full set’s voice model runs on no device here.'),
    ),
  );
}
