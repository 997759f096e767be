import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import { pageHeaders } from './policy.ts';

/**
 * What the service worker keeps from the first visit on is the page itself. Models and sounds are kept when they are first used, and
 * so is the library of the larger recognisers.
 */
const KEPT_LATER = /^(models|ort|sample)\/|^assets\/transformers/;

/**
 * After the build: writes `_headers` for hosts that read it, the policy as a `<meta>` for those that do not, `.nojekyll` for
 * GitHub Pages, and tells the service worker which files to keep, which headers to add, and the version of the whole.
 */
export function offlinePlugin(policy: string): Plugin {
  let outDir = 'dist';
  return {
    name: 'mhm-offline',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        const headers = pageHeaders(policy);
        const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
        writeFileSync(join(outDir, '_headers'), `/*\n${lines.join('\n')}\n`);
        writeFileSync(join(outDir, '.nojekyll'), '');
        const files = listFiles(outDir).filter(
          (file) => !KEPT_LATER.test(file) && !/(^|\/)(sw\.js|_headers|\.nojekyll)$|\.map$/.test(file),
        );
        const hash = createHash('sha256');
        for (const file of files) hash.update(file).update(readFileSync(join(outDir, file)));
        const build = { version: hash.digest('hex').slice(0, 16), files: ['./', ...files], headers };
        const swPath = join(outDir, 'sw.js');
        const script = readFileSync(swPath, 'utf8');
        if (!script.includes('__MHM_BUILD__')) throw new Error('sw.js has no place for its list of files.');
        writeFileSync(swPath, `self.__MHM_BUILD__=${JSON.stringify(build)};\n${script}`);
      },
    },
  };
}

const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => relative('.', path).split(sep).join('/'))
    .sort();
