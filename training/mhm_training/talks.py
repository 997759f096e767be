"""Sides of conversations with the backbone's hidden states, which are kept on disk: computing them takes minutes."""

import hashlib
from pathlib import Path
from typing import Protocol

import numpy as np

from .export import hidden_states, session
from .pool import partner_words
from .simulate import Talk, partner_talk
from .tokens import WindowTokens, load_tokenizer
from .windows import reading, window_start

# All conversations of the choosing half: with a part of them the partners happened to speak longer, and every rate
# came out an eighth too high elsewhere.
CHOOSE_TALKS, REPORT_TALKS = 289, 100


class States(Protocol):
    """A backbone: hidden states [n,d] at the n words of one side, and what tells it from another."""

    digest: str

    def __call__(self, words: list) -> np.ndarray: ...


class WindowStates:
    """The small backbone: backbone.onnx of a folder, which reads a window at each word."""

    def __init__(self, out: Path, source: str) -> None:
        graph = out / "backbone.onnx"
        self.digest = hashlib.sha256(graph.read_bytes()).hexdigest()
        self.tokens, self.running = WindowTokens(load_tokenizer(source)), session(graph)

    def __call__(self, words: list) -> np.ndarray:
        ends = np.array([word[1] for word in words])
        windows = [self.tokens(reading(words[window_start(ends, j) : j + 1])) for j in range(len(words))]
        return hidden_states(self.running, windows)


def load_talks(conversations: list[dict], count: int, out: Path, states: States) -> list[tuple[dict, int, Talk]]:
    """One side each of evenly chosen conversations, as (conversation, side, talk); sides alternate."""
    cache = out / f"hidden-{states.digest[:12]}"
    cache.mkdir(exist_ok=True)
    talks = []
    for number, conversation in enumerate(conversations[:: max(1, len(conversations) // count)][:count]):
        side = conversation["sides"][number % 2]
        words = partner_words(side)
        if len(words) < 2:
            continue
        name = f"{conversation['id']}-{number % 2}"
        kept = cache / f"{name}.npy"
        if not kept.exists():
            # Written whole or not at all: a run that was stopped goes on.
            np.save(kept.with_suffix(".part.npy"), states(words).astype(np.float32))
            kept.with_suffix(".part.npy").rename(kept)
        talks.append((conversation, number % 2, partner_talk(name, side, np.load(kept))))
    return talks
