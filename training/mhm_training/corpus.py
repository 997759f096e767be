"""Conversations on disk, their halves, and windows turned into arrays that training reads."""

import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from .pool import partner_words
from .text import normalise_text
from .tokens import shorten
from .windows import TIMING, scale, timing

NOISY_SHARE = 0.25
WORD_NOISE = 0.06
TIME_NOISE_S = 0.04


def read_conversations(path: Path) -> list[dict]:
    """The conversations of one neutral JSONL file."""
    with path.open() as lines:
        return [json.loads(line) for line in lines]


def halves(conversations: list[dict]) -> tuple[list[dict], list[dict]]:
    """Two disjoint halves by alternate id: one to choose on, one that is only reported on."""
    ordered = sorted(conversations, key=lambda conversation: conversation["id"])
    return ordered[0::2], ordered[1::2]


def _noisy(words: list, vocabulary: list[str], rng: np.random.Generator) -> list:
    """The words as a recogniser might give them: some missing, some wrong, the times a little off."""
    kept = []
    for index, (start, end, text) in enumerate(words):
        draw = rng.uniform()
        if draw < WORD_NOISE / 2 and index < len(words) - 1:
            continue
        if draw > 1 - WORD_NOISE / 2:
            text = vocabulary[rng.integers(len(vocabulary))]
        kept.append([start, end, text])
    edges = np.array([[word[0], word[1]] for word in kept]) + rng.normal(0, TIME_NOISE_S, (len(kept), 2))
    edges = np.maximum.accumulate(edges.reshape(-1)).reshape(-1, 2)
    return [[*edge, word[2]] for edge, word in zip(edges, kept, strict=True)]


def window_arrays(
    conversations: list[dict],
    pool: dict,
    chosen: np.ndarray,
    raw: np.ndarray,
    tokenizer: Tokenizer,
    noise_seed: int | None,
) -> dict:
    """Chosen judgements as arrays: ``ids`` (flat), ``offsets``, ``condition`` [n,15], ``label``, ``side``."""
    partners = {}
    rng = np.random.default_rng(noise_seed)
    vocabulary = [word[2] for talk in conversations[:200] for word in partner_words(talk["sides"][0])]
    texts, raw = [], raw.copy()
    for row, index in enumerate(chosen):
        side = int(pool["side"][index])
        if side not in partners:
            partners[side] = partner_words(conversations[side // 2]["sides"][1 - side % 2])
        words = partners[side][pool["first"][index] : pool["last"][index] + 1]
        if noise_seed is not None and rng.uniform() < NOISY_SHARE:
            words = _noisy(words, vocabulary, rng)
            starts, ends = (np.array([word[i] for word in words]) for i in (0, 1))
            raw[row, TIMING] = timing(starts, ends, len(words[-1][2]))
        texts.append(normalise_text(" ".join(word[2] for word in words)))
    encoded = [shorten(item.ids) for item in tokenizer.encode_batch(texts)]
    return {
        "ids": np.concatenate([np.array(ids, np.int32) for ids in encoded]),
        "offsets": np.cumsum([0] + [len(ids) for ids in encoded]),
        "condition": scale(raw),
        "label": pool["label"][chosen],
        "side": pool["side"][chosen],
    }


def batches(lengths: np.ndarray, size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Random batches of windows of about the same length, in random order."""
    order = rng.permutation(len(lengths))
    jitter = lengths[order] + rng.uniform(0, 2, len(order))
    by_length = order[np.argsort(jitter, kind="stable")]
    groups = [by_length[start : start + size] for start in range(0, len(by_length), size)]
    return [groups[index] for index in rng.permutation(len(groups))]


def padded(arrays: dict, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Token ids and mask [b,t] int64 of some windows, padded at the end."""
    spans = [arrays["ids"][arrays["offsets"][row] : arrays["offsets"][row + 1]] for row in rows]
    width = max(len(span) for span in spans)
    ids = np.zeros((len(rows), width), np.int64)
    mask = np.zeros((len(rows), width), np.int64)
    for row, span in enumerate(spans):
        ids[row, : len(span)] = span
        mask[row, : len(span)] = 1
    return ids, mask
