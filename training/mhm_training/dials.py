"""The two dials: quantiles of the training listeners' frame ratios (RESPOND, section 3.3)."""

import numpy as np

from .labels import BACKCHANNEL, utterances

POINTS = 101


def ratios(conversation: dict) -> list[tuple[float, float]]:
    """For each side: the share of the conversation spent backchannelling, and the share spent speaking otherwise."""
    total = max(conversation["duration_s"], 1e-9)
    result = []
    for side in conversation["sides"]:
        spans = utterances(side)
        acknowledging = sum(end - start for start, end, kind in spans if kind == BACKCHANNEL)
        voiced = sum(end - start for start, end, _ in side["words"])
        inside = [(start, end) for start, end, kind in spans if kind == BACKCHANNEL]
        quiet = sum(w[1] - w[0] for w in side["words"] if any(a <= w[0] < b for a, b in inside)) if inside else 0.0
        result.append((acknowledging / total, (voiced - quiet) / total))
    return result


def quantile_table(values: list[float]) -> np.ndarray:
    """The raw ratio at each of 101 evenly spaced dial settings, 0 to 1."""
    return np.quantile(np.asarray(values), np.linspace(0, 1, POINTS))


def dial_of(ratio: float, table: np.ndarray) -> float:
    """The dial setting of a raw ratio; where the table is flat, the middle of the flat part."""
    settings = np.linspace(0, 1, POINTS)
    low = np.interp(ratio, table, settings)
    high = 1 - np.interp(-ratio, -table[::-1], settings)
    return float((low + high) / 2)
