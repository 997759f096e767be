"""The packs in the repository do what their golden files say."""

import json
from pathlib import Path

import numpy as np
import pytest

from mhm_training.decision_cases import VERSION
from mhm_training.export import hidden_states, session, softmax
from mhm_training.pack import joined
from mhm_training.policy_cases import answered
from mhm_training.tokens import WindowTokens, load_tokenizer
from mhm_training.windows import CONDITION, WORD_TIMING, condition

MODELS = Path(__file__).parents[2] / "models"
BACKBONE, HEAD = (MODELS / name / VERSION for name in ("decision-backbone-small", "decision-head-small"))


def read(folder: Path, name: str) -> dict:
    return json.loads((folder / name).read_text())


@pytest.fixture(scope="module")
def backbone():
    return session(joined(BACKBONE, "backbone.onnx"))


@pytest.mark.parametrize("folder", [BACKBONE, HEAD], ids=lambda folder: folder.parent.name)
def test_every_file_is_listed_whole_and_small(folder: Path) -> None:
    files = read(folder, "meta.json")["files"]
    on_disk = {part["path"] for file in files for part in file.get("parts", [file])}
    assert on_disk | {"meta.json"} == {path.name for path in folder.iterdir()}
    assert max(path.stat().st_size for path in folder.iterdir()) <= 20_000_000
    for file in files:
        assert len(joined(folder, file["path"])) == file["bytes"]


def test_backbone_golden(backbone) -> None:
    tokens, meta = WindowTokens(load_tokenizer(BACKBONE)), read(BACKBONE, "meta.json")
    assert meta["word_timing"] == [part._asdict() for part in WORD_TIMING]
    cases = read(BACKBONE, "golden.json")["cases"]
    assert len(cases) >= 12 and max(len(case["input_ids"]) for case in cases) == meta["max_tokens"]
    for case in cases:
        said, _ = condition(partner(case["words"]), 0, 0, 0, None, None)
        ids, timing = tokens(said)
        assert said.text == case["text"] and ids.tolist() == case["input_ids"]
        np.testing.assert_allclose(timing, case["word_timing"], atol=1e-5)
        hidden = hidden_states(backbone, [(ids, timing)])[0]
        np.testing.assert_allclose(hidden, case["hidden"], atol=meta["tolerance"])


def partner(words: list) -> list:
    return [word[:3] for word in words if len(word) < 4 or word[3] == "you"]


def test_head_golden_end_to_end(backbone) -> None:
    tokens, head = WindowTokens(load_tokenizer(BACKBONE)), session(joined(HEAD, "head.onnx"))
    cases = read(HEAD, "golden.json")["cases"]
    assert len(cases) >= 12
    for case in cases:
        words = partner(case["words"])
        since = [case.get(key) for key in ("since_turn_ms", "since_backchannel_ms")]
        seconds = [None if ms is None else ms / 1000 for ms in since]
        said, vector = condition(words, case["bc"], case["tc"], case["silence_ms"] / 1000, *seconds)
        assert said.text == case["text"]
        np.testing.assert_allclose(vector, case["condition"], atol=1e-5)
        hidden = hidden_states(backbone, [tokens(said)])
        p = softmax(head.run(None, {"hidden": hidden, "condition": vector[None]})[0][0])
        np.testing.assert_allclose(p, case["p"], atol=read(HEAD, "meta.json")["tolerance"])


def test_head_meta_says_what_the_code_does() -> None:
    meta = read(HEAD, "meta.json")
    assert meta["condition"] == [part._asdict() for part in CONDITION]
    assert meta["backbone"] == f"decision-backbone-small@{VERSION}"
    for name in ("c_bc", "c_tc"):
        quantiles = meta["dials"][name]["quantiles"]
        assert len(quantiles) == 101 and quantiles == sorted(quantiles)
        for rates in (meta["dials"][name]["rate_per_min"], meta["dials"][name]["late_rate_per_min"]):
            assert rates["dial"] == [round(0.1 * step, 1) for step in range(11)]
            columns = (rates[key] for key in ("low", "simulated", "high"))
            assert all(low <= rate <= high for low, rate, high in zip(*columns, strict=True))


def test_policy_golden_is_what_the_code_says() -> None:
    assert json.loads(json.dumps(answered())) == read(HEAD, "golden.json")["policy_cases"]
