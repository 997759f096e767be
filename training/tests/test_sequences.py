"""Stretches hold every judgement once a pass, weighed as a balanced choice; auxiliary targets say what follows."""

import numpy as np

from mhm_training.auxiliary import FIRST_WORDS, SIZES, targets
from mhm_training.labels import claim_kinds
from mhm_training.sequences import LENGTHS, balance_weights, stretches


def test_weights_make_the_classes_equal_within_each_length_bin() -> None:
    rng = np.random.default_rng(0)
    size = 4000
    pool = {
        "first": np.zeros(size, int),
        "last": rng.integers(0, 40, size),
        "label": rng.choice(3, size, p=(0.1, 0.2, 0.7)),
    }
    weights = balance_weights(pool)
    few = pool["last"] + 1 <= 2
    sums = [weights[few & (pool["label"] == label)].sum() for label in range(3)]
    assert np.allclose(sums, sums[0], rtol=1e-5) and sums[0] > 0
    assert weights.max() == 1


def test_a_pass_holds_every_word_once_and_stretches_are_short_enough() -> None:
    rng = np.random.default_rng(1)
    counts = rng.integers(0, 4, 900)
    arrays = {"word_edges": np.append(0, np.cumsum(counts)), "side_edges": np.array([0, 300, 300, 301, 900])}
    batches = stretches(arrays, rng)
    words = [word for batch in batches for first, last in batch for word in range(first, last)]
    assert sorted(words) == list(range(900))
    edges = arrays["word_edges"]
    for batch in batches:
        for first, last in batch:
            assert edges[last] - edges[first] < max(LENGTHS)
            side = np.searchsorted(arrays["side_edges"], [first, last - 1], side="right")
            assert side[0] == side[1]


def test_auxiliary_targets() -> None:
    starts, ends = np.array([0.0, 0.4, 2.0]), np.array([0.38, 0.9, 2.5])
    listener = {"words": [[1.0, 1.3, "yeah"], [9.0, 9.5, "anyway"], [9.5, 9.9, "bye"]], "acknowledged": []}
    got = targets(starts, ends, 10.0, listener)
    assert got.shape == (3, len(SIZES)) and (got < np.array(SIZES)).all()
    assert got[:, 0].tolist() == [0, 4, 5]
    # A backchannel 0.62 s and 0.1 s after the words' ends; then nothing within 3 s.
    assert got[:, 1].tolist() == [1, 0, SIZES[1] - 1]
    assert got[:, 2].tolist() == [1, 0, 0]
    assert got[:, 3].tolist() == [FIRST_WORDS.index("yeah")] * 2 + [SIZES[3] - 1]


def test_kinds_of_claims() -> None:
    starts, ends = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.9, 1.9, 2.9, 3.9])
    silence = np.zeros(4)
    assert claim_kinds(starts, ends, np.array([3.95]), silence)[3] == 0
    assert claim_kinds(starts, ends, np.array([3.2]), silence)[3] == 1
    assert claim_kinds(starts, ends, np.array([0.5]), silence)[0] == 2
    assert claim_kinds(starts, ends, np.array([3.2, 4.5]), np.full(4, 0.2))[3] == 0
