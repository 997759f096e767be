"""What training asks for beside the class: what happens next, in more words than three.

A class is a noisy label of what a listener could have done. When the partner goes on, when and how the listener next
begins, and how many words are left say more about the same moment. Only training uses these; nothing of it ships.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .labels import BACKCHANNEL, UTTERANCE_GAP_S, utterances

GAP_EDGES_S = (0.05, 0.2, 0.5, 1.0, 2.0)
ONSET_EDGES_S = (0.3, 1.0)
HORIZON_S = 3.0
LEFT_EDGES = (1, 3, 6, 11)
FIRST_WORDS = tuple("yeah uh-huh um-hum right oh no well i and so but you what okay".split())
# The gap after the word; kind and time of the listener's next onset; words left of the utterance; the listener's
# next word.
SIZES = (len(GAP_EDGES_S) + 1, 2 * (len(ONSET_EDGES_S) + 1) + 1, len(LEFT_EDGES) + 1, len(FIRST_WORDS) + 2)


def targets(starts: np.ndarray, ends: np.ndarray, until: float, listener: dict) -> np.ndarray:
    """Targets [n,4] int8 at each of the partner's words, with ``SIZES`` classes; ``until`` ends the conversation."""
    spans = utterances(listener)
    onsets = np.array([span[0] for span in spans] + [np.inf])
    kinds = np.array([span[2] for span in spans] + [BACKCHANNEL])
    gap = np.append(starts[1:], until) - ends
    following = np.searchsorted(onsets, starts)
    wait = onsets[following] - ends
    times = np.digitize(np.minimum(wait, HORIZON_S), ONSET_EDGES_S)
    onset = np.where(kinds[following] == BACKCHANNEL, times, times + len(ONSET_EDGES_S) + 1)
    onset = np.where(wait > HORIZON_S, SIZES[1] - 1, onset)
    closing = np.nonzero(gap >= UTTERANCE_GAP_S)[0]
    closing = np.append(closing, len(starts) - 1)
    left = closing[np.searchsorted(closing, np.arange(len(starts)))] - np.arange(len(starts))
    moments = np.array([word[0] for word in listener["words"]] + [np.inf])
    firsts = [_first_word(word[2]) for word in listener["words"]] + [SIZES[3] - 1]
    said = np.array(firsts)[np.searchsorted(moments, starts)]
    said = np.where(wait > HORIZON_S, SIZES[3] - 1, said)
    return np.stack([np.digitize(gap, GAP_EDGES_S), onset, np.digitize(left, LEFT_EDGES), said], axis=1).astype(np.int8)


def _first_word(text: str) -> int:
    word = text.split(" ")[0]
    return FIRST_WORDS.index(word) if word in FIRST_WORDS else len(FIRST_WORDS)


class Auxiliary(nn.Module):
    """Hidden [b,d] and condition [b,n] -> the summed cross-entropy of all targets [b,4]."""

    def __init__(self, size: int, conditions: int) -> None:
        super().__init__()
        self.read = nn.Linear(size + conditions, sum(SIZES))

    def forward(self, hidden: Tensor, condition: Tensor, wanted: Tensor) -> Tensor:
        logits = self.read(torch.cat([hidden, condition], dim=1)).split(SIZES, dim=1)
        losses = [functional.cross_entropy(part, wanted[:, k].long()) for k, part in enumerate(logits)]
        return torch.stack(losses).sum()
