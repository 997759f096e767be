import { afterEach, expect, test, vi } from 'vitest';
import { createScope } from '../../shared/scope';
import { createBenchApp } from './index';
import { pageMemory } from './memory';

afterEach(() => vi.useRealTimers());

test('the memory is what the browser tells, and unknown where it does not, refuses or keeps silent', async () => {
  const scope = createScope();
  const telling = { measureUserAgentSpecificMemory: () => Promise.resolve({ bytes: 5e6 }) };
  expect(await pageMemory(scope, telling)).toBe(5e6);
  expect(await pageMemory(scope, {})).toBeNull();
  const refusing = { measureUserAgentSpecificMemory: () => Promise.reject(new DOMException('no')) };
  expect(await pageMemory(scope, refusing)).toBeNull();
  vi.useFakeTimers();
  const silent = { measureUserAgentSpecificMemory: () => new Promise<never>(() => undefined) };
  const unanswered = pageMemory(scope, silent);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await unanswered).toBeNull();
  // Whoever stops the bench does not wait for the answer.
  const stopped = pageMemory(scope, silent);
  scope.end();
  expect(await stopped).toBeNull();
});

test('an address that is none is refused in a sentence before anything is fetched', async () => {
  const bench = createBenchApp('https://mhm.test/');
  bench.actions.setFullUrl('https://[');
  await bench.actions.measure();
  expect(bench.store.getState()).toMatchObject({
    phase: { kind: 'idle' },
    report: null,
    fault: { code: 'address-unusable' },
  });
  bench.end();
});

test('without a file system of its own the browser keeps no full set, and says no more than that', async () => {
  const bench = createBenchApp('https://mhm.test/');
  expect(bench.store.getState().full).toBe('looking');
  await bench.actions.look();
  expect(bench.store.getState()).toMatchObject({ full: 'absent', fault: null });
  bench.end();
});
