"""The whole full run, on a tiny random Qwen3 and a made corpus: read, windows, train, resume, merge, export, golden."""

import json
from pathlib import Path

import export_full_decision
import make_full_sequences
import numpy as np
import pytest
import read_corpus
import torch
import train_full_decision
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast, Qwen3Config, Qwen3Model

from mhm_training.export import session
from mhm_training.full_export import save_language
from mhm_training.full_model import FullModel, Missing, backbone_parts, need_a_gpu, reads_left_to_right
from mhm_training.full_states import LanguageStates
from mhm_training.full_windows import KEEP_WORDS, MOST_WORDS, cache_start, masked, sequence_of, word_tokens
from mhm_training.windows import CONDITION

WORDS = (
    "so we went down to the lake on sunday morning and water was very cold but swam anyway that um-hum really there "
    "last year with kids yeah i think you know it right home then how are doing fine thanks"
).split()


@pytest.fixture(scope="module")
def backbone(tmp_path_factory) -> str:
    """A folder with a random Qwen3 of two layers, 32 wide, and a tokenizer of whole words."""
    folder = tmp_path_factory.mktemp("qwen3")
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=512,
    )
    Qwen3Model(config).save_pretrained(folder)
    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(["<unk>", *WORDS])}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>").save_pretrained(folder)
    return str(folder)


def write_fisher(root: Path, count: int) -> None:
    """Made calls: A tells, B says "yeah" or takes the turn now and then; random words, so nothing can be learnt."""
    rng = np.random.default_rng(1)
    folder = root / "data/trans/000"
    folder.mkdir(parents=True)
    for number in range(count):
        lines, at = ["# made"], 0.5
        for _ in range(24):
            said = " ".join(rng.choice(WORDS[:18], rng.integers(1, 9)))
            end = at + 0.3 * len(said.split())
            lines.append(f"{at:.2f} {end:.2f} A: {said}")
            answer = rng.integers(3)
            if answer == 1:
                lines.append(f"{end - 0.1:.2f} {end + 0.2:.2f} B: yeah")
            if answer == 2:
                lines.append(f"{end + 0.1:.2f} {end + 2:.2f} B: i think you know it really")
            at = end + (3.5 if answer == 2 else 0.8)
        (folder / f"fe_03_{number:05d}.txt").write_text("\n".join(lines))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, backbone: str) -> Path:
    """An OUT_DIR up to the sequences."""
    root = tmp_path_factory.mktemp("full")
    write_fisher(root / "calls", 60)
    read_corpus.main("fisher", root / "calls", root / "out")
    make_full_sequences.main(make_full_sequences.arguments().parse_args([str(root / "out"), backbone, "--limit", "90"]))
    return root / "out"


def options(out: Path, backbone: str, *more: str):
    common = [str(out), "--backbone", backbone, "--cpu", "--batch", "8", "--epochs", "1", "--rate", "0.001"]
    return train_full_decision.arguments().parse_args([*common, "--rank", "4", *more])


def copied(prepared: Path, target: Path) -> Path:
    target.mkdir()
    for path in prepared.iterdir():
        if path.suffix in (".npz", ".json"):
            (target / path.name).write_bytes(path.read_bytes())
    return target


def test_the_whole_run(prepared: Path, backbone: str, tmp_path: Path, capsys) -> None:
    out = copied(prepared, tmp_path / "out")
    train_full_decision.train(options(out, backbone, "--most-steps", "2"))
    assert "stopped at step 2 of" in capsys.readouterr().out and not (out / "best.pt").exists()
    train_full_decision.train(options(out, backbone))
    assert "going on from step 2 of" in capsys.readouterr().out
    resumed = torch.load(out / "best.pt", weights_only=True)
    assert any("lora_A" in name for name in resumed) and not any(name.endswith("base_layer.weight") for name in resumed)

    straight = copied(prepared, tmp_path / "straight")
    train_full_decision.train(options(straight, backbone))
    whole = torch.load(straight / "best.pt", weights_only=True)
    assert all(torch.allclose(resumed[name], whole[name], atol=1e-6) for name in whole)

    export_full_decision.main(out)
    exported = json.loads((out / "export/export.json").read_text())
    assert exported["causal"] and exported["hidden"] == 32
    assert exported["scores"]["as it fell"]["windows"] > 20
    check_exported(out, backbone)


def check_exported(out: Path, backbone: str) -> None:
    """The folder and the head's graph give what the trained model gives: the updates are merged, the norm is inside."""
    encoder, tokenizer = backbone_parts(backbone)
    state = torch.load(out / "export/head.pt", weights_only=True)
    model = FullModel(encoder).eval()
    model.backbone.norm.load_state_dict(state["norm"])
    model.head.load_state_dict(state["head"])
    states = LanguageStates(out / "export/language")
    words = [[0.0, 0.1, word] for word in WORDS]
    hidden = states(words)
    ids, ends = sequence_of(WORDS, word_tokens(tokenizer), [])
    with torch.no_grad():
        came = encoder(input_ids=torch.tensor([ids])).last_hidden_state[0, ends].numpy()
    assert np.abs(hidden - came).max() > 1e-3, "the exported model is the one that came, not the trained one"
    condition = np.random.default_rng(0).uniform(0, 1, (len(hidden), len(CONDITION))).astype(np.float32)
    got = session(out / "export/head.onnx").run(None, {"hidden": hidden, "condition": condition})[0]
    with torch.no_grad():
        wanted = model.head(model.backbone.norm(torch.from_numpy(hidden)), torch.from_numpy(condition)).numpy()
    np.testing.assert_allclose(got, wanted, atol=1e-4)


def test_serving_reads_what_training_read(backbone: str, tmp_path: Path) -> None:
    """A word's state is the same in a training sequence and by the policy of the cache, over two emptied caches."""
    encoder, tokenizer = backbone_parts(backbone)
    encode = word_tokens(tokenizer)
    save_language(encoder, tokenizer, tmp_path / "language")
    words = [WORDS[i] for i in np.random.default_rng(2).integers(0, len(WORDS), 2 * MOST_WORDS + 5)]
    served = LanguageStates(tmp_path / "language")([[0.0, 0.1, word] for word in words])
    for last in range(len(words)):
        ids, ends = sequence_of(words[cache_start(last) : last + 1], encode, [])
        with torch.no_grad():
            trained = encoder(input_ids=torch.tensor([ids])).last_hidden_state[0, ends[-1]]
        np.testing.assert_allclose(served[last], trained.numpy(), atol=1e-4)


def test_the_cache_keeps_enough_words() -> None:
    starts = [cache_start(index) for index in range(1000)]
    before = [index - start for index, start in enumerate(starts)]
    assert starts == sorted(starts) and max(before) == MOST_WORDS - 1
    assert min(before[MOST_WORDS:]) == KEEP_WORDS
    assert len(set(starts)) == 1 + (1000 - MOST_WORDS + MOST_WORDS - KEEP_WORDS - 1) // (MOST_WORDS - KEEP_WORDS)


def test_judgements_keep_their_word_and_label(prepared: Path, backbone: str) -> None:
    data = dict(np.load(prepared / "sequences-report.npz"))
    assert (np.diff(data["sequence"]) >= 0).all() and set(data["label"].tolist()) == {0, 1, 2}
    lengths = np.diff(data["offsets"])
    assert (data["position"] < lengths[data["sequence"]]).all()
    # A sequence is not read beyond the last word that is judged in it.
    last = np.maximum.reduceat(data["position"], np.searchsorted(data["sequence"], np.arange(len(lengths))))
    assert (last == lengths - 1).all()


def test_a_run_without_dials_on_labelled_rows(backbone: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    for split, count in (("train", 40), ("val", 12), ("test", 12)):
        lines = [{"id": str(i), "text": " ".join(rng.choice(WORDS, 5)), "label": int(i % 3)} for i in range(count)]
        (tmp_path / f"labelled-{split}.jsonl").write_text("\n".join(map(json.dumps, lines)))
    make_full_sequences.main(make_full_sequences.arguments().parse_args([str(tmp_path), backbone, "--labelled"]))
    train_full_decision.train(options(tmp_path, backbone, "--condition", "none", "--full", "--layers", "1"))
    state = torch.load(tmp_path / "best.pt", weights_only=True)
    assert not any(".layers.1." in name for name in state) and any(".layers.0." in name for name in state)
    export_full_decision.main(tmp_path)
    head = session(tmp_path / "export/head.onnx")
    hidden = rng.normal(size=(2, 32)).astype(np.float32)
    conditions = (np.zeros((2, len(CONDITION)), np.float32), np.ones((2, len(CONDITION)), np.float32))
    # Without dials, no condition changes anything.
    first, second = (head.run(None, {"hidden": hidden, "condition": condition})[0] for condition in conditions)
    np.testing.assert_array_equal(first, second)
    assert "auc" in json.loads((tmp_path / "export/export.json").read_text())["scores"]["as it fell"]


def test_a_backbone_that_reads_both_ways_never_sees_what_follows(backbone: str, tmp_path: Path, prepared: Path) -> None:
    encoder, tokenizer = backbone_parts(backbone)
    assert reads_left_to_right(encoder)
    both = tmp_path / "bert"
    torch.manual_seed(0)
    config = BertConfig(vocab_size=64, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64)
    BertModel(config, add_pooling_layer=False).save_pretrained(both)
    tokenizer.save_pretrained(both)
    assert not reads_left_to_right(backbone_parts(str(both))[0])
    out = copied(prepared, tmp_path / "out")
    for name in ("train", "val", "test"):
        (out / f"{name}.jsonl").write_bytes((prepared / f"{name}.jsonl").read_bytes())
    make_full_sequences.main(make_full_sequences.arguments().parse_args([str(out), str(both), "--limit", "24"]))
    data = dict(np.load(out / "sequences-train.npz"))
    assert data["sequence"].tolist() == list(range(24))
    assert (data["position"] == np.diff(data["offsets"]) - 1).all()
    train_full_decision.train(options(out, str(both)))
    export_full_decision.main(out)
    assert json.loads((out / "export/export.json").read_text())["causal"] is False
    golden = json.loads((out / "export/golden.json").read_text())
    windows = session(out / "export/backbone.onnx")
    for case in golden["cases"]:
        ids = np.array([case["input_ids"]])
        hidden = windows.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0, -1]
        np.testing.assert_allclose(hidden, case["hidden"], atol=1e-3)


def test_what_a_mode_does_not_see_is_zero() -> None:
    condition = np.ones((1, len(CONDITION)), np.float32)
    assert [int(masked(condition, mode).sum()) for mode in ("all", "dials", "none")] == [len(CONDITION), 2, 0]


def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path, backbone: str, monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(Missing, match="No GPU was found: run this on a machine with one, or pass --cpu"):
        need_a_gpu(False)
    with pytest.raises(Missing, match="could not be loaded: check the connection to the Hugging Face hub"):
        backbone_parts(str(tmp_path / "nothing"))
    with pytest.raises(Missing, match="--layers takes 1 to that many"):
        backbone_parts(backbone, 9)
    monkeypatch.setattr(train_full_decision, "find_spec", lambda name: None if name == "peft" else name)
    with pytest.raises(Missing, match="The package peft is missing: install it with"):
        train_full_decision.check(options(tmp_path, backbone))
    train_full_decision.check(options(tmp_path, backbone, "--full"))
    (tmp_path / "full.json").write_text(json.dumps({"backbone": backbone, "layers": None, "condition": "all"}))
    (tmp_path / "sequences.json").write_text("{}")
    with pytest.raises(SystemExit, match="has not ended its first epoch"):
        export_full_decision.main(tmp_path)
