import numpy as np
import pytest

from mhm_training.windows import CONDITION, NAMES, condition, length_bin


def value(vector: np.ndarray, name: str) -> float:
    return float(vector[NAMES.index(name)])


def test_the_window_is_the_last_five_seconds() -> None:
    words = [(0.0, 1.0, "Old"), (1.2, 1.6, "words,"), (6.0, 6.5, "new"), (6.6, 7.0, "ones.")]
    said, vector = condition(words, 0.5, 0.2, 0.3, None, 4.0)
    assert said.text == "new ones" and said.pieces == ["new", "ones"]
    np.testing.assert_allclose(said.timing, np.log1p([[0.5, 5.0], [0.4, 0.1]]), rtol=1e-6)
    assert vector.dtype == np.float32 and vector.shape == (len(CONDITION),)
    assert value(vector, "c_bc") == 0.5
    assert value(vector, "silence") == pytest.approx(np.log1p(0.3))
    assert value(vector, "since_turn") == value(vector, "since_turn_known") == 0
    assert value(vector, "since_backchannel") == pytest.approx(np.log1p(4.0))
    assert value(vector, "since_backchannel_known") == 1
    assert value(vector, "gap_before_last_word") == pytest.approx(np.log1p(0.1))
    assert value(vector, "window_words") == pytest.approx(np.log1p(2))
    assert value(vector, "run_words") == pytest.approx(np.log1p(2))
    assert value(vector, "last_word_letters") == pytest.approx(np.log1p(4))


def test_one_word_and_an_unsayable_word() -> None:
    said, vector = condition([(1.0, 1.4, "\U0001f642")], 0, 0, 0, None, None)
    assert said.text == "" and said.pieces == [""]
    assert value(vector, "gap_before_last_word") == pytest.approx(np.log1p(5))
    assert value(vector, "last_word_letters") == 0


def test_a_wide_gap_ends_the_run() -> None:
    words = [(0.0, 0.4, "a"), (0.8, 1.0, "b"), (1.1, 1.4, "c")]
    _, vector = condition(words, 0, 0, 0, None, None)
    assert value(vector, "run_words") == pytest.approx(np.log1p(2))
    assert value(vector, "run_length") == pytest.approx(np.log1p(0.6))


def test_extreme_values_are_clipped_and_no_words_are_refused() -> None:
    _, vector = condition([(0.0, 99.0, "long")], 2.0, -1.0, 1e9, 1e9, 1e9)
    limits = [np.log1p(part.max) if part.scale.startswith("log1p") else part.max for part in CONDITION]
    assert (vector <= np.array(limits) + 1e-6).all() and (vector >= 0).all()
    with pytest.raises(ValueError, match="at least one word"):
        condition([], 0, 0, 0, None, None)


def test_length_bins_are_the_paper_s() -> None:
    assert length_bin(np.array([1, 2, 3, 4, 5, 6, 29, 30, 31, 99])).tolist() == [1, 2, 3, 3, 4, 4, 16, 16, 17, 17]
