import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createModelHost, shareRuntime } from '../../packs/host';
import type { Library } from '../../words/hub/hub-model';

/** Recognisers with random weights, laid out as on the hub; made by `training/scripts/make_hub_tiny.py`. */
export const HUB_TINY = fileURLToPath(new URL('../../../e2e/fixtures/hub-tiny/', import.meta.url));

/** transformers.js on the runtime that the other models of the tests run on; its files are those of the fixture. */
export async function hubLibrary(): Promise<Library> {
  const runtime = new URL('../../../node_modules/onnxruntime-web/dist/', import.meta.url);
  createModelHost({ threads: 1, wasmBaseUrl: runtime.href });
  shareRuntime();
  const library = await import('@huggingface/transformers');
  const { env } = library;
  Object.assign(env, {
    allowLocalModels: false,
    useBrowserCache: false,
    useFSCache: false,
    useWasmCache: false,
  });
  env.useCustomCache = true;
  env.customCache = {
    async match(url) {
      const path = /^https:\/\/[^/]+\/(.+)$/.exec(url)?.[1];
      if (path === undefined) return undefined;
      // Outside of a browser graphs are loaded by their path.
      return path.endsWith('.onnx') ? HUB_TINY + path : new Response(await readFile(HUB_TINY + path));
    },
    put: () => Promise.reject(new TypeError('Nothing is kept.')),
  };
  return library;
}
