import { cpus } from 'node:os';
import { benchMarkdown, EFFORTS, loadSubject, parseFullMeta, planBench } from '../bench';
import type { BenchReport, EffortName, Outcome, PartName, Present, PresentPack, Subject } from '../bench';
import { openPack, SMALL_SET } from '../packs';
import { createModelHost } from '../packs/host';
import { PlainError } from '../shared/plain-error';
import { folderSource } from './folder-source';
import { fullSetIn, MODELS_FOLDER } from './model-host';

/** As the listener has them in a page that is isolated. */
const THREADS = 2;
const NO_GPU = 'The command line has no WebGPU; the page at /bench has.';

const PARTS: readonly PartName[] = ['small-decision', 'full-decision', 'full-voice'];

/** Checks the name of a part. Throws a `PlainError` (`bad-arguments`). */
export function readPart(text: string | undefined): PartName | null {
  if (text === undefined) return null;
  const part = PARTS.find((name) => name === text);
  if (part) return part;
  throw new PlainError('bad-arguments', `--part takes one of ${PARTS.join(', ')}.`);
}

/**
 * The full set in `folder` beside the small one, on WASM: the report that the page makes too. `only`
 * measures one part; then its memory is told too, for parts that share a process leave theirs to each other.
 */
export async function benchFull(
  folder: string,
  only: PartName | null,
  effort: EffortName = 'thorough',
): Promise<BenchReport> {
  const planned = planBench(await presentIn(folder), { sentence: NO_GPU });
  const subjects = [];
  for (const { subject } of planned)
    if (subject.device === 'wasm' && (only === null || only === subject.part))
      subjects.push({ subject, outcome: await measure(subject, folder, effort, only !== null) });
  return {
    format: 1,
    date: new Date().toISOString(),
    effort,
    machine: {
      runs: `Node ${process.versions.node}`,
      cores: cpus().length,
      isolated: true,
      gpu: { sentence: NO_GPU },
    },
    subjects,
  };
}

/** The report as the command prints it. */
export const benchFullText = (report: BenchReport, json: boolean): string =>
  json
    ? JSON.stringify(report, null, 2)
    : benchMarkdown(report, '## Bench: the full set on the command line');

async function presentIn(folder: string): Promise<Present> {
  const set = await fullSetIn(folder);
  const source = folderSource(folder);
  const read = async (id: string): Promise<PresentPack> => {
    const pack = await openPack(source, id);
    return { id, meta: parseFullMeta(pack), files: null };
  };
  return {
    small: SMALL_SET,
    full: { backbone: await read(set.backbone), voice: await read(set.voiceEncoder) },
  };
}

async function measure(
  subject: Subject,
  folder: string,
  effort: EffortName,
  alone: boolean,
): Promise<Outcome> {
  const host = createModelHost({ threads: THREADS });
  const source = folderSource(subject.part === 'small-decision' ? MODELS_FOLDER : folder);
  const packs = await Promise.all(subject.packs.map((id) => openPack(source, id)));
  const idleBytes = process.memoryUsage.rss();
  const now = (): number => performance.now();
  const loaded = await loadSubject(host, subject, packs, now);
  const heldBytes = process.memoryUsage.rss();
  if (!(await loaded.isRight()))
    throw new PlainError(
      'numbers-wrong',
      `The pack ${subject.packs[0]} gives other numbers here than it should.`,
    );
  const rows = await loaded.measure({ effort: EFFORTS[effort], now });
  return {
    kind: 'measured',
    on: host.backend,
    weights: loaded.weights,
    loadMs: loaded.loadMs,
    memoryBytes: alone ? Math.max(0, heldBytes - idleBytes) : null,
    // Node counts it in units of 1024 bytes.
    peakBytes: alone ? 1024 * process.resourceUsage().maxRSS - idleBytes : null,
    rows,
  };
}
