"""States of the full language model at every word, by the cache's policy, a pass for each cache."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from .full_windows import WordTokens, cache_start, opening_tokens, sequence_of, word_tokens

PassStates = Callable[[list[int]], np.ndarray]
"""Token ids of one pass -> the state [n,d] at each."""


def states_at_words(states: PassStates, words: list[str], encode: WordTokens, opening: list[int]) -> np.ndarray:
    """The state [m,d] at every word: each cache is read once, to the last word that is judged in it."""
    starts = [cache_start(last) for last in range(len(words))]
    found = []
    for start in sorted(set(starts)):
        judged = [last for last, begins in enumerate(starts) if begins == start]
        ids, ends = sequence_of(words[start : judged[-1] + 1], encode, opening)
        found.append(states(ids)[[ends[last - start] for last in judged]])
    return np.concatenate(found)


class LanguageStates:
    """A language model's folder as a backbone (``talks.States``): 32 bits, on the GPU where there is one."""

    def __init__(self, folder: Path) -> None:
        self.digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval().to(self.device)
        tokenizer = AutoTokenizer.from_pretrained(folder)
        self.encode, self.opening = word_tokens(tokenizer), opening_tokens(tokenizer)

    @torch.no_grad()
    def read(self, ids: list[int]) -> np.ndarray:
        """The states [n,d] of one pass."""
        found = self.model(torch.tensor([ids], device=self.device)).last_hidden_state
        return found[0].cpu().numpy()

    def __call__(self, words: list) -> np.ndarray:
        return states_at_words(self.read, [word[2] for word in words], self.encode, self.opening)
