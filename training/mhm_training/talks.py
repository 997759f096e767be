"""Sides of conversations with the backbone's hidden states, which are kept on disk: computing them takes minutes."""

import hashlib
from pathlib import Path

import numpy as np

from .export import hidden_states, session
from .pool import partner_words
from .simulate import Talk, partner_talk
from .tokens import WindowTokens, load_tokenizer
from .windows import reading, window_start

# All conversations of the choosing half: with a part of them the partners happened to speak longer, and every rate
# came out an eighth too high elsewhere.
CHOOSE_TALKS, REPORT_TALKS = 289, 100


def load_talks(conversations: list[dict], count: int, out: Path, source: str) -> list[tuple[dict, int, Talk]]:
    """One side each of evenly chosen conversations, as (conversation, side, talk); sides alternate."""
    graph = out / "backbone.onnx"
    cache = out / f"hidden-{hashlib.sha256(graph.read_bytes()).hexdigest()[:12]}"
    cache.mkdir(exist_ok=True)
    tokens, running = WindowTokens(load_tokenizer(source)), session(graph)
    talks = []
    for number, conversation in enumerate(conversations[:: max(1, len(conversations) // count)][:count]):
        side = conversation["sides"][number % 2]
        words = partner_words(side)
        if len(words) < 2:
            continue
        name = f"{conversation['id']}-{number % 2}"
        kept = cache / f"{name}.npy"
        if not kept.exists():
            ends = np.array([word[1] for word in words])
            windows = [tokens(reading(words[window_start(ends, j) : j + 1])) for j in range(len(words))]
            # Written whole or not at all: a run that was stopped goes on.
            np.save(kept.with_suffix(".part.npy"), hidden_states(running, windows).astype(np.float32))
            kept.with_suffix(".part.npy").rename(kept)
        talks.append((conversation, number % 2, partner_talk(name, side, np.load(kept))))
    return talks
