import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PlainError } from '../../shared/plain-error';
import { unzip, ZIP_LIMITS } from './unzip';

const bytes = (length: number, fill = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 37 * fill) % 251);
const paths = (read: Awaited<ReturnType<typeof unzip>>): string[] => read.entries.map(({ path }) => path);
const codes = (read: Awaited<ReturnType<typeof unzip>>): string[] => read.problems.map(({ code }) => code);

describe('an archive', () => {
  it('gives its files as they went in, stored or packed', async () => {
    const read = await unzip(zipSync({ 'a/b.wav': [bytes(50_000), { level: 0 }], 'c.wav': bytes(70_000) }));
    expect(read.problems).toEqual([]);
    expect(paths(read)).toEqual(['a/b.wav', 'c.wav']);
    expect(read.entries[0]?.bytes).toEqual(bytes(50_000));
    expect(read.entries[1]?.bytes).toEqual(bytes(70_000));
  });
  it('keeps the good files beside those whose paths lead out of it', async () => {
    const read = await unzip(
      zipSync({
        '../evil.wav': bytes(10),
        'ok.wav': bytes(10),
        'a/../../b.wav': bytes(10),
        '/etc/x.wav': bytes(10),
        'C:\\x.wav': bytes(10),
        '..\\y.wav': bytes(10),
        'a..b/fine.wav': bytes(10),
      }),
    );
    expect(paths(read)).toEqual(['ok.wav', 'a..b/fine.wav']);
    expect(codes(read)).toEqual(Array.from({ length: 5 }, () => 'zip-path'));
    expect(read.problems[0]?.sentence).toContain('../evil.wav');
  });
  it('passes over folders and what systems leave behind', async () => {
    const read = await unzip(
      zipSync({
        'a/': new Uint8Array(0),
        '__MACOSX/a.wav': bytes(5),
        '.DS_Store': bytes(5),
        'a.wav': bytes(5),
      }),
    );
    expect(paths(read)).toEqual(['a.wav']);
    expect(read.problems).toEqual([]);
  });
  it('that is a bomb is stopped, and what came before it is kept', async () => {
    const read = await unzip(zipSync({ 'good.wav': bytes(900), 'zeros.wav': new Uint8Array(60_000_000) }));
    expect(paths(read)).toEqual(['good.wav']);
    expect(codes(read)).toEqual(['zip-bomb']);
  });
  it('is read within limits of count, of each file and of the whole', async () => {
    const limits = { ...ZIP_LIMITS, files: 3, fileBytes: 1_000, totalBytes: 2_000 };
    const many = await unzip(
      zipSync(Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`${n}.wav`, bytes(10)]))),
      undefined,
      limits,
    );
    expect(paths(many)).toEqual(['1.wav', '2.wav', '3.wav']);
    expect(codes(many)).toEqual(['zip-many']);
    const large = await unzip(zipSync({ 'a.wav': bytes(1_500), 'b.wav': bytes(400) }), undefined, limits);
    expect(paths(large)).toEqual(['b.wav']);
    expect(codes(large)).toEqual(['zip-file-large']);
    const much = await unzip(
      zipSync({ 'a.wav': bytes(900), 'b.wav': bytes(900), 'c.wav': bytes(900) }),
      undefined,
      limits,
    );
    expect(paths(much)).toEqual(['a.wav', 'b.wav']);
    expect(codes(much)).toEqual(['zip-large']);
  });
  it('that is cut short gives what is whole in it', async () => {
    const whole = zipSync({
      'a.wav': [bytes(5_000), { level: 0 }],
      'b.wav': [bytes(5_000, 3), { level: 0 }],
    });
    const read = await unzip(whole.slice(0, 8_000));
    expect(paths(read)).toEqual(['a.wav']);
    expect(codes(read)).toEqual(['zip-damaged']);
  });
  it.each([new Uint8Array(0), new TextEncoder().encode('no zip at all'), Uint8Array.of(0x50, 0x4b)])(
    'that is none is refused',
    async (file) => {
      const refused = await unzip(file).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(PlainError);
      expect((refused as PlainError).code).toBe('not-a-zip');
    },
  );
});
