"""Token ids of a window: the tokenizer's own, at most MAX_TOKENS, the latest words kept."""

from pathlib import Path

from tokenizers import Tokenizer

from .model import MAX_TOKENS


def load_tokenizer(folder: str | Path) -> Tokenizer:
    """The tokenizer of a model folder, without its stored truncation and padding."""
    tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def shorten(ids: list[int]) -> list[int]:
    """Opening token, then the latest ids that fit."""
    return ids if len(ids) <= MAX_TOKENS else [ids[0], *ids[len(ids) - MAX_TOKENS + 1 :]]


def token_ids(tokenizer: Tokenizer, text: str) -> list[int]:
    """Ids of one normalised text, opening and closing token included."""
    return shorten(tokenizer.encode(text).ids)
