import { expect, test } from 'vitest';
import { fetchSource, openPack, packBytes } from './index';
import type { PackSource } from './index';
import { sha256Hex } from './sha256';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A pack in memory with one whole file and one in two parts. */
async function madePack(
  change: (files: Map<string, Uint8Array>, meta: Record<string, unknown>) => void = () => undefined,
) {
  const [whole, first, second] = ['small file', 'first half, ', 'second half'].map(bytesOf) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const entry = async (path: string, bytes: Uint8Array) => ({
    path,
    bytes: bytes.length,
    sha256: await sha256Hex(bytes),
  });
  const joined = bytesOf('first half, second half');
  const meta: Record<string, unknown> = {
    format: 1,
    name: 'made',
    version: '1',
    kind: 'vad',
    set: 'small',
    licence: { spdx: 'MIT', file: 'LICENSE' },
    upstream: 'made here',
    made: 'by this test',
    description: 'for this test',
    files: [
      await entry('whole.bin', whole),
      {
        ...(await entry('split.bin', joined)),
        parts: [await entry('split.bin.part0', first), await entry('split.bin.part1', second)],
      },
    ],
  };
  const files = new Map([
    ['made/1/whole.bin', whole],
    ['made/1/split.bin.part0', first],
    ['made/1/split.bin.part1', second],
  ]);
  change(files, meta);
  files.set('made/1/meta.json', bytesOf(JSON.stringify(meta)));
  const source: PackSource = {
    read: (path) => {
      const bytes = files.get(path);
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`no ${path}`));
    },
  };
  return source;
}

test('joins the parts of a file and checks every hash', async () => {
  const pack = await openPack(await madePack(), 'made@1');
  expect(new TextDecoder().decode(await pack.bytes('split.bin'))).toBe('first half, second half');
  expect(new TextDecoder().decode(await pack.bytes('whole.bin'))).toBe('small file');
  expect(packBytes(pack.meta)).toBe(33);
  expect(packBytes(pack.meta, ['whole.bin'])).toBe(10);
});

test.each([
  [
    'a wrong byte',
    (files: Map<string, Uint8Array>) => files.set('made/1/split.bin.part1', bytesOf('second halt')),
  ],
  [
    'a truncated part',
    (files: Map<string, Uint8Array>) => files.set('made/1/split.bin.part0', bytesOf('first')),
  ],
])('refuses %s by name', async (_, damage) => {
  const pack = await openPack(await madePack(damage), 'made@1');
  await expect(pack.bytes('split.bin')).rejects.toMatchObject({ code: 'pack-damaged' });
});

test('refuses a whole whose parts do not add up', async () => {
  const source = await madePack((_, meta) => {
    const files = meta['files'] as { bytes: number }[];
    if (files[1]) files[1].bytes = 30;
  });
  await expect((await openPack(source, 'made@1')).bytes('split.bin')).rejects.toMatchObject({
    code: 'pack-damaged',
  });
});

test('refuses a newer format with a sentence of its own', async () => {
  const source = await madePack((_, meta) => (meta['format'] = 2));
  await expect(openPack(source, 'made@1')).rejects.toMatchObject({ code: 'pack-newer' });
});

test('refuses a description with a field missing, and names it', async () => {
  const source = await madePack((_, meta) => delete meta['licence']);
  await expect(openPack(source, 'made@1')).rejects.toMatchObject({
    code: 'pack-malformed',
    message: expect.stringContaining('licence') as string,
  });
});

test('a file that the description does not list is refused', async () => {
  const pack = await openPack(await madePack(), 'made@1');
  await expect(pack.bytes('other.bin')).rejects.toMatchObject({ code: 'pack-damaged' });
});

const fetching = (answer: () => Response | Promise<Response>) =>
  fetchSource('http://here/models/', () => Promise.resolve(answer()));

test('counts bytes as they arrive, and asks for the version it wants', async () => {
  let asked = '';
  let arrived = 0;
  const source = fetchSource('http://here/models/', (input) => {
    asked = input instanceof URL ? input.href : '';
    return Promise.resolve(new Response('twelve bytes'));
  });
  const bytes = await source.read('a/1/b', (count) => (arrived += count), 'f'.repeat(64));
  expect(bytes.length).toBe(12);
  expect(arrived).toBe(12);
  expect(asked).toBe('http://here/models/a/1/b?sha256=ffffffffffffffff');
});

test.each([
  ['not found', () => new Response('', { status: 404 }), 'pack-missing'],
  ['forbidden', () => new Response('', { status: 403 }), 'pack-missing'],
  ['a web page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'pack-missing'],
  ['no network', () => Promise.reject(new TypeError('failed')), 'pack-unreachable'],
  [
    'a broken connection',
    () => new Response(new ReadableStream({ start: (controller) => controller.error(new Error('reset')) })),
    'pack-unreachable',
  ],
] as const)('says what is wrong on %s', async (_, answer, code) => {
  await expect(fetching(answer).read('a/1/b')).rejects.toMatchObject({ code });
});
