"""Stretches of whole conversations to train on: every word boundary of a stretch is a judgement of the same pass.

A causal backbone sees at each word only what came before it in the stretch, so one pass over 128 tokens trains about a
hundred judgements, with contexts of every length up to the stretch's. The judgements carry the weights that make their
sum what a balanced choice would be: each class equal within each length bin, the rarest with weight 1.
"""

import numpy as np
from tokenizers import Tokenizer

from .corpus import noisy_edges, padded
from .pool import forget, partner_words
from .tokens import WindowTokens
from .windows import TIMING, length_bin, scale, timing, window_start, word_timing

NOISY_SHARE = 0.25
WORD_NOISE = 0.06
# Tokens of a stretch with its opening token, and how many of those stretches make a batch of about 1,000 tokens.
LENGTHS = (40, 64, 128)
BATCH_TOKENS = 1024


def balance_weights(pool: dict) -> np.ndarray:
    """Weight [n] of each judgement: within a length bin every class weighs as much as its rarest."""
    bins = length_bin(pool["last"] - pool["first"] + 1)
    counts = np.zeros((bins.max() + 1, 3))
    np.add.at(counts, (bins, pool["label"]), 1)
    return (counts.min(1, keepdims=True) / np.maximum(counts, 1))[bins, pool["label"]].astype(np.float32)


def side_arrays(conversations: list[dict], pool: dict, tokenizer: Tokenizer) -> dict:
    """All sides one after the other: ``ids`` with ``word_edges`` (tokens) and ``side_edges`` (words), ``starts``,
    ``ends`` (s); the judgements in the order of their words: ``word``, ``label``, ``raw`` [n,15], ``weight``,
    ``aux``."""
    encoder = WindowTokens(tokenizer)
    ids, word_edges, side_edges, starts, ends = [], [0], [0], [], []
    for side in range(2 * len(conversations)):
        for start, end, text in partner_words(conversations[side // 2]["sides"][1 - side % 2]):
            ids.extend(encoder.inside(text))
            word_edges.append(len(ids))
            starts.append(start)
            ends.append(end)
        side_edges.append(len(starts))
    word = np.array(side_edges)[pool["side"]] + pool["last"]
    order = np.argsort(word, kind="stable")
    return {
        "ids": np.array(ids, np.int32),
        "word_edges": np.array(word_edges),
        "side_edges": np.array(side_edges),
        "starts": np.array(starts),
        "ends": np.array(ends),
        "word": word[order],
        "label": pool["label"][order],
        "raw": pool["raw"][order].astype(np.float32),
        "weight": balance_weights(pool)[order],
        "aux": pool["aux"][order],
    }


def stretches(arrays: dict, rng: np.random.Generator) -> list[list[tuple[int, int]]]:
    """One pass: every side cut into stretches of one of LENGTHS from a random first cut, in batches of one length.

    A stretch is its first word and the word after its last.
    """
    edges, batches = arrays["word_edges"], []
    cut: dict[int, list] = {length: [] for length in LENGTHS}
    for first, last in zip(arrays["side_edges"], arrays["side_edges"][1:], strict=False):
        length = LENGTHS[rng.integers(len(LENGTHS))]
        room = rng.integers(1, length)
        while first < last:
            after = int(np.searchsorted(edges, edges[first] + room, side="right")) - 1
            after = min(max(after, first + 1), last)
            cut[length].append((int(first), after))
            first, room = after, length - 1
    for length, parts in cut.items():
        size = BATCH_TOKENS // length
        parts = [parts[index] for index in rng.permutation(len(parts))]
        batches += [parts[at : at + size] for at in range(0, len(parts), size)]
    return [batches[index] for index in rng.permutation(len(batches))]


def stretch_batch(arrays: dict, batch: list[tuple[int, int]], opening: int, rng: np.random.Generator) -> dict:
    """A batch for the model: ``ids``, ``mask`` [b,t], ``timing`` [b,t,k]; for each judgement ``place`` (its state's
    index in b x t), ``row`` (its index in ``arrays``), ``condition``, ``label``, ``weight`` and ``aux``. About a
    quarter of the stretches are noisy."""
    parts = [_stretch(arrays, first, last, opening, rng) for first, last in batch]
    ids, mask, timings = padded([(tokens, times) for tokens, times, *_ in parts])
    width = ids.shape[1]
    rows = np.concatenate([part[2] for part in parts])
    raw = forget(np.concatenate([part[4] for part in parts]), rng)
    return {
        "ids": ids,
        "mask": mask,
        "timing": timings,
        "row": rows,
        "place": np.concatenate([index * width + part[3] for index, part in enumerate(parts)]),
        "condition": scale(raw),
        **{key: arrays[key][rows] for key in ("label", "weight", "aux")},
    }


def _stretch(arrays: dict, first: int, last: int, opening: int, rng: np.random.Generator) -> tuple:
    """Tokens, word timing, judgements (indices), the place of each one's state, and their raw conditions."""
    edges, starts, ends = arrays["word_edges"], arrays["starts"][first:last], arrays["ends"][first:last]
    begin, after = np.searchsorted(arrays["word"], [first, last])
    rows = np.arange(begin, after)
    raw = arrays["raw"][rows]
    at = arrays["word"][rows] - first
    shown = np.arange(first, last)
    draw = rng.uniform(size=last - first)
    kept = draw >= WORD_NOISE / 2
    if rng.uniform() < NOISY_SHARE and kept.any():
        # Some words are missing, and some are another.
        wrong = draw > 1 - WORD_NOISE / 2
        shown = np.where(wrong, rng.integers(0, len(arrays["starts"]), len(shown)), shown)[kept]
        starts, ends = noisy_edges(starts[kept], ends[kept], rng)
        judged = kept[at]
        rows, at = rows[judged], (np.cumsum(kept) - 1)[at[judged]]
        letters = arrays["raw"][rows, TIMING.stop - 1]
        raw = raw[judged].copy()
        for row, (word, size) in enumerate(zip(at, letters, strict=True)):
            window = slice(window_start(ends, word), word + 1)
            raw[row, TIMING] = timing(starts[window], ends[window], int(size))
    tokens = [arrays["ids"][edges[word] : edges[word + 1]] for word in shown]
    counts = np.array([len(part) for part in tokens])
    times = np.zeros((1 + counts.sum(), 3), np.float32)
    times[1:, :2] = np.repeat(word_timing(starts, ends), counts, axis=0)
    times[1 + (np.cumsum(counts) - counts)[counts > 0], 2] = 1
    return np.concatenate([[opening], *tokens]), times, rows, np.cumsum(counts)[at], raw
