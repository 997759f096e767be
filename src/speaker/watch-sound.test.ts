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
  const page = new EventTarget();
  const told: (string | null)[] = [];
  watchSound(scope, context, (fault) => told.push(fault?.code ?? null), page);
  page.dispatchEvent(new Event('pointerdown'));
  context.become('running');
  expect([told.length, context.resumes]).toEqual([0, 0]);
  context.become('interrupted');
  context.become('suspended');
  expect([told, context.resumes]).toEqual([['sound-paused'], 2]);
  page.dispatchEvent(new Event('pointerdown'));
  expect(context.resumes).toBe(3);
  context.become('running');
  context.become('closed');
  expect(told).toEqual(['sound-paused', null]);
  scope.end();
  context.become('suspended');
  expect([told.length, context.resumes]).toEqual([2, 3]);
});
