"""What 4 bits cost: the quantised graph beside the language model that it was made from."""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from .decision_cases import DECISIONS
from .full_graph import Cache
from .full_states import LanguageStates, states_at_words
from .windows import condition


def compared(language: Path, running, head: tuple[nn.Module, nn.Module], sequences: list[list[str]]) -> dict:
    """Cosine of hidden states and agreement of decisions, at every word of some sequences.

    A sequence begins with a word that has tokens. The decisions are for one middling condition, with no history.
    """
    reference = LanguageStates(language)
    wanted, got = (
        np.concatenate([states_at_words(read, words, reference.encode, reference.opening) for words in sequences])
        for read in (reference.read, lambda ids: Cache(running).feed(ids))
    )
    cosine = (got * wanted).sum(1) / np.maximum(np.linalg.norm(got, axis=1) * np.linalg.norm(wanted, axis=1), 1e-9)
    _, vector = condition([tuple(word[:3]) for word in DECISIONS[0]["words"]], 0.5, 0.5, 0, None, None)
    norm, classify = head
    with torch.no_grad():
        rows = torch.from_numpy(vector[None]).expand(len(got), -1)
        answers = [classify(norm(torch.from_numpy(states)), rows).argmax(1).numpy() for states in (got, wanted)]
    return {
        "words": len(got),
        "sequences": len(sequences),
        "cosine": round(float(cosine.mean()), 4),
        "least_cosine": round(float(cosine.min()), 4),
        "agreement": round(float((answers[0] == answers[1]).mean()), 4),
        "against": "the language model it was made from, 32 bits, over the same words",
    }
