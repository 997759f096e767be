import numpy as np
import pytest

from mhm_training.dials import dial_of, quantile_table, ratios


def test_ratios_are_shares_of_the_conversation(conversation: dict) -> None:
    (_, teller_speaks), (listener_acknowledges, listener_speaks) = ratios(conversation)
    assert listener_acknowledges == pytest.approx(0.6 / 23)
    assert listener_speaks == pytest.approx(8 * 0.3 / 23)
    assert teller_speaks == pytest.approx(30 * 0.3 / 23)


def test_dials_are_even_over_the_data() -> None:
    values = np.random.default_rng(0).exponential(size=1000)
    table = quantile_table(list(values))
    dials = np.sort([dial_of(value, table) for value in values])
    assert np.abs(dials - np.linspace(0, 1, 1000)).max() < 0.02


def test_a_flat_table_gives_the_middle_of_its_flat_part() -> None:
    table = np.concatenate([np.zeros(51), np.linspace(0, 1, 50)])
    assert dial_of(0.0, table) == pytest.approx(0.25, abs=0.01)
    assert dial_of(2.0, table) == 1.0
