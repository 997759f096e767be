import numpy as np

from mhm_training.labels import BACKCHANNEL, STAY_SILENT, TURN_CLAIM
from mhm_training.pool import balanced, conversation_pool, forget
from mhm_training.windows import NAMES, SILENCE

TABLES = (np.linspace(0, 1, 101), np.linspace(0, 1, 101))
RATIOS = [[(0.1, 0.6), (0.3, 0.2)]]


def pool_of(conversation: dict) -> dict:
    return conversation_pool([conversation], RATIOS, TABLES, seed=1)


def test_labels_at_silence_zero(conversation: dict) -> None:
    pool = pool_of(conversation)
    rows = (pool["side"] == 1) & (pool["raw"][:, SILENCE] == 0)
    events = {int(j): int(k) for j, k in zip(pool["last"][rows], pool["label"][rows], strict=True) if k != STAY_SILENT}
    # "um-hum" falls in the sixth word, "really" in the gap after "swam anyway", the turn after "that was that".
    assert events == {5: BACKCHANNEL, 19: BACKCHANNEL, 23: TURN_CLAIM}


def test_history_counts_only_what_ended_before_the_word(conversation: dict) -> None:
    pool = pool_of(conversation)
    rows = (pool["side"] == 1) & (pool["raw"][:, SILENCE] == 0)
    known = pool["raw"][rows, NAMES.index("since_backchannel_known")]
    order = np.argsort(pool["last"][rows])
    starts = np.array([word[0] for word in conversation["sides"][0]["words"]])[pool["last"][rows]]
    assert known[order].tolist() == (starts[order] >= 2.3).astype(float).tolist()


def test_dials_of_the_listener_are_in_the_condition(conversation: dict) -> None:
    pool = pool_of(conversation)
    raw = pool["raw"][pool["side"] == 1]
    assert np.allclose(raw[:, 0], 0.3, atol=0.01) and np.allclose(raw[:, 1], 0.2, atol=0.01)


def test_balance_within_each_length_bin() -> None:
    rng = np.random.default_rng(0)
    pool = {
        "label": rng.choice(3, 3000, p=[0.1, 0.1, 0.8]),
        "first": np.zeros(3000, int),
        "last": rng.integers(0, 9, 3000),
    }
    rows = balanced(pool, rng)
    assert len(set(rows)) == len(rows) > 300
    for word in (0, 1):
        counts = np.bincount(pool["label"][rows][pool["last"][rows] == word], minlength=3)
        assert counts.min() == counts.max() > 0


def test_about_a_fifth_of_the_history_is_forgotten() -> None:
    raw = np.ones((20000, len(NAMES)))
    seen = forget(raw, np.random.default_rng(0))
    for name in ("since_turn", "since_backchannel"):
        value, flag = (seen[:, NAMES.index(key)] for key in (name, f"{name}_known"))
        assert 0.15 < (flag == 0).mean() < 0.19
        assert ((value == 0) == (flag == 0)).all()
    assert (raw == 1).all()
