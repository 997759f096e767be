import type { Condition, Probabilities } from '../flow';
import type { Variant } from '../packs';
import { floatData, type ModelHost, type ModelSession } from '../shared/model';
import { bestVariant, loadCachedBackbone, loadWindowBackbone, type Backbone } from './backbone';
import type { DecisionPacks } from './decision-packs';
import { parseBackboneMeta } from './backbone-meta';
import { writeCondition } from './condition';
import { parseHeadMeta, type HeadMeta } from './meta';
import type { WindowTiming } from './window';

/** One question for the head: the hidden state and timing of a word, under a condition. */
export interface HeadAsk {
  readonly hidden: Float32Array;
  readonly timing: WindowTiming;
  readonly condition: Condition;
}

/** Backbone and head, loaded. Calls are not queued: the owner makes one at a time. */
export interface DecisionModels extends Backbone {
  readonly meta: HeadMeta;
  /** The device by name. */
  readonly backend: string;
  /** Any number of asks in one run. */
  probabilities(asks: readonly HeadAsk[]): Promise<readonly Probabilities[]>;
}

/**
 * Loads both graphs and the tokenizer; of a backbone with variants the best that runs here, or the one that is given. Throws a
 * `PlainError` when a file is damaged or the device cannot hold it (`variant-missing`: when nothing here runs on it).
 */
export async function loadDecisionModels(
  host: ModelHost,
  packs: DecisionPacks,
  variant?: Variant,
): Promise<DecisionModels> {
  const meta = parseHeadMeta(packs.head.meta);
  const cached = parseBackboneMeta(packs.backbone.meta);
  const backbone = cached
    ? await loadCachedBackbone(host, packs.backbone, cached, variant ?? bestVariant(host, packs.backbone))
    : await loadWindowBackbone(host, packs.backbone);
  const small = async (path: string): Promise<ModelSession> =>
    host.load({ bytes: await packs.head.bytes(path), onProcessor: true });
  const head = await small('head.onnx');
  const plane = await small('plane.onnx');
  return {
    ...backbone,
    meta,
    backend: host.backend,
    probabilities: (asks) => (isPlane(asks) ? runHead(plane, meta, asks, 1) : runHead(head, meta, asks)),
    async release() {
      await backbone.release();
      await head.release();
      await plane.release();
    },
  };
}

/** From so many conditions on one hidden state on, the graph that multiplies it out once is the faster one. */
export const PLANE_FROM = 48;
const isPlane = (asks: readonly HeadAsk[]): boolean =>
  asks.length >= PLANE_FROM && asks.every(({ hidden }) => hidden === asks[0]?.hidden);

/** `hiddenRows`: 1 where the graph takes one hidden state for all asks. */
async function runHead(
  session: ModelSession,
  meta: HeadMeta,
  asks: readonly HeadAsk[],
  hiddenRows = asks.length,
): Promise<readonly Probabilities[]> {
  const [first] = asks;
  if (first === undefined) return [];
  const size = first.hidden.length;
  const width = meta.condition.length;
  const hidden = new Float32Array(hiddenRows * size);
  const condition = new Float32Array(asks.length * width);
  for (const [row, ask] of asks.entries()) {
    if (row < hiddenRows) hidden.set(ask.hidden, row * size);
    writeCondition(meta.condition, ask.condition, ask.timing, condition, row * width);
  }
  const { logits } = await session.run({
    hidden: { type: 'float32', data: hidden, dims: [hiddenRows, size] },
    condition: { type: 'float32', data: condition, dims: [asks.length, width] },
  });
  const data = floatData(logits, 'logits');
  return asks.map((_, row) => softmax(data.subarray(3 * row, 3 * row + 3)));
}

/** Three logits as probabilities. */
export function softmax(logits: Float32Array): Probabilities {
  const [claim = 0, backchannel = 0, silent = 0] = logits;
  const top = Math.max(claim, backchannel, silent);
  const [a, b, c] = [Math.exp(claim - top), Math.exp(backchannel - top), Math.exp(silent - top)];
  const sum = a + b + c;
  return [a / sum, b / sum, c / sum];
}
