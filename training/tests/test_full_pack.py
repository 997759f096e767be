"""The full set, whole: random parts packed, and the trained procedure on made data, both tiny."""

import json
import os
import subprocess
import sys
from pathlib import Path

import embed_full_pack
import make_full_pack_results
import make_full_packs
import make_full_parts
import make_random_parts
import numpy as np
import onnx
import pytest
import torch
from made_full_data import write_study, write_talks
from transformers import AutoTokenizer

from mhm_training.export import session, softmax
from mhm_training.full_affect import affect_of, fit_affect
from mhm_training.full_graph import Cache, WordReader, build_backbone, read_words, running_backbone
from mhm_training.full_model import Missing
from mhm_training.full_states import LanguageStates, states_at_words
from mhm_training.full_voice import LEAST_SAMPLES, made_sound, pooled
from mhm_training.full_windows import KEEP_WORDS, MOST_WORDS, cache_start, opening_tokens, sequence_of, word_tokens
from mhm_training.joint_full import pooled_voice, voice_model
from mhm_training.pack import sha256

ROOT = Path(__file__).parents[2]
BANK = max((ROOT / "models/clips-heart").iterdir(), key=lambda folder: int(folder.name))
RUNS = ROOT / "training/runs"


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("parts")
    make_random_parts.main(folder, ROOT / "models", tiny=True, tokenizer=None)
    return folder


@pytest.fixture(scope="module")
def packs(tmp_path_factory, parts: Path) -> Path:
    folder = tmp_path_factory.mktemp("packs")
    make_full_packs.main(parts, folder, BANK, None, [])
    return folder


def read(packs: Path, name: str, file: str) -> dict:
    return json.loads((packs / f"{name}-tiny/1/{file}").read_text())


def words_of(packs: Path) -> tuple:
    tokenizer = AutoTokenizer.from_pretrained(packs / "decision-backbone-tiny/1")
    return word_tokens(tokenizer), opening_tokens(tokenizer)


def test_word_by_word_is_the_golden_pass(packs: Path) -> None:
    """A reader that reads one word after another, slides and empties its cache gives the golden states."""
    folder = packs / "decision-backbone-tiny/1"
    encode, opening = words_of(packs)
    golden = read(packs, "decision-backbone", "golden.json")["cases"]
    running = running_backbone(folder / "fp32.onnx", exact=True)
    assert max(len(case["words"]) for case in golden) == 2 * MOST_WORDS
    for case in golden:
        ids, ends = sequence_of(case["words"][case["start"] :], encode, opening)
        assert case["start"] == cache_start(len(case["words"]) - 1)
        assert (ids, ends) == (case["input_ids"], case["word_ends"])
        reader = WordReader(running, encode, opening)
        states = [reader.read(word) for word in case["words"]]
        np.testing.assert_allclose(states[-1], case["hidden"], atol=2e-3)
        np.testing.assert_allclose(read_words(running, encode, opening, case["words"]), case["hidden"], atol=2e-3)
    many = golden[-1]["words"]
    at_once = states_at_words(lambda ids: Cache(running).feed(ids), many, encode, opening)
    reader = WordReader(running, encode, opening)
    np.testing.assert_allclose(at_once, [reader.read(word) for word in many], atol=2e-3)


def test_a_word_without_tokens_is_judged_at_the_word_before(packs: Path) -> None:
    encode, opening = words_of(packs)
    reader = WordReader(running_backbone(packs / "decision-backbone-tiny/1/fp32.onnx"), encode, opening)
    assert not reader.read("\U0001f642").any()
    before = reader.read("yeah")
    assert before.any() and (reader.read("\U0001f642") == before).all()


def test_each_variant_is_within_what_it_states(packs: Path) -> None:
    encode, opening = words_of(packs)
    golden = read(packs, "decision-backbone", "golden.json")["cases"]
    meta = read(packs, "decision-backbone", "meta.json")
    for variant in meta["variants"]:
        running = running_backbone(packs / "decision-backbone-tiny/1" / variant["graph"])
        away = [read_words(running, encode, opening, case["words"]) - case["hidden"] for case in golden]
        assert 1e-4 < np.abs(away).max() < variant["tolerance"] < 0.5
    wide = [item for item in running_backbone(packs / "decision-backbone-tiny/1/fp32.onnx").get_inputs()]
    assert [list(item.shape[1:4:2]) for item in wide[2:]] == [[2, 32]] * 4
    assert meta["cache"] == {"layers": 2, "heads": 2, "head_size": 32, "most_words": 48, "keep_words": KEEP_WORDS}
    assert meta["check"]["cosine"] > 0.95 and 0.5 < meta["check"]["agreement"] <= 1


def test_the_check_finds_a_graph_of_other_weights(packs: Path, parts: Path, tmp_path: Path) -> None:
    """Cosines fall when the graph was not made from the language model that it is compared with."""
    make_random_parts.main(tmp_path / "other", ROOT / "models", tiny=True, tokenizer=None)
    from transformers import Qwen3ForCausalLM

    from mhm_training.full_check import compared
    from mhm_training.full_parts import Parts

    torch.manual_seed(5)
    model = Qwen3ForCausalLM.from_pretrained(tmp_path / "other/language")
    Qwen3ForCausalLM(model.config).save_pretrained(tmp_path / "other/language")
    running = running_backbone(packs / "decision-backbone-tiny/1/fp32.onnx")
    found = compared(tmp_path / "other/language", running, Parts.read(parts).head(), [["so", "we", "went"]])
    assert found["cosine"] < 0.5


def test_the_golden_decisions_come_from_the_graphs(packs: Path) -> None:
    encode, opening = words_of(packs)
    meta = read(packs, "decision-head", "meta.json")
    backbone = running_backbone(packs / "decision-backbone-tiny/1/fp16.onnx")
    head, plane = (session(packs / f"decision-head-tiny/1/{name}.onnx") for name in ("head", "plane"))
    for case in read(packs, "decision-head", "golden.json")["cases"]:
        words = [word[2] for word in case["words"] if len(word) < 4 or word[3] == "you"]
        fed = {
            "hidden": read_words(backbone, encode, opening, words)[None],
            "condition": np.array([case["condition"]], np.float32),
        }
        logits = head.run(None, fed)[0]
        np.testing.assert_allclose(softmax(logits)[0], case["p"], atol=meta["tolerance"])
        np.testing.assert_allclose(plane.run(None, fed)[0], logits, atol=1e-4)
    small = json.loads(max((ROOT / "models/decision-head-small").glob("*/meta.json")).read_text())
    assert meta["policy"] == small["policy"] and "not fitted" in meta["fitted"]


def test_padding_changes_no_sound(packs: Path, parts: Path) -> None:
    """The graphs give WavLM's own mean, whatever is masked, and the golden numbers."""
    encoder = voice_model(str(parts / "voice"))
    golden = read(packs, "voice-encoder", "golden.json")
    sound = made_sound(golden["sound"]["samples"], golden["sound"]["seed"])
    for variant in read(packs, "voice-encoder", "meta.json")["variants"]:
        running = session(packs / "voice-encoder-tiny/1" / variant["graph"])
        for case in golden["cases"]:
            part = sound[: case["length"]]
            (wanted,) = pooled_voice(encoder, [part.astype(float)])
            for length in (None, 16_000, 20_001):
                got = pooled(running, part, length)
                np.testing.assert_allclose(got, wanted, atol=variant["tolerance"])
                np.testing.assert_allclose(got, case["pooled"], atol=variant["tolerance"])
        loud = np.full(16_000, 0.5, np.float32)
        loud[:8000] = sound[:8000]
        mask = (np.arange(16_000) < 8000).astype(np.float32)
        (got,) = running.run(None, {"samples": loud[None], "mask": mask[None]})[0]
        np.testing.assert_allclose(got, pooled(running, sound[:8000]), atol=variant["tolerance"])
    assert pooled(running, sound[:10]).shape == (32,) and LEAST_SAMPLES in [case["length"] for case in golden["cases"]]


def test_the_made_sound_is_its_formula() -> None:
    """The generator's first numbers after 1, worked out by hand: 1664525 + 1013904223, and that put in again."""
    state = [1_015_568_748, (1_664_525 * 1_015_568_748 + 1_013_904_223) % 2**32]
    noise = [0.02 * (2 * one / 2**32 - 1) for one in state]
    t = 1 / 16_000
    tones = np.sin(2 * np.pi * 220 * t) + np.sin(2 * np.pi * 440 * t) / 2 + np.sin(2 * np.pi * 1330 * t) / 4
    wanted = [noise[0], 0.2 * tones * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * t)) + noise[1]]
    np.testing.assert_allclose(made_sound(2), wanted, atol=1e-7)


def test_the_bank_lies_in_the_joint_space(packs: Path) -> None:
    meta = read(packs, "joint", "meta.json")
    bank = read(packs, "clips-heart", "bank.json")
    assert bank["encoder"] == "voice-encoder-tiny@1 joint-tiny@1 affect-tiny@1" and len(bank["recordings"]) == 8
    for recording in bank["recordings"]:
        assert np.linalg.norm(recording["vector"]) == pytest.approx(1, abs=1e-3)
        assert recording["form"] in meta["forms"] and 1 <= recording["energy"] <= 5
        assert (packs / "clips-heart-tiny/1" / recording["file"]).exists()
    assert all(np.linalg.norm(vector) == pytest.approx(1, abs=1e-3) for vector in meta["forms"].values())
    for name, cases in read(packs, "joint", "golden.json").items():
        running = session(packs / f"joint-tiny/1/{name[:-1]}.onnx")
        for case in cases:
            (vector,) = running.run(None, {"states": np.array([case["states"]], np.float32)})[0]
            np.testing.assert_allclose(vector, case["vector"], atol=1e-4)
    fitted = read(packs, "affect", "affect.json")
    for case in read(packs, "affect", "golden.json")["cases"]:
        np.testing.assert_allclose(affect_of(fitted, np.array(case["pooled"])), case["affect"], atol=0.02)


def test_every_file_is_listed_with_its_hash(packs: Path) -> None:
    for path in packs.glob("*/1/meta.json"):
        meta = json.loads(path.read_text())
        assert meta["weights"] == "random" and meta["description"].startswith("Random weights: this knows nothing")
        listed = {entry["path"]: entry for entry in meta["files"]}
        assert {file.name for file in path.parent.iterdir()} == {*listed, "meta.json"}
        for name, entry in listed.items():
            assert sha256((path.parent / name).read_bytes()) == entry["sha256"]
        for variant in meta.get("variants", []):
            graph = onnx.load(path.parent / variant["graph"], load_external_data=False)
            kept = {
                entry.value
                for tensor in graph.graph.initializer
                for entry in tensor.external_data
                if entry.key == "location"
            }
            assert kept == set(variant["weights"])


def test_the_committed_tiny_set_is_what_the_command_makes(packs: Path) -> None:
    """Golden numbers may round otherwise on another CPU; weights, tokens and what is described may not differ."""
    committed = ROOT / "e2e/fixtures/models-tiny"
    assert {path.name for path in committed.iterdir()} == {path.name for path in packs.iterdir()}
    for name in ("decision-backbone", "voice-encoder"):
        ours, theirs = (
            {file["path"]: file["sha256"] for file in read(folder, name, "meta.json")["files"]}
            for folder in (packs, committed)
        )
        kept = [file for file in theirs if file.endswith((".data", "tokenizer.json"))]
        assert kept and all(ours[file] == theirs[file] for file in kept)
    for path in committed.glob("*/1/meta.json"):
        made = packs / path.relative_to(committed)
        assert json.loads(path.read_text()).keys() == json.loads(made.read_text()).keys()
    ours, theirs = (read(folder, "decision-backbone", "meta.json")["check"] for folder in (packs, committed))
    near = {name: pytest.approx(ours[name], abs=0.05) for name in ("cosine", "least_cosine", "agreement")}
    assert theirs == ours | near


def test_only_the_first_layers(parts: Path, tmp_path: Path) -> None:
    make_full_packs.main(parts, tmp_path, BANK, None, [1])
    meta = json.loads((tmp_path / "decision-backbone-tiny-1/1/meta.json").read_text())
    assert meta["architecture"]["layers"] == meta["cache"]["layers"] == 1 and meta["check"] is None


def test_ridge_finds_what_there_is() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(2, 3, (4000, 5))
    ratings = 3 + vectors @ rng.normal(0, 0.05, (5, 3))
    fitted = fit_affect(vectors, ratings)
    np.testing.assert_allclose([affect_of(fitted, row) for row in vectors[:20]], ratings[:20], atol=0.1)


def test_the_trained_procedure(parts: Path, tmp_path: Path) -> None:
    """full-pack.sh itself, from conversations with sound to packs, on a CPU and tiny models."""
    out, packs, audio = tmp_path / "out", tmp_path / "packs", tmp_path / "audio"
    write_talks(out, audio, train=60, val=24, heard=3)
    write_study(tmp_path / "data/perception", sets=12)
    environment = os.environ | {
        "BACKBONE": str(parts / "language"),
        "VOICE": str(parts / "voice"),
        "SEQUENCES": "--limit 120",
        "LAUNCH": "--cpu --num_processes 1",
        "JOINT": "--layers 2 --size 8 --batch 16 --epochs 2",
        "RESULTS": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    arguments = [str(path) for path in (tmp_path / "data", audio, out, packs)]
    command = [RUNS / "full-pack.sh", *arguments, "--cpu", "--epochs", "1", "--rank", "4", "--rate", "0.002"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    head, backbone, joint, affect = (
        json.loads((packs / f"{name}-full/1/meta.json").read_text())
        for name in ("decision-head", "decision-backbone", "joint", "affect")
    )
    assert {meta["weights"] for meta in (head, backbone, joint, affect)} == {"trained"}
    assert head["policy"] == json.loads((out / "policy.json").read_text())
    assert head["dials"]["c_bc"]["rate_per_min"]["dial"][-1] == 1
    assert backbone["check"]["words"] > 500 and backbone["check"]["cosine"] > 0.9
    assert any(score["name"].startswith("decision: ") for score in backbone["scores"])
    assert "perception study" in affect["description"]
    # The joint space's words are the state at the partner's last word, as the page has it.
    found = np.load(out / "joint/joint-report.npz")
    assert found["text"].shape[1] == 64 and found["voice"].shape[1] == 32
    assert "trained weights" in (tmp_path / "full-pack.md").read_text()


def test_the_context_is_the_last_word_that_was_over(parts: Path) -> None:
    class Sounds(dict):
        def part(self, *_: object) -> np.ndarray:
            return np.zeros(1600)

    told = [[0.0, 0.2, "so"], [0.3, 0.6, "we"], [0.9, 1.2, "went"]]
    talk = {
        "id": "1",
        "duration_s": 3.0,
        "sides": [{"words": told, "acknowledged": []}, {"words": [[1.0, 1.3, "really"]], "acknowledged": []}],
    }
    states = LanguageStates(parts / "language")
    found = embed_full_pack.embed([talk], Sounds({"1": 1}), states, voice_model(str(parts / "voice")))
    np.testing.assert_allclose(found["text"][0], states(told)[1], atol=1e-5)


def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path, parts: Path, monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(Missing, match="holds no ratings.csv: name the folder"):
        make_full_parts.check(tmp_path)
    options = embed_full_pack.arguments().parse_args([str(tmp_path), str(tmp_path), "--check"])
    with pytest.raises(Missing, match="No GPU was found"):
        embed_full_pack.main(options)
    monkeypatch.setattr(make_full_parts, "find_spec", lambda name: None)
    with pytest.raises(Missing, match="The package onnxruntime_genai is missing: install it with"):
        make_full_parts.check(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ValueError, match="builder refused"):
        build_backbone(tmp_path, tmp_path / "fp32.onnx", half=False)


def test_the_run_stops_before_the_hours(tmp_path: Path) -> None:
    """Without a GPU, or without the study, full-pack.sh ends with one sentence and no traceback."""
    (tmp_path / "audio").mkdir()
    arguments = [tmp_path, tmp_path / "audio", tmp_path / "out", tmp_path / "packs"]
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        [RUNS / "full-pack.sh", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith(f"{tmp_path}/perception holds no ratings.csv")


def test_the_results_name_random_weights(packs: Path, tmp_path: Path) -> None:
    for path in packs.glob("*/1/meta.json"):
        target = tmp_path / path.parent.parent.name.replace("-tiny", "-full") / "1"
        target.mkdir(parents=True)
        (target / "meta.json").write_text(path.read_text())
    make_full_pack_results.main(tmp_path, tmp_path)
    text = (tmp_path / "full-pack.md").read_text()
    assert "random weights of the true architecture" in text and "They know nothing" in text
    check = read(packs, "decision-backbone", "meta.json")["check"]
    assert str(check["cosine"]) in text and f"{check['agreement']:.1%}" in text
