import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __MHM_CONNECT__: '[]', __MHM_RUNTIME_BYTES__: '0' },
  resolve: {
    alias: [
      // As in the page: the build for Node looks for native packages that are not installed.
      {
        find: /^@huggingface\/transformers$/,
        replacement: fileURLToPath(
          new URL('node_modules/@huggingface/transformers/dist/transformers.web.js', import.meta.url),
        ),
      },
    ],
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    // The models of a file run on one thread: two files fill two cores.
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
