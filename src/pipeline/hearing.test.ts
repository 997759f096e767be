import { describe, expect, it } from 'vitest';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import type { Scope } from '../shared/scope';
import type { WordsStage } from '../words';
import { createHearing } from './hearing';

const stage = (backend: string): WordsStage => ({
  backend,
  push: () => Promise.resolve([]),
  flush: () => Promise.resolve([]),
  warmUp: () => Promise.resolve(),
});
const small = stage('small');

function made(
  load: (scope: Scope, id: string) => Promise<WordsStage> = (_, id) => Promise.resolve(stage(id)),
) {
  const loaded: { readonly id: string; readonly own: Scope; readonly died: (fault: PlainError) => void }[] =
    [];
  const told: string[] = [];
  const hearing = createHearing(createScope(), {
    small: () => small,
    smallPack: 'moonshine-tiny@1',
    load(own, id, died) {
      loaded.push({ id, own, died });
      return load(own, id);
    },
    nowMs: () => 0,
  });
  hearing.watch((sentence) => told.push(sentence));
  return { hearing, loaded, told };
}

describe('createHearing', () => {
  it('hears with the shipped recogniser unless another one is chosen', async () => {
    const { hearing, loaded } = made();
    expect(hearing.stage()).toBe(small);
    expect(await hearing.choose('whisper-base')).toBeNull();
    expect(hearing.stage().backend).toBe('whisper-base');
    expect(hearing.pack).toBe('hub-whisper-base@1');
    // It stays loaded from one conversation to the next.
    await hearing.choose('whisper-base');
    expect(loaded).toHaveLength(1);
    await hearing.choose(null);
    expect(hearing.stage()).toBe(small);
    expect(loaded[0]?.own.ended).toBe(true);
  });

  it('gives what is in the way, and hears with the shipped one', async () => {
    const refused = new PlainError('self-check-failed', 'Whisper base does not hear…');
    const { hearing, loaded } = made(() => Promise.reject(refused));
    expect(await hearing.choose('whisper-base')).toBe(refused);
    expect(hearing.stage()).toBe(small);
    expect(hearing.pack).toBe('moonshine-tiny@1');
    expect(loaded[0]?.own.ended).toBe(true);
  });

  it('loads one choice once, and ends it when another is made before it is there', async () => {
    const gives: ((given: WordsStage) => void)[] = [];
    const { hearing, loaded } = made(() => new Promise((resolve) => gives.push(resolve)));
    const first = hearing.choose('whisper-base');
    const again = hearing.choose('whisper-base');
    expect(loaded).toHaveLength(1);
    expect(await hearing.choose(null)).toBeNull();
    expect(loaded[0]?.own.ended).toBe(true);
    gives[0]?.(stage('whisper-base'));
    expect(await Promise.all([first, again])).toEqual([null, null]);
    expect(hearing.stage()).toBe(small);
    expect(hearing.pack).toBe('moonshine-tiny@1');
  });

  it('says who hears once the larger one dies, ends it, and loads it again when it is chosen again', async () => {
    const { hearing, loaded, told } = made();
    await hearing.choose('moonshine-base');
    loaded[0]?.died(new PlainError('worker-died', 'It died.'));
    expect(told).toEqual(['Moonshine base stopped working; the built-in recogniser hears you from now on.']);
    expect(hearing.pack).toBe('moonshine-tiny@1');
    expect(hearing.stage().backend).toBe('small');
    expect(loaded[0]?.own.ended).toBe(true);
    await hearing.choose('moonshine-base');
    expect(loaded).toHaveLength(2);
    expect(hearing.stage().backend).toBe('moonshine-base');
  });
});
