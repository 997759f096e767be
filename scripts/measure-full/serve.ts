import { resolve } from 'node:path';
import { preview } from 'vite';
import { fullSetPlugin } from '../full-set-plugin';
import { connectHosts, contentSecurityPolicy, pageHeaders } from '../policy';

/** Serves the page built in `dist` as it is deployed, and the packs in `folder` at `models-full/` beside it. */
export const servePage = (folder: string, dist: string, port: number) =>
  preview({
    // The project's own would serve the project's own packs.
    configFile: false,
    build: { outDir: dist },
    plugins: [fullSetPlugin(resolve(folder))],
    preview: { port, strictPort: true, headers: pageHeaders(contentSecurityPolicy(connectHosts())) },
    logLevel: 'error',
  });
