"""Where the listener's cues fall: against a real listener's, and against the partner's words. Times in ms."""

from dataclasses import dataclass

import numpy as np

from .labels import BACKCHANNEL, utterances
from .simulate import BACKCHANNEL_MS, Talk, moments

# A cue counts as well placed when a real one begins this close to it.
NEAR_MS = 500.0
# The partner goes on within this of the word's end: the cue falls within a phrase.
MID_PHRASE_MS = 200.0
# A listener that repeats itself sooner would be absurd, whatever it acts on.
BASELINE_REFRACTORY_MS = 2000.0


@dataclass(frozen=True)
class Score:
    """Counts over talks: cues, real backchannels, pairs of one each; cues within a phrase; cues that words run into."""

    cues: int = 0
    real: int = 0
    pairs: int = 0
    mid_phrase: int = 0
    collisions: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))

    def table(self) -> dict:
        """Precision, recall, F1 and the two shares."""
        precision, recall = self.pairs / max(self.cues, 1), self.pairs / max(self.real, 1)
        f1 = 2 * self.pairs / max(self.cues + self.real, 1)
        shares = {"mid_phrase": self.mid_phrase / max(self.cues, 1), "collisions": self.collisions / max(self.cues, 1)}
        figures = {"precision": precision, "recall": recall, "f1": f1, **shares}
        return {"cues": self.cues, "real": self.real} | {name: round(value, 3) for name, value in figures.items()}


def at_real_rate(scores: list[Score]) -> dict:
    """The table at the shift where there are as many cues as real backchannels, between the two nearest shifts."""
    cues = [found.cues for found in scores]
    tables = [found.table() for found in scores]
    order = np.argsort(cues)
    wanted = scores[0].real
    result = {}
    for name in ("precision", "recall", "f1", "mid_phrase", "collisions"):
        result[name] = round(float(np.interp(wanted, np.array(cues)[order], [tables[k][name] for k in order])), 3)
    return {**result, "in_range": min(cues) <= wanted <= max(cues)}


def pairs(cues: np.ndarray, real: np.ndarray, near_ms: float = NEAR_MS) -> int:
    """The largest number of pairs, one cue and one real each, no further apart than ``near_ms``; both in order."""
    count = first = 0
    for cue in cues:
        while first < len(real) and real[first] < cue - near_ms:
            first += 1
        if first < len(real) and real[first] <= cue + near_ms:
            count, first = count + 1, first + 1
    return count


def score(talk: Talk, cues: np.ndarray, real: np.ndarray) -> Score:
    """One talk's cues, in order."""
    last = np.searchsorted(talk.starts, cues, side="right") - 1
    following = np.append(talk.starts, np.inf)[last + 1]
    ended = np.append(talk.ends, -np.inf)[last]
    mid = following - ended < MID_PHRASE_MS
    return Score(
        len(cues), len(real), pairs(cues, real), int(mid.sum()), int((following < cues + BACKCHANNEL_MS).sum())
    )


def real_backchannels(listener: dict) -> np.ndarray:
    """When a real listener's backchannels began."""
    return np.array([start * 1000 for start, _, kind in utterances(listener) if kind == BACKCHANNEL])


def spaced(times: np.ndarray) -> np.ndarray:
    """Those that are no sooner after the last one kept than a listener may repeat itself."""
    kept: list[float] = []
    for time in np.sort(times):
        if not kept or time - kept[-1] >= BASELINE_REFRACTORY_MS:
            kept.append(float(time))
    return np.array(kept)


def at_random(talk: Talk, count: int, policy, rng: np.random.Generator) -> np.ndarray:
    """``count`` moments at which the listener is at leisure to act, drawn in proportion to the time they last."""
    times = moments(talk, policy).t_ms
    lasting = np.minimum(np.diff(times, append=times[-1] + 100), 1000)
    drawn = rng.choice(len(times), min(count, len(times)), replace=False, p=lasting / lasting.sum())
    return np.sort(times[drawn] + rng.uniform(0, 1, len(drawn)) * lasting[drawn])


def after_silence(talk: Talk, silence_ms: float) -> np.ndarray:
    """A cue whenever the partner has been silent for so long."""
    gaps = np.append(talk.starts[1:], np.inf) - talk.ends
    return spaced(np.maximum(talk.ends + silence_ms, talk.heard)[gaps > silence_ms])
