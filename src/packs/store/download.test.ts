import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PlainError } from '../../shared/plain-error';
import { createScope } from '../../shared/scope';
import type { Scope } from '../../shared/scope';
import { createFakeFolder } from '../../testing/fake-folder';
import type { FakeFolder } from '../../testing/fake-folder';
import { createFakePackHost } from '../../testing/fake-pack-host';
import type { Answer, FakePackHost } from '../../testing/fake-pack-host';
import { parsePackMeta } from '../meta';
import { checkPacks } from './check';
import { download } from './download';
import { STALL_MS } from './fetch-unit';
import { removePacks } from './pack-files';
import type { PackPlace } from './place';
import { keptOf, openStored } from './stored';

const FILES = ['weights.bin', 'tiny.json', 'empty.bin'];
let scope: Scope;
let folder: FakeFolder;
let host: FakePackHost;

beforeEach(() => {
  vi.useFakeTimers();
  scope = createScope();
  folder = createFakeFolder();
  host = createFakePackHost();
});
afterEach(() => {
  scope.end();
  vi.useRealTimers();
});

interface Options {
  readonly files?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (kept: number, total: number) => void;
  readonly estimate?: { readonly quota: number; readonly usage: number };
  readonly place?: PackPlace;
}

/** Downloads with a clock that runs as fast as it can; gives the fault, or null. */
async function fetchAll(options: Options = {}): Promise<PlainError | null> {
  const { files = FILES, signal = new AbortController().signal, onProgress = () => undefined } = options;
  const { estimate } = options;
  const { id, metaText, baseUrl } = host;
  const result = download({
    root: folder,
    place: options.place ?? { kind: 'url', baseUrl },
    packs: [{ id, metaText, meta: parsePackMeta(JSON.parse(metaText), id), files }],
    own: 'https://page.example',
    policy: { stopped: () => Promise.resolve(false) },
    scope,
    signal,
    fetchFn: host.fetch,
    onProgress,
    ...(estimate ? { estimate: () => Promise.resolve(estimate) } : {}),
  }).then(
    () => null,
    (error: unknown) => error as PlainError,
  );
  let settled = false;
  void result.then(() => {
    settled = true;
  });
  while (!settled) await vi.advanceTimersByTimeAsync(500);
  return result;
}

const PART1 = 'weights.bin.part1';
const timesAsked = (path: string): number => host.asked.filter((asked) => asked.path === path).length;

/** Bytes that were asked for since so many requests. */
const bytesAsked = (since: number): number =>
  host.asked
    .slice(since)
    .map(({ range }) => /^bytes=(\d+)-(\d+)$/.exec(range ?? ''))
    .reduce((sum, range) => sum + (range ? Number(range[2]) - Number(range[1]) + 1 : 0), 0);

async function expectWhole(): Promise<void> {
  const pack = await openStored(host.id, folder);
  expect(await pack.bytes('weights.bin')).toEqual(host.weights);
  expect((await pack.blob('weights.bin')).size).toBe(host.weights.length);
  expect(await pack.json('tiny.json')).toEqual({ hello: 'there' });
  expect(await pack.bytes('empty.bin')).toEqual(new Uint8Array());
  expect([...folder.open], 'files left open').toEqual([]);
}

test('all arrives, is verified, and is not fetched again', async () => {
  const told: number[][] = [];
  expect(await fetchAll({ onProgress: (kept, total) => told.push([kept, total]) })).toBeNull();
  await expectWhole();
  const total = host.weights.length + 17;
  expect(told[0]).toEqual([0, total]);
  expect(told.at(-1)).toEqual([total, total]);
  expect(host.asked).toHaveLength(4);
  expect(await fetchAll()).toBeNull();
  expect(host.asked).toHaveLength(4);
});

test('parts are asked for at once, each by its range', async () => {
  host.answer('weights.bin.part0', { kind: 'stall', afterBytes: 0 }, { kind: 'fine' });
  expect(await fetchAll()).toBeNull();
  expect(host.asked.slice(0, 3)).toEqual([
    { path: 'weights.bin.part0', range: 'bytes=0-999' },
    { path: 'weights.bin.part1', range: 'bytes=0-999' },
    { path: 'weights.bin.part2', range: 'bytes=0-599' },
  ]);
  await expectWhole();
});

test('a connection that is cut goes on from the last byte', async () => {
  host.answer(PART1, { kind: 'cut', afterBytes: 300 }, { kind: 'short', afterBytes: 150 }, { kind: 'fine' });
  expect(await fetchAll()).toBeNull();
  expect(host.asked.filter(({ path }) => path === PART1).map(({ range }) => range)).toEqual([
    'bytes=0-999',
    'bytes=300-999',
    'bytes=450-999',
  ]);
  await expectWhole();
});

test('a server without ranges is asked for the whole part again', async () => {
  host.answer(PART1, { kind: 'cut', afterBytes: 300 }, { kind: 'no-range' });
  expect(await fetchAll()).toBeNull();
  await expectWhole();
});

test('a corrupted byte costs that part only', async () => {
  host.answer(PART1, { kind: 'corrupt', atByte: 500 }, { kind: 'fine' });
  expect(await fetchAll()).toBeNull();
  await expectWhole();
  expect(timesAsked(PART1)).toBe(2);
  expect(host.asked).toHaveLength(5);
});

test('a stall is ended, and the transfer goes on', async () => {
  host.answer(PART1, { kind: 'stall', afterBytes: 200 }, { kind: 'fine' });
  const started = Date.now();
  expect(await fetchAll()).toBeNull();
  expect(Date.now() - started).toBeGreaterThanOrEqual(STALL_MS);
  await expectWhole();
});

describe('what does not pass is said, and what arrived is kept', () => {
  const faults: readonly (readonly [string, Answer, string, RegExp])[] = [
    ['404', { kind: 'status', status: 404 }, 'pack-missing', /models\.example does not have .*part1 \(404\)/],
    ['403', { kind: 'status', status: 403 }, 'pack-refused', /refuses to give .*part1 \(403\)/],
    ['500', { kind: 'status', status: 500 }, 'pack-server', /error \(500\)/],
    ['a web page', { kind: 'html' }, 'pack-html', /sent a web page in place of .*part1/],
    ['CORS', { kind: 'refuse' }, 'pack-cors', /does not allow other pages/],
    [
      'a line that is cut every time',
      { kind: 'cut', afterBytes: 0 },
      'pack-unreachable',
      /connection .* broke/,
    ],
    ['a file that ends early', { kind: 'short', afterBytes: 0 }, 'pack-cut', /after 0 of 1000 bytes/],
    [
      'a stall without an end',
      { kind: 'stall', afterBytes: 0 },
      'pack-stalled',
      /sent nothing .* 20 seconds/,
    ],
    ['wrong bytes every time', { kind: 'corrupt', atByte: 3 }, 'pack-damaged', /wrong checksum, 3 times/],
    [
      'a size that was lied about',
      { kind: 'longer' },
      'pack-size',
      /has 1005 bytes; its description says 1000/,
    ],
  ];
  test.each(faults)('%s', async (_, answer, code, sentence) => {
    host.answer(PART1, answer);
    const fault = await fetchAll();
    expect(fault).toBeInstanceOf(PlainError);
    expect(fault?.code).toBe(code);
    expect(fault?.message).toMatch(sentence);
    expect(fault?.todo).not.toBe('');
    await expect(openStored(host.id, folder)).rejects.toMatchObject({ code: 'pack-not-stored' });
    expect([...folder.open], 'files left open').toEqual([]);
    // Put right, it goes on with what is missing.
    host.answer(PART1, { kind: 'fine' });
    const kept = await keptOf(host.id, folder);
    const before = host.asked.length;
    expect(await fetchAll()).toBeNull();
    await expectWhole();
    expect(bytesAsked(before)).toBe((kept?.totalBytes ?? 0) - (kept?.keptBytes ?? 0));
  });

  test('bytes beyond the size, where the server tells no size', async () => {
    const { fetch } = host;
    host = {
      ...host,
      async fetch(input, init) {
        const { body, status } = await fetch(input, init);
        return new Response(body, { status });
      },
    };
    host.answer(PART1, { kind: 'longer' });
    expect((await fetchAll())?.code).toBe('pack-size');
  });
});

test('a checksum in the description that never fits is told as such', async () => {
  host = createFakePackHost(1000, (meta) => {
    const [weights, ...others] = meta['files'] as { sha256: string }[];
    return { ...meta, files: [weights, { ...others[0], sha256: 'a'.repeat(64) }, others[1]] };
  });
  const fault = await fetchAll();
  expect(fault?.code).toBe('pack-damaged');
  expect(fault?.message).toContain('joint-full/2/tiny.json of models.example');
});

test('pausing keeps every byte, also across a reload', async () => {
  const pause = new AbortController();
  host.answer(PART1, { kind: 'stall', afterBytes: 400 });
  host.answer('weights.bin.part2', { kind: 'stall', afterBytes: 100 });
  const fault = await fetchAll({
    signal: pause.signal,
    onProgress: (kept) => kept === 1000 + 400 + 100 + 17 && pause.abort(),
  });
  expect(fault).toMatchObject({ name: 'AbortError' });
  expect(await keptOf(host.id, folder)).toMatchObject({ keptBytes: 1517, totalBytes: 2617, whole: false });
  host.answer(PART1, { kind: 'fine' });
  host.answer('weights.bin.part2', { kind: 'fine' });
  const before = host.asked.length;
  expect(await fetchAll()).toBeNull();
  expect(host.asked.slice(before)).toEqual([
    { path: PART1, range: 'bytes=400-999' },
    { path: 'weights.bin.part2', range: 'bytes=100-599' },
  ]);
  await expectWhole();
});

test('a crash costs at most what came since the last note on disk', async () => {
  host = createFakePackHost(5_000_000);
  const crashed = createFakeFolder();
  await fetchAll({
    files: ['weights.bin'],
    onProgress(kept) {
      // What a crash in mid-transfer would leave behind, when about half of each part is there.
      if (kept < 11_000_000 || crashed.files.size > 0) return;
      for (const [path, bytes] of folder.files) crashed.change(path, () => bytes.slice());
    },
  });
  folder = createFakeFolder();
  const pack = await folder.getDirectoryHandle('joint-full', { create: true });
  await pack.getDirectoryHandle('2', { create: true });
  for (const [path, bytes] of crashed.files) folder.change(path, () => bytes);
  const before = host.asked.length;
  expect(await fetchAll({ files: ['weights.bin'] })).toBeNull();
  const pieces = await (await openStored(host.id, folder)).bytes('weights.bin');
  expect(Buffer.compare(pieces, host.weights)).toBe(0);
  expect(bytesAsked(before)).toBeLessThanOrEqual(13_000_000 - 2 * 4_000_000);
});

test('a piece of the disk that was lost is fetched again', async () => {
  await fetchAll();
  folder.change('joint-full/2/weights.bin', (bytes) => bytes.slice(0, 1500));
  await expect(openStored(host.id, folder)).rejects.toMatchObject({ code: 'pack-not-stored' });
  const before = host.asked.length;
  expect(await fetchAll()).toBeNull();
  await expectWhole();
  expect(host.asked.slice(before)).toEqual([
    { path: PART1, range: 'bytes=500-999' },
    { path: 'weights.bin.part2', range: 'bytes=0-599' },
  ]);
});

test('a ledger that was spoilt is no fault: what it does not say is fetched again', async () => {
  await fetchAll();
  folder.change('joint-full/2/ledger.jsonl', (bytes) => bytes.slice(0, bytes.length - 20));
  expect(await fetchAll()).toBeNull();
  await expectWhole();
});

test('checking finds a byte that turned on disk, and only that part is fetched again', async () => {
  await fetchAll();
  const checked: number[] = [];
  expect(await checkPacks(folder, [host.id], (bytes) => checked.push(bytes))).toBe(0);
  expect(checked.at(-1)).toBe(host.weights.length + 17);
  folder.change('joint-full/2/weights.bin', (bytes) =>
    bytes.map((byte, at) => (at === 1234 ? byte ^ 1 : byte)),
  );
  expect(await checkPacks(folder, [host.id, 'never-there@1'], () => undefined)).toBe(1);
  expect(await keptOf(host.id, folder)).toMatchObject({ whole: false, keptBytes: 1617 });
  const before = host.asked.length;
  expect(await fetchAll()).toBeNull();
  expect(host.asked.slice(before)).toEqual([{ path: PART1, range: 'bytes=0-999' }]);
  await expectWhole();
});

describe('not enough room', () => {
  test('is known before the first byte, with both numbers', async () => {
    host = createFakePackHost(10_000_000);
    const fault = await fetchAll({ estimate: { quota: 25_000_000, usage: 5_000_000 } });
    expect(fault?.code).toBe('storage-full');
    expect(fault?.message).toMatch(/need 26 MB .* have 20 MB/);
    expect(host.asked).toEqual([]);
  });

  test('is known before the first byte also where the browser tells no numbers', async () => {
    folder.quotaBytes = 2000;
    const fault = await fetchAll();
    expect(fault?.code).toBe('storage-full');
    expect(host.asked).toEqual([]);
    expect([...folder.open]).toEqual([]);
  });

  test('in the middle: what is verified stays', async () => {
    host.answer(PART1, { kind: 'stall', afterBytes: 100 }, { kind: 'fine' });
    host.answer('weights.bin.part2', { kind: 'stall', afterBytes: 0 }, { kind: 'fine' });
    const fault = await fetchAll({
      onProgress(kept) {
        if (kept > 1000 + 100 + 17) folder.full = true;
      },
    });
    expect(fault?.code).toBe('storage-full');
    expect(fault?.message).toMatch(/no room left/);
    folder.full = false;
    const before = host.asked.length;
    expect(await fetchAll()).toBeNull();
    await expectWhole();
    expect(bytesAsked(before)).toBeLessThanOrEqual(1600);
  });
});

test('the old version goes when the new one is whole, not before', async () => {
  folder.change('joint-full/1/old.bin', () => new Uint8Array(10));
  await folder.getDirectoryHandle('joint-full', { create: true });
  await (await folder.getDirectoryHandle('joint-full')).getDirectoryHandle('1', { create: true });
  host.answer(PART1, { kind: 'status', status: 404 });
  await fetchAll();
  expect(folder.files.has('joint-full/1/old.bin')).toBe(true);
  host.answer(PART1, { kind: 'fine' });
  await fetchAll();
  expect(folder.files.has('joint-full/1/old.bin')).toBe(false);
  await expectWhole();
});

test('only the wanted files are fetched; those of another variant go', async () => {
  expect(await fetchAll({ files: ['tiny.json'] })).toBeNull();
  const pack = await openStored(host.id, folder);
  expect(pack.files).toEqual(['tiny.json']);
  await expect(pack.blob('weights.bin')).rejects.toMatchObject({ code: 'pack-not-stored' });
  expect(await fetchAll({ files: ['weights.bin'] })).toBeNull();
  expect([...folder.files.keys()].sort()).toEqual([
    'joint-full/2/ledger.jsonl',
    'joint-full/2/meta.json',
    'joint-full/2/weights.bin',
  ]);
});

test('removing frees the space', async () => {
  await fetchAll();
  await removePacks(folder, [host.id, 'never-there@1']);
  expect([...folder.files.keys()]).toEqual([]);
  expect(await keptOf(host.id, folder)).toBeNull();
});

describe('a folder picked from disk', () => {
  const picked = async (names: readonly string[]): Promise<PackPlace> => ({
    kind: 'files',
    files: await Promise.all(
      names.map(async (name) => {
        const response = await host.fetch(`${host.baseUrl}joint-full/2/${name}`);
        return { path: `models-full/joint-full/2/${name}`, file: await response.blob() };
      }),
    ),
  });
  const NAMES = ['weights.bin.part0', PART1, 'weights.bin.part2', 'tiny.json', 'empty.bin'];

  test('is taken in and verified as if it were fetched', async () => {
    expect(await fetchAll({ place: await picked(NAMES) })).toBeNull();
    await expectWhole();
  });

  test('lacks a file', async () => {
    const fault = await fetchAll({ place: await picked(NAMES.slice(1)) });
    expect(fault?.code).toBe('pack-missing');
    expect(fault?.message).toContain('joint-full/2/weights.bin.part0');
  });

  test('has a file of another size', async () => {
    host.answer(PART1, { kind: 'longer' });
    const fault = await fetchAll({ place: await picked(NAMES) });
    expect(fault?.code).toBe('pack-size');
  });
});
