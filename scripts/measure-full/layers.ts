import { readdirSync } from 'node:fs';
import { EFFORTS, loadSubject } from '../../src/bench';
import type { CallName, Row } from '../../src/bench';
import { folderSource } from '../../src/cli/folder-source';
import { openPack } from '../../src/packs';
import { createModelHost } from '../../src/packs/host';

/** One point of the curve: the medians of a backbone that keeps the first `layers`. */
export interface LayersPoint {
  readonly layers: number;
  readonly rows: readonly Row[];
}

/** The median of a kind of call, in ms; NaN where it was not measured. */
export const medianOf = ({ rows }: LayersPoint, call: CallName): number =>
  rows.find((row) => row.call === call)?.timing.medianMs ?? Number.NaN;

/**
 * The backbones `decision-backbone-full-N` in the folder, which keep the first N layers, and the whole one, on WASM in this process.
 * Empty where there is the whole one only.
 */
export async function measureLayers(folder: string): Promise<readonly LayersPoint[]> {
  const names = readdirSync(folder).filter((name) => /^decision-backbone-full(-\d+)?$/.test(name));
  if (names.length < 2) return [];
  const points: LayersPoint[] = [];
  for (const name of names) {
    console.error(`Node, ${name}…`);
    points.push(await measureOne(folder, `${name}@1`));
  }
  return points.toSorted((one, other) => one.layers - other.layers);
}

async function measureOne(folder: string, id: string): Promise<LayersPoint> {
  const pack = await openPack(folderSource(folder), id);
  const subject = { part: 'full-decision', packs: [id], device: 'wasm', variant: 'float32' } as const;
  const now = (): number => performance.now();
  const loaded = await loadSubject(createModelHost({ threads: 2 }), subject, [pack], now);
  const rows = await loaded.measure({ effort: EFFORTS.thorough, now });
  await loaded.release();
  const { cache } = pack.meta as unknown as { readonly cache: { readonly layers: number } };
  return { layers: cache.layers, rows };
}
