import { describe, expect, it } from 'vitest';
import { createSoundShelf } from './sound-shelf';

/** A shelf over files named by what they hold; `reads` and `decodes` list what was done. */
function setUp(broken: Set<string> = new Set()) {
  const reads: string[] = [];
  const decodes: string[] = [];
  const shelf = createSoundShelf(
    (file) => {
      reads.push(file);
      return broken.has(file)
        ? Promise.reject(new Error(file))
        : Promise.resolve(new TextEncoder().encode(file));
    },
    (bytes) => {
      const text = new TextDecoder().decode(bytes);
      decodes.push(text);
      structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
      return Promise.resolve({ text });
    },
  );
  return { shelf, reads, decodes, broken };
}

describe('createSoundShelf', () => {
  it('reads and decodes each file once, when it is first asked for', async () => {
    const { shelf, reads, decodes } = setUp();
    const [one, other] = await Promise.all([shelf.sound('a'), shelf.sound('a')]);
    expect(one).toBe(other);
    expect(one).toEqual({ text: 'a' });
    expect([reads, decodes]).toEqual([['a'], ['a']]);
  });

  it('fetches everything beforehand without decoding it', async () => {
    const { shelf, reads, decodes } = setUp();
    const files = Array.from({ length: 20 }, (_, index) => `f${index}`);
    await shelf.fetchAll(files);
    expect(reads.toSorted()).toEqual(files.toSorted());
    expect(decodes).toEqual([]);
    await shelf.sound('f3');
    await shelf.fetchAll(files);
    expect(reads).toHaveLength(20);
    expect(decodes).toEqual(['f3']);
  });

  it('passes a failure on and tries again', async () => {
    const { shelf, broken } = setUp(new Set(['a']));
    await expect(shelf.fetchAll(['b', 'a'])).rejects.toThrow('a');
    await expect(shelf.sound('a')).rejects.toThrow('a');
    broken.clear();
    await expect(shelf.sound('a')).resolves.toEqual({ text: 'a' });
  });
});
