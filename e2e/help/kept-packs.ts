import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { fullPacks, TINY_SET } from '../../src/packs';

const TINY = fileURLToPath(new URL('../fixtures/models-tiny/', import.meta.url));

/** The part of a pack's description that keeping it takes. */
interface Described {
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** Puts the tiny full set where the page keeps packs, as if it had been fetched, and chooses it for the page's next start. */
export async function keepTinySet(page: Page): Promise<void> {
  for (const id of fullPacks(TINY_SET)) {
    const [name = '', version = ''] = id.split('@');
    const read = (path: string): Buffer => readFileSync(`${TINY}${name}/${version}/${path}`);
    const { files } = JSON.parse(read('meta.json').toString()) as Described;
    const ledger = [
      { format: 1, files: files.map(({ path }) => path) },
      ...files.map(({ path, sha256 }) => ({ file: path, at: 0, sha256, have: null })),
    ];
    const written = ledger.map((line) => `${JSON.stringify(line)}\n`).join('');
    const contents = new Map([['ledger.jsonl', Buffer.from(written)]]);
    for (const path of ['meta.json', ...files.map(({ path }) => path)]) contents.set(path, read(path));
    await page.evaluate(keep, {
      folder: [name, version],
      files: [...contents].map(([path, bytes]) => ({ path, base64: bytes.toString('base64') })),
    });
  }
  await page.evaluate(() => {
    localStorage.setItem('mhm-models', JSON.stringify({ choice: 'full', baseUrl: '' }));
  });
}

/** Files of a folder below the private file system's folder of packs. */
interface Kept {
  readonly folder: readonly string[];
  readonly files: readonly { readonly path: string; readonly base64: string }[];
}

/** Runs in the page. */
async function keep({ folder, files }: Kept): Promise<void> {
  let at = await navigator.storage.getDirectory();
  for (const name of ['packs', ...folder]) at = await at.getDirectoryHandle(name, { create: true });
  for (const { path, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0);
    const out = await (await at.getFileHandle(path, { create: true })).createWritable();
    await out.write(bytes);
    await out.close();
  }
}
