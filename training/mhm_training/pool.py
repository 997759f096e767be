"""All judgements that the conversations offer, and the balanced choice among them."""

import numpy as np

from .auxiliary import targets
from .dials import dial_of
from .labels import BACKCHANNEL, TURN_CLAIM, boundary_classes, claim_kinds, sounding, utterances
from .windows import CONDITION, SILENCE, SINCE_BACKCHANNEL, SINCE_TURN, TIMING, length_bin, timing, window_start

# Elapsed silences are drawn from one distribution whatever the gap, and kept when nothing has begun by then:
# drawing them inside each gap would let the model read the gap's length, which is the answer.
SILENCE_RANGE_S = (0.05, 4.0)
SILENCE_DRAWS = 3
UNKNOWN_BOTH, UNKNOWN_ONE = 0.14, 0.06


def partner_words(side: dict) -> list:
    """The words that a recogniser would write: those with a text."""
    return [word for word in side["words"] if word[2]]


def _since(moments: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Seconds from the last of ``ends`` that came no later than each word's start; and whether there is one."""
    last = np.searchsorted(ends, starts, side="right") - 1
    known = last >= 0
    return np.where(known, moments - (np.append(ends, 0.0)[last]), 0.0), known


def side_pool(conversation: dict, listener: int, bc: float, tc: float, rng: np.random.Generator) -> dict | None:
    """Judgements of one perspective: every boundary at silence 0, and at drawn silences where they fit.

    Returns arrays: ``label`` [n], ``first`` and ``last`` (word indices of the window), ``raw`` [n,15] (history as
    known), ``aux`` [n,4] (see ``auxiliary``) and ``kind`` (of CLAIM_KINDS, -1 where nothing is claimed); None for a
    silent partner.
    """
    words = partner_words(conversation["sides"][1 - listener])
    if not words:
        return None
    starts, ends = (np.array([word[i] for word in words]) for i in (0, 1))
    spans = utterances(conversation["sides"][listener])
    edges = np.array([span[:2] for span in spans]).reshape(-1, 2)
    kinds = np.array([span[2] for span in spans], int)
    count = len(words)
    first = np.array([window_start(ends, j) for j in range(count)])
    timings = np.array(
        [timing(starts[first[j] : j + 1], ends[first[j] : j + 1], len(words[j][2])) for j in range(count)]
    )
    aux = targets(starts, ends, conversation["duration_s"], conversation["sides"][listener])
    parts = []
    drawn = np.exp(rng.uniform(*np.log(SILENCE_RANGE_S), (SILENCE_DRAWS, count)))
    for silence in (np.zeros(count), *drawn):
        label, asked = boundary_classes(starts, ends, conversation["duration_s"], edges[:, 0], kinds, silence)
        moments = ends + silence
        keep = np.nonzero(asked & ~sounding(starts, moments, edges))[0]
        raw = np.zeros((len(keep), len(CONDITION)))
        raw[:, 0], raw[:, 1], raw[:, SILENCE] = bc, tc, silence[keep]
        for column, kind in ((SINCE_TURN, TURN_CLAIM), (SINCE_BACKCHANNEL, BACKCHANNEL)):
            raw[:, column], raw[:, column + 1] = _since(moments[keep], starts[keep], edges[kinds == kind, 1])
        raw[:, TIMING] = timings[keep]
        met = claim_kinds(starts, ends, edges[:, 0], silence)
        part = {"label": label, "first": first, "aux": aux, "kind": np.where(label == TURN_CLAIM, met, -1)}
        parts.append({**{key: values[keep] for key, values in part.items()}, "last": keep, "raw": raw})
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def conversation_pool(conversations: list[dict], ratios: list, tables: tuple, seed: int) -> dict:
    """Judgements of all conversations from both perspectives, with ``side`` = 2 x conversation + listener."""
    rng = np.random.default_rng(seed)
    pools = []
    for number, conversation in enumerate(conversations):
        for listener in (0, 1):
            bc, tc = (dial_of(ratios[number][listener][k], tables[k]) for k in (0, 1))
            pool = side_pool(conversation, listener, bc, tc, rng)
            if pool is not None:
                pool["side"] = np.full(len(pool["label"]), 2 * number + listener)
                pools.append(pool)
    return {key: np.concatenate([pool[key] for pool in pools]) for key in pools[0]}


def balanced(pool: dict, rng: np.random.Generator, limit: int | None = None) -> np.ndarray:
    """Indices of the same number of judgements for each class within each length bin, in random order."""
    return balanced_rows(pool["label"], pool["last"] - pool["first"] + 1, rng)[:limit]


def balanced_rows(label: np.ndarray, words: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rows with each class equally often in each length bin (RESPOND's equation 1), in random order."""
    chosen = []
    bins = length_bin(words)
    for number in np.unique(bins):
        members = [np.nonzero((bins == number) & (label == k))[0] for k in range(3)]
        size = min(len(member) for member in members)
        chosen += [rng.choice(member, size, replace=False) for member in members]
    return rng.permutation(np.concatenate(chosen))


def forgotten(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """From which judgements the last turn, and from which the last backchannel is hidden: about a fifth each."""
    draw = rng.uniform(size=count)
    one = UNKNOWN_BOTH + UNKNOWN_ONE / 2
    no_turn = (draw < UNKNOWN_BOTH) | ((draw >= UNKNOWN_BOTH) & (draw < one))
    no_backchannel = (draw < UNKNOWN_BOTH) | ((draw >= one) & (draw < UNKNOWN_BOTH + UNKNOWN_ONE))
    return no_turn, no_backchannel


def forget(raw: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same raw conditions with the history unknown in about a fifth of them."""
    raw = raw.copy()
    for column, gone in zip((SINCE_TURN, SINCE_BACKCHANNEL), forgotten(len(raw), rng), strict=True):
        raw[gone, column : column + 2] = 0
    return raw
