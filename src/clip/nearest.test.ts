import { describe, expect, it } from 'vitest';
import { openPack, SMALL_SET } from '../packs';
import { nodeSource } from '../testing/node/models';
import { createContextEncoder, type ContextEncoder } from './encoder';
import { loadContextModels } from './encoder-models';
import { withNearest } from './nearest';
import { WRITTEN_CONTEXTS } from './written-contexts';

/* The shipped context encoder. A missing file fails. */

const open = async (): Promise<ContextEncoder> => {
  const source = nodeSource();
  return createContextEncoder(
    await loadContextModels({
      contextEncoder: await openPack(source, SMALL_SET.contextEncoder),
      joint: await openPack(source, SMALL_SET.joint),
      affect: await openPack(source, SMALL_SET.affect),
    }),
  );
};
const told = (text: string) => ({ turns: [{ speaker: 'you' as const, text }] });

describe('the written contexts', () => {
  it('are many, all different, and short enough for a line', () => {
    expect(WRITTEN_CONTEXTS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(WRITTEN_CONTEXTS).size).toBe(WRITTEN_CONTEXTS.length);
    expect(WRITTEN_CONTEXTS.filter((text) => text.length > 80)).toEqual([]);
  });

  it('explain themselves best, the nearest first', async () => {
    const encoder = await withNearest(await open());
    for (const text of WRITTEN_CONTEXTS) {
      const { nearest = [] } = await encoder.embedContext(told(text));
      const similarities = nearest.map(({ similarity }) => similarity);
      expect(similarities).toEqual(similarities.toSorted((one, other) => other - one));
      expect(nearest).toHaveLength(3);
      expect(nearest.map((near) => near.text)).toContain(text);
      expect(similarities[0]).toBeCloseTo(1, 2);
    }
  });

  it('leave the rest of the answer as it was', async () => {
    const plain = await open();
    const { nearest, ...rest } = await (await withNearest(plain)).embedContext(told('so we won'));
    expect(nearest).toHaveLength(3);
    expect(rest).toEqual(await plain.embedContext(told('so we won')));
  });
});

it('nothing is near to nothing', async () => {
  const encoder: ContextEncoder = {
    embedContext: ({ turns }) =>
      Promise.resolve({ space: 'small', vector: [turns[0]?.text.length ?? 0, 0], forms: {} }),
  };
  const { nearest } = await (await withNearest(encoder, ['a', 'b'])).embedContext(told(''));
  expect(nearest).toEqual([]);
});

it('is cheap: placed in under 50 ms, named in under 0.2 ms beside the encoder’s own time', async () => {
  const plain = await open();
  let encoder = await withNearest(plain);
  const loads: number[] = [];
  for (let load = 0; load < 3; load++) {
    const from = process.cpuUsage();
    encoder = await withNearest(plain);
    const { user, system } = process.cpuUsage(from);
    loads.push((user + system) / 1000);
  }
  expect(Math.min(...loads)).toBeLessThan(50);
  // The best of many: whatever else the machine does only adds.
  const best = async (of: ContextEncoder): Promise<number> => {
    let best = Infinity;
    for (let call = 0; call < 300; call++) {
      const from = performance.now();
      await of.embedContext(told('and then they told us that the house was sold'));
      best = Math.min(best, performance.now() - from);
    }
    return best;
  };
  expect((await best(encoder)) - (await best(plain))).toBeLessThan(0.2);
});
