import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { fullPacks, TINY_SET } from '../../src/packs';

const TINY = fileURLToPath(new URL('../fixtures/models-tiny/', import.meta.url));

/** The part of a pack's description that keeping it takes. */
interface Described {
  readonly files: { readonly path: string; bytes: number; readonly sha256: string }[];
}

/** So many of each pack's reference cases are left: the processor that plays a GPU needs long for each. */
const CASES = 2;

/** Puts the tiny full set where the page keeps packs, as if it had been fetched, and chooses it for the page's next start. */
export async function keepTinySet(page: Page): Promise<void> {
  for (const id of fullPacks(TINY_SET)) {
    const [name = '', version = ''] = id.split('@');
    const read = (path: string): Buffer => readFileSync(`${TINY}${name}/${version}/${path}`);
    const meta = JSON.parse(read('meta.json').toString()) as Described;
    const contents = new Map(meta.files.map(({ path }) => [path, read(path)]));
    contents.set('golden.json', shortened(read('golden.json')));
    for (const file of meta.files) file.bytes = contents.get(file.path)?.length ?? 0;
    contents.set('meta.json', Buffer.from(JSON.stringify(meta)));
    const ledger = [
      { format: 1, files: meta.files.map(({ path }) => path) },
      ...meta.files.map(({ path, sha256 }) => ({ file: path, at: 0, sha256, have: null })),
    ];
    contents.set('ledger.jsonl', Buffer.from(ledger.map((line) => `${JSON.stringify(line)}\n`).join('')));
    await page.evaluate(keep, {
      folder: [name, version],
      files: [...contents].map(([path, bytes]) => ({ path, base64: bytes.toString('base64') })),
    });
  }
  await page.evaluate(() => {
    localStorage.setItem('mhm-models', JSON.stringify({ choice: 'full', baseUrl: '' }));
  });
}

function shortened(golden: Buffer): Buffer {
  const lists = JSON.parse(golden.toString()) as Readonly<Record<string, unknown>>;
  const fewer = Object.entries(lists).map(([name, value]) => [
    name,
    Array.isArray(value) ? (value as unknown[]).slice(0, CASES) : value,
  ]);
  return Buffer.from(JSON.stringify(Object.fromEntries(fewer)));
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
