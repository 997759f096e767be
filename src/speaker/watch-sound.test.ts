import { expect, it } from 'vitest';
import { createScope } from '../shared/scope';
import { watchSound } from './watch-sound';

/** A context that the system pauses. */
class FakeContext extends EventTarget {
  state: AudioContextState = 'running';
  resumes = 0;

  resume(): Promise<void> {
    this.resumes += 1;
    return Promise.reject(new Error('not now'));
  }

  become(state: AudioContextState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

it('tells once when the sound is paused and when it goes on, and tries to go on itself', () => {
  const scope = createScope();
  const context = new FakeContext();
  const told: (string | null)[] = [];
  watchSound(scope, context as unknown as AudioContext, (fault) => told.push(fault?.code ?? null));
  context.become('running');
  context.become('interrupted');
  context.become('suspended');
  context.become('running');
  context.become('closed');
  expect(told).toEqual(['sound-paused', null]);
  expect(context.resumes).toBe(1);
  scope.end();
  context.become('suspended');
  expect(told).toHaveLength(2);
});
