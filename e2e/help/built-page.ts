import { createServer } from 'node:net';
import { build, preview } from 'vite';

/** A port that nobody listens on just now. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Builds a page by its own configuration and serves it; `outDir` where two may build at once. */
export async function serveBuilt(
  configFile: string,
  outDir?: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const shared = { configFile, logLevel: 'error', build: outDir === undefined ? {} : { outDir } } as const;
  await build(shared);
  const port = await freePort();
  const server = await preview({ ...shared, preview: { port, strictPort: true, host: '127.0.0.1' } });
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
