"""RESPOND's own windows (section 3.1): five seconds of the partner's words every 50 ms, for comparison with ours.

Between two words nothing changes but the clock, so neighbouring windows mostly show the same words and carry the
same class. Drawn at random into training and test (section 3.1 again) they put near copies of the test windows into
training.
"""

import numpy as np

from .dials import dial_of, ratios
from .labels import boundary_classes, sounding, utterances
from .pool import partner_words
from .windows import WINDOW_S

STRIDE_S = 0.05
CLASSES = 3


def side_strides(conversation: dict, listener: int) -> dict | None:
    """Every 50 ms of one perspective: ``first`` and ``last`` (words of the window) and ``label``; None without words.

    The window holds the words that ended in the last five seconds; its class is that of the boundary after its last
    word, as everywhere here. Boundaries inside an utterance of the listener are left out, as everywhere here too.
    """
    words = partner_words(conversation["sides"][1 - listener])
    if not words:
        return None
    starts, ends = (np.array([word[i] for word in words]) for i in (0, 1))
    ends = np.maximum.accumulate(ends)
    spans = utterances(conversation["sides"][listener])
    edges = np.array([span[:2] for span in spans]).reshape(-1, 2)
    kinds = np.array([span[2] for span in spans], int)
    nothing = np.zeros(len(words))
    classes, _ = boundary_classes(starts, ends, conversation["duration_s"], edges[:, 0], kinds, nothing)
    moments = np.arange(ends[0], conversation["duration_s"] + STRIDE_S / 2, STRIDE_S)
    last = np.searchsorted(ends, moments, side="right") - 1
    first = np.searchsorted(ends, moments - WINDOW_S, side="right")
    keep = (first <= last) & ~sounding(starts, ends, edges)[last]
    return {"first": first[keep], "last": last[keep], "label": classes[last[keep]]}


def stride_pool(conversations: list[dict], tables: tuple) -> dict:
    """Windows of all conversations: as above, with ``side`` = 2 x conversation + listener and ``dials`` [n,2]."""
    parts = []
    for number, conversation in enumerate(conversations):
        shares = ratios(conversation)
        for listener in (0, 1):
            part = side_strides(conversation, listener)
            if part is None:
                continue
            count = len(part["label"])
            dials = [dial_of(shares[listener][k], tables[k]) for k in (0, 1)]
            parts.append({**part, "side": np.full(count, 2 * number + listener), "dials": np.tile(dials, (count, 1))})
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def globally_balanced_rows(label: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rows with each class equally often over all lengths together: the middle of RESPOND's Figure 2."""
    members = [np.nonzero(label == k)[0] for k in range(CLASSES)]
    size = min(len(member) for member in members)
    return rng.permutation(np.concatenate([rng.choice(member, size, replace=False) for member in members]))
