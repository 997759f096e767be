"""Conversations on disk, their halves, and windows turned into arrays that training reads."""

import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from .pool import partner_words
from .tokens import WindowTokens
from .windows import reading, scale

# A recogniser's word edges are off by about 0.1 s, some recognisers' by less.
TIME_NOISE_S = (0.03, 0.12)


def read_conversations(path: Path) -> list[dict]:
    """The conversations of one neutral JSONL file."""
    with path.open() as lines:
        return [json.loads(line) for line in lines]


def halves(conversations: list[dict]) -> tuple[list[dict], list[dict]]:
    """Two disjoint halves by alternate id: one to choose on, one that is only reported on."""
    ordered = sorted(conversations, key=lambda conversation: conversation["id"])
    return ordered[0::2], ordered[1::2]


def parts_of(out: Path) -> dict[str, list[dict]]:
    """What to train on, to choose on and to report on: train, val and test; without test.jsonl, val is halved."""
    train, choose = (read_conversations(out / f"{name}.jsonl") for name in ("train", "val"))
    test = out / "test.jsonl"
    choose, report = (choose, read_conversations(test)) if test.exists() else halves(choose)
    return {"train": train, "choose": choose, "report": report}


def noisy_edges(starts: np.ndarray, ends: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Starts and ends of words as a recogniser might give them, still in order."""
    edges = np.stack([starts, ends], axis=1)
    edges = edges + rng.normal(0, rng.uniform(*TIME_NOISE_S), edges.shape)
    edges = np.maximum.accumulate(edges.reshape(-1)).reshape(-1, 2)
    return edges[:, 0], edges[:, 1]


def window_arrays(conversations: list[dict], pool: dict, chosen: np.ndarray, tokenizer: Tokenizer) -> dict:
    """Chosen judgements as arrays: flat ``ids`` and ``timing`` with ``offsets``; ``condition`` [n,15], ``label``,
    ``side``, ``kind``; the history is whole."""
    partners, tokens, encoded = {}, WindowTokens(tokenizer), []
    for index in chosen:
        side = int(pool["side"][index])
        if side not in partners:
            partners[side] = partner_words(conversations[side // 2]["sides"][1 - side % 2])
        encoded.append(tokens(reading(partners[side][pool["first"][index] : pool["last"][index] + 1])))
    return {
        "ids": np.concatenate([ids for ids, _ in encoded]).astype(np.int32),
        "timing": np.concatenate([timings for _, timings in encoded]),
        "offsets": np.cumsum([0] + [len(ids) for ids, _ in encoded]),
        "condition": scale(pool["raw"][chosen]),
        **{key: pool[key][chosen] for key in ("label", "side", "kind")},
    }


def windows_of(arrays: dict, rows: np.ndarray | range) -> list[tuple[np.ndarray, np.ndarray]]:
    """Token ids [t] and word timing [t,k] of some windows."""
    spans = [slice(arrays["offsets"][row], arrays["offsets"][row + 1]) for row in rows]
    ids, timings = arrays["ids"], arrays["timing"]
    return [(ids[span], timings[span]) for span in spans]


def padded(windows: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Token ids and mask [b,t] int64 and word timing [b,t,k] of some windows, padded at the end."""
    width = max(len(ids) for ids, _ in windows)
    ids = np.zeros((len(windows), width), np.int64)
    mask = np.zeros((len(windows), width), np.int64)
    timing = np.zeros((len(windows), width, windows[0][1].shape[1]), np.float32)
    for row, (tokens, timings) in enumerate(windows):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
        timing[row, : len(tokens)] = timings
    return ids, mask, timing
