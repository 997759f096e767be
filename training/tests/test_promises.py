import xml.etree.ElementTree as ElementTree

import numpy as np

from mhm_training.labels import BACKCHANNEL, TURN_CLAIM
from mhm_training.promises import floor_changes, promised
from mhm_training.rates_figure import figure


def claim(start: float) -> tuple[float, float, int]:
    return (start, start + 0.5, TURN_CLAIM)


def mhm(start: float) -> tuple[float, float, int]:
    return (start, start + 0.5, BACKCHANNEL)


def test_a_claim_is_a_change_of_the_floor() -> None:
    partner = [claim(0), mhm(5), claim(10), claim(20)]
    # Two pieces of one turn; one after a mere backchannel of the partner; one after new speech; a backchannel.
    listener = [claim(2), claim(4), claim(6), claim(12), mhm(21), claim(22)]
    assert floor_changes(listener, partner) == 3
    assert floor_changes([claim(0)], [claim(1)]) == 0
    assert floor_changes([claim(1)], []) == 0


def test_near_a_setting_with_the_other_dial_in_the_middle() -> None:
    rates = np.array([[0.1, 0.5, 2, 6], [0.15, 0.3, 4, 5], [0.1, 0.9, 9, 9], [0.5, 0.5, 5, 7], [0.5, 0.1, 8, 3]])
    found = promised(rates, (0.1, 0.5))
    # The third listener's other dial is too far from the middle; of the claim dial .1 only the last one is near.
    assert found == {"c_bc": [3.0, 5.0], "c_tc": [3.0, 7.0]}


def test_the_figure_is_whole() -> None:
    curve = {"dial": [0.0, 0.1, 0.5, 1.0], "corpus": [1, 1, 2, 3], "simulated": [0, 1, 2, 3], "low": [0, 1, 1, 2],
             "high": [0, 2, 3, 4]}  # fmt: skip
    root = ElementTree.fromstring(figure(curve, curve))
    tags = [child.tag.split("}")[1] for child in root]
    assert tags.count("polyline") == 2 and tags.count("circle") == 4
