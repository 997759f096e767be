"""Words known late, as the streaming recogniser tells them."""

from dataclasses import replace

import numpy as np

from .simulate import DECIMALS, Talk

# How much audio after a word's end the recogniser needs before it tells it: median and 95th percentile on recordings
# that nothing was chosen on (docs/results/words.md).
MEDIAN_MS, P95_MS = 310.0, 630.0
# Standard deviations from a normal's median to its 95th percentile.
NORMAL_P95 = 1.645


def late(talk: Talk, rng: np.random.Generator) -> Talk:
    """The same talk with its words known late, by a log-normal delay."""
    spread = np.log(P95_MS / MEDIAN_MS) / NORMAL_P95
    delay = MEDIAN_MS * np.exp(spread * rng.normal(size=len(talk.ends)))
    return replace(talk, heard=np.maximum.accumulate(np.round(talk.ends + delay, DECIMALS)))
