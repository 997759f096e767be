import numpy as np
import pytest

from mhm_training.labels import (
    BACKCHANNEL,
    STAY_SILENT,
    TURN_CLAIM,
    boundary_classes,
    is_backchannel,
    sounding,
    utterances,
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("um-hum", True),
        ("oh really", True),
        ("i see", True),
        ("yeah yeah yeah", True),
        ("yeah yeah yeah yeah", False),
        ("i'm sure", False),
        ("the lake", False),
        ("yeah but", False),
    ],
)
def test_what_a_backchannel_is(words: str, expected: bool) -> None:
    assert is_backchannel(words.split()) is expected


def test_a_cut_off_word_makes_no_backchannel() -> None:
    assert not is_backchannel(["yeah", ""])


def test_utterances_of_a_listener(conversation: dict) -> None:
    kinds = [kind for _, _, kind in utterances(conversation["sides"][1])]
    assert kinds == [BACKCHANNEL, BACKCHANNEL, TURN_CLAIM]


def test_an_annotated_acknowledgement_is_a_backchannel() -> None:
    side = {"words": [[1.0, 1.4, "gotcha"]], "acknowledged": [1.0]}
    assert utterances(side)[0][2] == BACKCHANNEL


def test_pause_under_a_second_stays_inside_an_utterance() -> None:
    side = {"words": [[0.0, 0.4, "yeah"], [1.3, 1.6, "maybe"], [2.7, 3.0, "so"]], "acknowledged": []}
    assert [(start, end) for start, end, _ in utterances(side)] == [(0.0, 1.6), (2.7, 3.0)]


def test_class_of_a_boundary() -> None:
    starts, ends = np.array([0.0, 1.0, 2.0]), np.array([0.5, 1.5, 2.5])
    onsets, kinds = np.array([0.3, 1.7, 9.0]), np.array([BACKCHANNEL, TURN_CLAIM, BACKCHANNEL])
    at_once, asked = boundary_classes(starts, ends, 10.0, onsets, kinds, np.zeros(3))
    # The first begins inside its word, the second in its pause, the last long after the last word.
    assert at_once.tolist() == [BACKCHANNEL, TURN_CLAIM, BACKCHANNEL]
    assert asked.all()
    later, asked = boundary_classes(starts, ends, 10.0, onsets, kinds, np.array([0.1, 0.1, 0.1]))
    assert asked.tolist() == [False, True, True]  # something had begun during the first word
    assert later[1:].tolist() == [TURN_CLAIM, BACKCHANNEL]
    _, asked = boundary_classes(starts, ends, 10.0, onsets, kinds, np.array([0.6, 0.3, 0.1]))
    assert asked.tolist() == [False, False, True]  # the next word had begun; the claim had begun
    silent, _ = boundary_classes(starts, ends, 10.0, np.array([]), np.array([], int), np.zeros(3))
    assert silent.tolist() == [STAY_SILENT] * 3


def test_sounding_means_an_utterance_from_before_the_word() -> None:
    spans = np.array([[0.0, 2.0], [3.0, 3.4]])
    starts = np.array([1.0, 1.9, 2.9])
    assert sounding(starts, np.array([1.5, 2.4, 3.2]), spans).tolist() == [True, False, False]
    assert not sounding(starts, starts, np.zeros((0, 2))).any()
