import { expect, test, vi } from 'vitest';
import { createModelHost, defaultThreads, hasWasmSimd } from './host';

test('this machine has WASM SIMD, and one without is told apart', () => {
  expect(hasWasmSimd()).toBe(true);
  expect(hasWasmSimd({ validate: () => false })).toBe(false);
  expect(hasWasmSimd(undefined)).toBe(true);
});

test('without SIMD or WebAssembly the host refuses in a plain sentence', () => {
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  expect(() => createModelHost()).toThrow(expect.objectContaining({ code: 'wasm-simd-missing' }) as Error);
  validate.mockRestore();
  vi.stubGlobal('WebAssembly', undefined);
  try {
    expect(() => createModelHost()).toThrow(expect.objectContaining({ code: 'wasm-missing' }) as Error);
  } finally {
    vi.unstubAllGlobals();
  }
});

test('one thread without isolation, two with', () => {
  expect(defaultThreads(false, 8)).toBe(1);
  expect(defaultThreads(true, 8)).toBe(2);
  expect(defaultThreads(true, 1)).toBe(1);
});

test('a file that is no model is refused with a sentence', async () => {
  const host = createModelHost({ threads: 1 });
  await expect(host.load(new Uint8Array(100))).rejects.toMatchObject({ code: 'model-unloadable' });
});
