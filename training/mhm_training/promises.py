"""What the dials promise: the rates of real listeners, and the simulated rates that should match them."""

import numpy as np

from .dials import dial_of, ratios
from .labels import BACKCHANNEL, TURN_CLAIM, utterances

# Listeners this close to a dial setting stand for it, if the other dial is this close to the middle.
NEAR, NEAR_OTHER, MIDDLE = 0.1, 0.25, 0.5
# A listener whose partner hardly speaks has no rate.
LEAST_MIN = 0.1


def floor_changes(listener: list, partner: list) -> int:
    """Claims of a listener: utterances that are no backchannels, each after the partner has begun another such one.

    Both as ``labels.utterances`` gives them. Pieces of one turn, which the partner did not answer, count once.
    """
    begun = np.array([start for start, _, kind in partner if kind == TURN_CLAIM])
    last, count = -np.inf, 0
    for start, _, kind in listener:
        if kind == TURN_CLAIM:
            count += bool(((begun > last) & (begun < start)).any())
            last = start
    return count


def listener_rates(conversations: list[dict], tables: tuple) -> np.ndarray:
    """One row a listener: both dials, backchannels and claims a minute of partner speech."""
    rows = []
    for conversation in conversations:
        sides = [utterances(side) for side in conversation["sides"]]
        for listener, pair in enumerate(ratios(conversation)):
            own, partner = sides[listener], sides[1 - listener]
            minutes = sum(end - start for start, end, kind in partner if kind == TURN_CLAIM) / 60
            if minutes > LEAST_MIN:
                backchannels = sum(kind == BACKCHANNEL for *_, kind in own)
                dials = [dial_of(pair[k], tables[k]) for k in (0, 1)]
                rows.append([*dials, backchannels / minutes, floor_changes(own, partner) / minutes])
    return np.array(rows)


def promised(rates: np.ndarray, knots: tuple[float, ...]) -> dict[str, list[float]]:
    """The mean rate of the listeners near each setting of one dial, the other near the middle."""
    result = {}
    for dial, name in enumerate(("c_bc", "c_tc")):
        middle = np.abs(rates[:, 1 - dial] - MIDDLE) <= NEAR_OTHER
        near = [middle & (np.abs(rates[:, dial] - knot) <= NEAR) for knot in knots]
        result[name] = [float(rates[rows, 2 + dial].mean()) for rows in near]
    return result
