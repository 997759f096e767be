import { describe, expect, it } from 'vitest';
import { createFrameCutter } from './frames';

const ramp = (from: number, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, n) => from + n);

describe('createFrameCutter', () => {
  it('cuts any lengths into 512 samples, none lost', () => {
    const cutter = createFrameCutter();
    const pieces = [
      ...cutter.push({ startSample: 100, samples: ramp(0, 300) }),
      ...cutter.push({ startSample: 400, samples: ramp(300, 1000) }),
    ];
    expect(pieces.map(({ endSample }) => endSample)).toEqual([612, 1124]);
    expect(pieces.flatMap(({ samples }) => [...samples])).toEqual([...ramp(0, 1024)]);
    const rest = cutter.flush();
    expect(rest?.endSample).toBe(1636);
    expect(rest?.samples[275]).toBe(1299);
    expect(rest?.samples[276]).toBe(0);
    expect(cutter.flush()).toBeNull();
  });
});
