"""The packs in the repository do what their golden files say."""

import json
from pathlib import Path

import numpy as np
import pytest

from mhm_training.export import hidden_states, session, softmax
from mhm_training.pack import joined
from mhm_training.policy_cases import answered
from mhm_training.tokens import load_tokenizer, token_ids
from mhm_training.windows import CONDITION, condition

MODELS = Path(__file__).parents[2] / "models"
BACKBONE, HEAD = MODELS / "decision-backbone-small/1", MODELS / "decision-head-small/1"


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
    tokenizer = load_tokenizer(BACKBONE)
    golden = read(BACKBONE, "golden.json")
    assert len(golden["cases"]) >= 12 and len(golden["tokens"][0]["input_ids"]) == 128
    for case in golden["cases"] + golden["tokens"]:
        assert token_ids(tokenizer, case["text"]) == case["input_ids"]
    for case in golden["cases"]:
        hidden = hidden_states(backbone, [np.array(case["input_ids"])])[0]
        np.testing.assert_allclose(hidden, case["hidden"], atol=read(BACKBONE, "meta.json")["tolerance"])


def test_head_golden_end_to_end(backbone) -> None:
    tokenizer, head = load_tokenizer(BACKBONE), session(joined(HEAD, "head.onnx"))
    cases = read(HEAD, "golden.json")["cases"]
    assert len(cases) >= 12
    for case in cases:
        words = [word[:3] for word in case["words"] if word[3] == "you"]
        since = [case.get(key) for key in ("since_turn_ms", "since_backchannel_ms")]
        seconds = [None if ms is None else ms / 1000 for ms in since]
        text, vector = condition(words, case["bc"], case["tc"], case["silence_ms"] / 1000, *seconds)
        assert text == case["text"]
        np.testing.assert_allclose(vector, case["condition"], atol=1e-5)
        hidden = hidden_states(backbone, [token_ids(tokenizer, text)])
        p = softmax(head.run(None, {"hidden": hidden, "condition": vector[None]})[0][0])
        np.testing.assert_allclose(p, case["p"], atol=read(HEAD, "meta.json")["tolerance"])


def test_head_meta_says_what_the_code_does() -> None:
    meta = read(HEAD, "meta.json")
    assert meta["condition"] == [part._asdict() for part in CONDITION]
    assert meta["backbone"] == "decision-backbone-small@1"
    for name in ("c_bc", "c_tc"):
        quantiles = meta["dials"][name]["quantiles"]
        assert len(quantiles) == 101 and quantiles == sorted(quantiles)
        rates = meta["dials"][name]["rate_per_min"]
        assert rates["dial"] == [0.1, 0.3, 0.5, 0.7, 0.9]
        assert all(
            low <= rate <= high for low, rate, high in zip(rates["low"], rates["simulated"], rates["high"], strict=True)
        )


def test_policy_golden_is_what_the_code_says() -> None:
    assert json.loads(json.dumps(answered())) == read(HEAD, "golden.json")["policy_cases"]
