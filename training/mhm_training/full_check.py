"""What 4 bits cost: the quantised graph beside the language model that it was made from."""

from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import AutoModel

from .decision_cases import DECISIONS
from .full_graph import WordReader
from .full_windows import WordTokens, cache_start, sequence_of
from .windows import condition


@torch.no_grad()
def reference_states(language: Path, sequences: list[list[str]], encode: WordTokens, opening: list[int]) -> np.ndarray:
    """The language model's own state [m,d] at every word of every sequence, in 32 bits."""
    model = AutoModel.from_pretrained(language, dtype=torch.float32).eval()
    found = []
    for words in sequences:
        states: dict[int, np.ndarray] = {}
        for last in range(len(words)):
            start = cache_start(last)
            if start not in states:
                most = [n for n in range(last, len(words)) if cache_start(n) == start]
                ids, _ = sequence_of(words[start : most[-1] + 1], encode, opening)
                states[start] = model(torch.tensor([ids])).last_hidden_state[0].numpy()
            _, ends = sequence_of(words[start : last + 1], encode, opening)
            found.append(states[start][ends[-1]])
    return np.array(found)


def compared(
    language: Path,
    running,
    head: tuple[nn.Module, nn.Module],
    encode: WordTokens,
    opening: list[int],
    sequences: list[list[str]],
) -> dict:
    """Cosine of hidden states and agreement of decisions, at every word of some sequences.

    A sequence begins with a word that has tokens. The decisions are for one middling condition, with no history.
    """
    wanted = reference_states(language, sequences, encode, opening)
    found = []
    for words in sequences:
        reader = WordReader(running, encode, opening)
        found += [reader.read(word) for word in words]
    got = np.array(found)
    cosine = (got * wanted).sum(1) / np.maximum(np.linalg.norm(got, axis=1) * np.linalg.norm(wanted, axis=1), 1e-9)
    _, vector = condition([tuple(word[:3]) for word in DECISIONS[0]["words"]], 0.5, 0.5, 0, None, None)
    norm, classify = head
    with torch.no_grad():
        rows = torch.from_numpy(vector[None]).expand(len(got), -1)
        answers = [classify(norm(torch.from_numpy(states)), rows).argmax(1).numpy() for states in (got, wanted)]
    return {
        "words": len(got),
        "cosine": round(float(cosine.mean()), 4),
        "least_cosine": round(float(cosine.min()), 4),
        "agreement": round(float((answers[0] == answers[1]).mean()), 4),
        "against": "the language model it was made from, 32 bits, over the same words",
    }
