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
  let deciding = listener.set;
  const stop = sets.watch((_, sentence) => {
    if (listener.set !== deciding) {
      deciding = listener.set;
      to.record({
        kind: 'pack',
        t_ms: to.nowMs(),
        id: deciding.backbone,
        backend: listener.backend,
        packs: { ...deciding },
        policy: latePolicy(sets.decision.meta.policy),
      });
    }
    if (sentence !== null) to.note(sentence);
  });
  scope.own(null, stop);
}
