"""The paper's figures and its protocol, on made conversations."""

import json
from pathlib import Path

import make_decision_figures
import numpy as np
import pytest
import score_shuffled_protocol
from conftest import side, spoken

from mhm_training.labels import BACKCHANNEL, STAY_SILENT, TURN_CLAIM
from mhm_training.pool import balanced_rows
from mhm_training.strides import STRIDE_S, globally_balanced_rows, side_strides, stride_pool
from mhm_training.windows import length_bin

TABLES = (np.linspace(0, 1, 101), np.linspace(0, 1, 101))


def test_strides_repeat_a_boundary_until_the_next_word(conversation: dict) -> None:
    windows = side_strides(conversation, 1)
    assert windows is not None
    words = conversation["sides"][0]["words"]
    # The gap between "anyway" and "so" is 1.05 s after the word's end: as many windows as it has strides.
    last = next(j for j, word in enumerate(words) if word[2] == "anyway")
    shown = windows["last"] == last
    gap = words[last + 1][1] - words[last][1]
    assert abs(int(shown.sum()) - gap / STRIDE_S) <= 1
    assert set(windows["label"][shown].tolist()) == {BACKCHANNEL}
    assert TURN_CLAIM in windows["label"] and STAY_SILENT in windows["label"]
    assert (windows["first"] <= windows["last"]).all()
    # A window's first word leaves it after five seconds, whatever the last one is.
    assert len(np.unique(windows["first"][shown])) > 1


def test_strides_of_a_silent_partner_are_none(conversation: dict) -> None:
    assert side_strides({**conversation, "sides": [side(), conversation["sides"][1]]}, 1) is None


def test_balances_over_all_and_within_lengths() -> None:
    rng = np.random.default_rng(0)
    label = rng.choice(3, 6000, p=[0.2, 0.1, 0.7])
    words = np.where(label == TURN_CLAIM, 1, rng.integers(1, 9, 6000))
    rows = globally_balanced_rows(label, rng)
    counts = np.bincount(label[rows])
    assert counts.min() == counts.max() and (label[rows][words[rows] == 1] == TURN_CLAIM).mean() > 0.5
    rows = balanced_rows(label, words, rng)
    assert set(length_bin(words[rows])) == {1}
    assert len(set(np.bincount(label[rows]).tolist())) == 1


def made_talks(count: int) -> list[dict]:
    rng = np.random.default_rng(4)
    talks = []
    for number in range(count):
        teller, listener, at = [], [], 0.5
        for _ in range(30):
            size = int(rng.integers(1, 9))
            teller.append(spoken(at, " ".join(rng.choice(["we", "went", "to", "the", "lake", "so"], size))))
            end = at + size * 0.35
            answer = rng.integers(3)
            if answer == 1:
                listener.append(spoken(end, "yeah"))
            if answer == 2:
                listener.append(spoken(end + 0.1, "we went there last year"))
            at = end + (3.0 if answer == 2 else 1.2)
        talks.append({"id": f"{number:04d}", "duration_s": at, "sides": [side(*teller), side(*listener)]})
    return talks


def test_figures_and_table(tmp_path: Path) -> None:
    talks = made_talks(12)
    (tmp_path / "train.jsonl").write_text("\n".join(json.dumps(talk) for talk in talks))
    (tmp_path / "dials.json").write_text(
        json.dumps({name: {"quantiles": TABLES[0].tolist()} for name in ("c_bc", "c_tc")})
    )
    confusion = [[6, 3, 1], [2, 7, 1], [0, 2, 8]]
    scores = {"balanced": {"confusion": confusion, "windows": 30, "accuracy": 0.7}}
    (tmp_path / "scores.json").write_text(json.dumps(scores))
    make_decision_figures.main(tmp_path, tmp_path / "results")
    text = (tmp_path / "results/decision-figures.md").read_text()
    assert "| turn claim | 0.750 | 0.600 | 0.667 |" in text
    assert "| stay silent | 0.800 | 0.800 | 0.800 |" in text
    for name in ("length-bins", "dials", "confusion"):
        drawn = tmp_path / f"results/decision-{name}.svg"
        assert f"({drawn.name})" in text and drawn.read_text().startswith("<?xml")
        assert drawn.stat().st_size < 200_000


def test_shuffling_before_the_split_flatters(tmp_path: Path, monkeypatch) -> None:
    """Noise for states and classes: nothing can be learnt, so what is above chance is remembered."""
    talks = made_talks(40)
    pool = stride_pool(talks, TABLES)
    rng = np.random.default_rng(0)
    rows = balanced_rows(pool["label"], pool["last"] - pool["first"] + 1, rng)
    boundaries = np.unique(np.stack([pool["side"], pool["last"]], 1)[rows], axis=0, return_inverse=True)[1].reshape(-1)
    data = {
        "states": rng.normal(size=(boundaries.max() + 1, 24)).astype(np.float16),
        "shows": boundaries,
        "label": rng.integers(0, 3, boundaries.max() + 1)[boundaries],
        "side": pool["side"][rows],
        "boundary": pool["last"][rows],
        "dials": pool["dials"][rows].astype(np.float32),
        "before": np.bincount(pool["label"], minlength=3),
    }
    np.savez(tmp_path / "shuffled-states.npz", **data)
    monkeypatch.setattr(score_shuffled_protocol, "EPOCHS", 8)
    result = score_shuffled_protocol.run(tmp_path, "not needed: the states are there")
    assert result["shuffled"]["same word boundary in training"] > 0.8
    assert result["by_conversation"]["same word boundary in training"] == 0
    assert result["shuffled"]["accuracy"] > result["by_conversation"]["accuracy"] + 0.1
    assert result["by_conversation"]["accuracy"] == pytest.approx(1 / 3, abs=0.08)
    assert "The published figure comes from another" in score_shuffled_protocol.section(result, 0.64)
