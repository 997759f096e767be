import { expect, test } from 'vitest';
import type { DecisionStage } from '../decision';
import { FULL_SET, SMALL_SET } from '../packs';
import type { PackSet } from '../packs';
import type { RecordEvent } from '../record';
import { createScope } from '../shared/scope';
import type { Listener } from './listener';
import { followSets } from './set-record';
import type { TellSet } from './set-switch';

/** A listener whose sets change when the test says so. */
function made() {
  const watchers = new Set<TellSet>();
  const listener = {
    set: SMALL_SET as PackSet,
    backend: 'wasm-2',
    sets: {
      decision: { meta: { policy: { late_thresholds: 'small' } } } as unknown as DecisionStage,
      watch(tell: TellSet) {
        watchers.add(tell);
        return () => void watchers.delete(tell);
      },
    },
  };
  const change = (set: PackSet, backend: string, sentence: string | null): void => {
    Object.assign(listener, { set, backend });
    const policy = { late_thresholds: set.name };
    Object.assign(listener.sets.decision, { meta: { policy } });
    for (const tell of watchers) tell({ kind: 'small' }, sentence);
  };
  const lines: RecordEvent[] = [];
  const notes: string[] = [];
  const scope = createScope();
  followSets(scope, listener as unknown as Listener, {
    nowMs: () => 1234,
    record: (event) => lines.push(event),
    note: (sentence) => notes.push(sentence),
  });
  return { change, lines, notes, scope };
}

test('the record says from when on which set decided, on what, by which policy', () => {
  const { change, lines, notes } = made();
  change(FULL_SET, 'webgpu (acme 5)', 'Full from here on.');
  change(SMALL_SET, 'wasm-2', 'Lost.');
  expect(lines).toMatchObject([
    {
      kind: 'pack',
      t_ms: 1234,
      id: FULL_SET.backbone,
      backend: 'webgpu (acme 5)',
      packs: { name: 'full', head: FULL_SET.head },
      policy: { thresholds: 'full' },
    },
    { kind: 'pack', id: SMALL_SET.backbone, backend: 'wasm-2', policy: { thresholds: 'small' } },
  ]);
  expect(notes).toEqual(['Full from here on.', 'Lost.']);
});

test('what does not change who decides is only said', () => {
  const { change, lines, notes, scope } = made();
  change(SMALL_SET, 'wasm-2', 'Refused.');
  change({ ...SMALL_SET, recogniser: 'hub-whisper-base@1' }, 'wasm-2', null);
  expect([lines, notes]).toEqual([[], ['Refused.']]);
  scope.end();
  change(FULL_SET, 'webgpu', 'Later.');
  expect([lines, notes]).toEqual([[], ['Refused.']]);
});
