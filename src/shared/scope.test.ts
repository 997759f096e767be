import { expect, test, vi } from 'vitest';
import { createScope } from './scope';

test('ends what it owns, last first, once', () => {
  const ended: string[] = [];
  const scope = createScope();
  scope.own('first', (name) => ended.push(name));
  scope.own('second', (name) => ended.push(name));
  scope.child().own('third', (name) => ended.push(name));
  scope.end();
  scope.end();
  expect(ended).toEqual(['third', 'second', 'first']);
});

test('ends at once what comes after its end', () => {
  const scope = createScope();
  scope.end();
  const end = vi.fn();
  scope.own(1, end);
  expect(end).toHaveBeenCalledOnce();
});

test('one failing end does not keep the others alive', () => {
  const scope = createScope();
  const end = vi.fn();
  scope.own(1, end);
  scope.own(2, () => {
    throw new Error('cannot end');
  });
  expect(() => scope.end()).toThrow(AggregateError);
  expect(end).toHaveBeenCalledOnce();
});

test('timers and listeners stop with it', () => {
  vi.useFakeTimers();
  try {
    const scope = createScope();
    const tick = vi.fn();
    const late = vi.fn();
    const heard = vi.fn();
    const target = new EventTarget();
    scope.every(10, tick);
    scope.after(50, late);
    const cancel = scope.after(5, late);
    cancel();
    scope.listen(target, 'news', heard);
    vi.advanceTimersByTime(25);
    target.dispatchEvent(new Event('news'));
    scope.end();
    vi.advanceTimersByTime(100);
    target.dispatchEvent(new Event('news'));
    expect(tick).toHaveBeenCalledTimes(2);
    expect(late).not.toHaveBeenCalled();
    expect(heard).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
