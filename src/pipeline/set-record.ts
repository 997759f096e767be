import { latePolicy } from '../decision';
import type { RecordEvent } from '../record';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';
import type { Listener } from './listener';

/** Writes into a session's record when another set begins to decide, and says so; until the scope ends. */
export function followSets(
  scope: Scope,
  listener: Pick<Listener, 'sets' | 'set' | 'backend'>,
  to: {
    readonly nowMs: () => Ms;
    readonly record: (event: RecordEvent) => void;
    readonly note: (sentence: string) => void;
  },
): void {
  const { sets } = listener;
  let deciding = listener.set.backbone;
  const stop = sets.watch((_, sentence) => {
    const { set, backend } = listener;
    if (set.backbone !== deciding) {
      deciding = set.backbone;
      const policy = latePolicy(sets.decision.meta.policy);
      to.record({ kind: 'pack', t_ms: to.nowMs(), id: deciding, backend, packs: { ...set }, policy });
    }
    if (sentence !== null) to.note(sentence);
  });
  scope.own(null, stop);
}
