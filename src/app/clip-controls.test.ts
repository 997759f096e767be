import { expect, test } from 'vitest';
import type { Recording } from '../flow';
import type { RecordEvent } from '../pipeline';
import { createClipControls, sayableOf } from './clip-controls';
import type { RunningSession } from './session';
import { readSettings } from './settings';
import { createAppStore } from './store';

const recording = (form: string, delivery: string, energy: number): Recording => ({
  file: `${form}-${delivery}-1.flac`,
  form,
  delivery,
  durationMs: 400,
  rmsDbfs: -20,
  energy,
  polarity: 3,
  surprisal: 3,
});
const BANK = [recording('yeah', 'soft', 2), recording('yeah', 'lively', 4), recording('mhm', '', 2.2)];

/** The desk over a store of its own, and everything that it did. */
function desk(banks: readonly (readonly Recording[])[] = [BANK]) {
  const store = createAppStore(readSettings(null));
  store.setState({ phase: { kind: 'listening', source: 'mic' } });
  const told: unknown[] = [];
  const recorded: RecordEvent[] = [];
  const asked = [...banks];
  const session = {
    live: { nowMs: () => 1200, setControls: (controls: unknown) => told.push(controls) },
    record: (event: RecordEvent) => recorded.push(event),
  } as unknown as RunningSession;
  let remembered = 0;
  const made = createClipControls({
    store,
    recordings: () => {
      const next = asked.shift();
      return next ? Promise.resolve(next) : Promise.reject(new Error('gone'));
    },
    session: () => session,
    remember: () => (remembered += 1),
  });
  return { ...made, store, told, recorded, remembered: () => remembered };
}

test('a change reaches the conversation, the record and the memory, and shows what is left', async () => {
  const { actions, store, told, recorded, remembered } = desk();
  await actions.lookAtClips();
  expect(store.getState().sayable).toMatchObject({ total: 3, near: null, lacking: null });
  actions.setClipControls({ forms: ['yeah'], energy: 4.04, polarity: 9 });
  expect(store.getState().clipControls).toEqual({ forms: ['yeah'], energy: 4, polarity: 5 });
  expect(told).toEqual([store.getState().clipControls]);
  expect(recorded).toEqual([
    { kind: 'controls', t_ms: 1200, forms: ['yeah'], energy: 4, polarity: 5, surprisal: null },
  ]);
  expect(remembered()).toBe(1);
  expect(store.getState().sayable?.recordings).toEqual(['yeah, lively', 'yeah, soft']);
});

test('no form at all is refused with a sentence, and what was allowed stays', async () => {
  const { actions, store, told } = desk();
  await actions.lookAtClips();
  actions.setClipControls({ forms: ['mhm'] });
  actions.setClipControls({ forms: [] });
  expect(store.getState().clipControls).toEqual({ forms: ['mhm'] });
  expect(store.getState().clipRefusal).toMatch(/^One form has to stay\./);
  expect(told).toHaveLength(1);
  actions.setClipControls({});
  expect(store.getState().clipRefusal).toBeNull();
});

test('another bank keeps the controls and says what it lacks; nothing is read before somebody looked', async () => {
  const other = [recording('mhm', 'falling', 3)];
  const { actions, bankChanged, store } = desk([BANK, other]);
  bankChanged();
  expect(store.getState().sayable).toBeNull();
  await actions.lookAtClips();
  actions.setClipControls({ forms: ['mhm', 'yeah'] });
  bankChanged();
  await expect.poll(() => store.getState().sayable?.total).toBe(1);
  expect(store.getState().clipControls).toEqual({ forms: ['mhm', 'yeah'] });
  expect(store.getState().sayable?.lacking).toBe('The bank has no recording of “yeah”.');
  expect(store.getState().sayable?.forms).toEqual([
    { form: 'mhm', count: 1, on: true },
    { form: 'yeah', count: 0, on: true },
  ]);
});

test('a bank that cannot be read is a fault with a sentence', async () => {
  const { actions, store } = desk([]);
  await actions.lookAtClips();
  expect(store.getState().faults).toMatchObject([{ code: 'bank-unreadable', place: 'page' }]);
});

test('targets put what sounds most like them first', () => {
  const sayable = sayableOf(BANK, { energy: 4 });
  expect(sayable.near).toBe(1);
  expect(sayable.recordings).toEqual(['yeah, lively', 'mhm', 'yeah, soft']);
  expect(sayableOf(BANK, { surprisal: 1 }).near).toBe(0);
});
