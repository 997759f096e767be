"""Token ids of a window and the timing at each of them, at most MAX_TOKENS, the latest words kept."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from .model import MAX_TOKENS
from .windows import WORD_TIMING, Reading


def load_tokenizer(folder: str | Path) -> Tokenizer:
    """The tokenizer of a model folder, without its stored truncation and padding."""
    tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class WindowTokens:
    """Turns readings into tokens, word by word, so that each token knows whose it is."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.opening, closing = tokenizer.encode("").ids
        assert closing != self.opening, "the tokenizer puts one token before a text and another after it"
        self.inside = lru_cache(maxsize=100_000)(lambda piece: tuple(tokenizer.encode(piece).ids[1:-1]))

    def __call__(self, reading: Reading) -> tuple[np.ndarray, np.ndarray]:
        """Token ids [t] int64 and word timing [t,3] float32 of one reading, behind the opening token."""
        words = [self.inside(piece) for piece in reading.pieces]
        counts = np.array([len(ids) for ids in words], int)
        ids = np.array([self.opening, *(token for ids in words for token in ids)], np.int64)
        timing = np.zeros((len(ids), len(WORD_TIMING)), np.float32)
        timing[1:, :2] = np.repeat(reading.timing, counts, axis=0)
        begins = np.cumsum(counts) - counts
        timing[1 + begins[counts > 0], 2] = 1
        if len(ids) <= MAX_TOKENS:
            return ids, timing
        kept = np.r_[0, np.arange(len(ids) - MAX_TOKENS + 1, len(ids))]
        return ids[kept], timing[kept]
