import type { Condition, Probabilities } from '../flow';
import { floatData, type ModelHost, type ModelSession } from '../shared/model';
import { writeCondition } from './condition';
import { parseHeadMeta, type HeadMeta } from './meta';
import type { ReadWord } from './reading';
import { createWindowTokenizer, WORD_TIMING, type WindowTokenizer, type WindowTokens } from './tokens';
import type { WindowTiming } from './window';

/** The part of an open pack that the stage needs. */
export interface PackLike {
  readonly id: string;
  readonly meta: unknown;
  bytes(path: string): Promise<Uint8Array>;
  json(path: string): Promise<unknown>;
}

/** The two packs of the decision. */
export interface DecisionPacks {
  readonly backbone: PackLike;
  readonly head: PackLike;
}

/** One question for the head: the hidden state and timing of a word, under a condition. */
export interface HeadAsk {
  readonly hidden: Float32Array;
  readonly timing: WindowTiming;
  readonly condition: Condition;
}

/** Backbone and head, loaded. Calls are not queued: the owner makes one at a time. */
export interface DecisionModels {
  readonly meta: HeadMeta;
  /** The device by name. */
  readonly backend: string;
  readonly tokens: WindowTokenizer;
  /** The words of a window to the hidden state [d] at the last one's end. */
  hidden(words: readonly ReadWord[]): Promise<Float32Array>;
  /** Any number of asks in one run. */
  probabilities(asks: readonly HeadAsk[]): Promise<readonly Probabilities[]>;
  release(): Promise<void>;
}

/** Loads both graphs and the tokenizer. Throws a `PlainError` when a file is damaged or the device cannot hold it. */
export async function loadDecisionModels(host: ModelHost, packs: DecisionPacks): Promise<DecisionModels> {
  const meta = parseHeadMeta(packs.head.meta);
  const [tokenizer, config] = await Promise.all([
    packs.backbone.json('tokenizer.json'),
    packs.backbone.json('tokenizer_config.json'),
  ]);
  const tokens = createWindowTokenizer(tokenizer, config);
  const backbone = await host.load(await packs.backbone.bytes('backbone.onnx'));
  const head = await host.load(await packs.head.bytes('head.onnx'));
  const plane = await host.load(await packs.head.bytes('plane.onnx'));
  return {
    meta,
    backend: host.backend,
    tokens,
    hidden: (words) => runBackbone(backbone, tokens(words)),
    probabilities: (asks) => (isPlane(asks) ? runHead(plane, meta, asks, 1) : runHead(head, meta, asks)),
    async release() {
      await backbone.release();
      await head.release();
      await plane.release();
    },
  };
}

async function runBackbone(session: ModelSession, { ids, timing }: WindowTokens): Promise<Float32Array> {
  const dims = [1, ids.length];
  const { hidden } = await session.run({
    input_ids: { type: 'int64', data: BigInt64Array.from(ids, BigInt), dims },
    attention_mask: { type: 'int64', data: new BigInt64Array(ids.length).fill(1n), dims },
    word_timing: { type: 'float32', data: timing, dims: [...dims, WORD_TIMING] },
  });
  return floatData(hidden, 'hidden').slice();
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
