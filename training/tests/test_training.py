"""One step of training, a resumed run, and the export, on a tiny random encoder."""

from pathlib import Path

import numpy as np
import pytest
import torch
import train_decision
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertModel

from mhm_training.auxiliary import Auxiliary
from mhm_training.corpus import window_arrays, windows_of
from mhm_training.export import export_backbone, export_head, hidden_states, quantise, session
from mhm_training.model import load_model
from mhm_training.pool import conversation_pool
from mhm_training.sequences import side_arrays, stretch_batch, stretches
from mhm_training.simulate_many import OnnxHead
from mhm_training.tokens import WindowTokens, load_tokenizer
from mhm_training.windows import CONDITION, reading

WIDTH = 32


@pytest.fixture
def source(tmp_path: Path, conversation: dict) -> str:
    """A folder with a tiny random encoder and a tokenizer for the made-up words."""
    torch.manual_seed(0)
    folder = tmp_path / "encoder"
    words = sorted({word[2] for side in conversation["sides"] for word in side["words"]})
    vocabulary = {word: index for index, word in enumerate(["[UNK]", "[CLS]", "[SEP]", *words])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    config = BertConfig(
        vocab_size=1000, hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return str(folder)


@pytest.fixture
def pool(conversation: dict) -> dict:
    tables = (np.linspace(0, 1, 101), np.linspace(0, 1, 101))
    return conversation_pool([conversation], [[(0.1, 0.6), (0.3, 0.2)]], tables, seed=1)


@pytest.fixture
def arrays(conversation: dict, pool: dict, source: str) -> dict:
    return window_arrays([conversation], pool, np.arange(len(pool["label"])), load_tokenizer(source))


@pytest.fixture
def sides(conversation: dict, pool: dict, source: str) -> dict:
    return side_arrays([conversation], pool, load_tokenizer(source))


def test_one_step_learns(source: str, sides: dict) -> None:
    torch.manual_seed(1)
    model, auxiliary = load_model(source, len(CONDITION)), Auxiliary(WIDTH, len(CONDITION))
    train_decision.prepare(model)
    optimiser = train_decision.make_optimiser(model, auxiliary)
    rng = np.random.default_rng(0)
    batch = stretch_batch(sides, stretches(sides, rng)[0], 1, rng)
    losses = [train_decision.train_step(model, auxiliary, optimiser, batch) for _ in range(30)]
    assert losses[-1] < 0.8 * losses[0]


def test_a_pass_over_a_stretch_is_what_each_word_s_window_gives(source: str, sides: dict, conversation: dict) -> None:
    model = load_model(source, len(CONDITION)).eval()
    tokens, words = WindowTokens(load_tokenizer(source)), conversation["sides"][0]["words"]
    # The stretch of the teller's first words, without noise; the judgements of one listener come first.
    rng = np.random.default_rng(0)
    count, first = len(words), int(sides["side_edges"][1])
    while True:
        batch = stretch_batch(sides, [(first, first + 9)], tokens.opening, rng)
        if batch["ids"].shape[1] == 10 and np.allclose(batch["timing"][0, 1, 0], np.log1p(0.3), atol=1e-6):
            break
    assert count >= 9
    with torch.no_grad():
        states = model.backbone.states(*(torch.from_numpy(batch[key]) for key in ("ids", "mask", "timing")))[0]
        for last in (0, 4, 8):
            ids, timing = tokens(reading(words[: last + 1]))
            alone = model.backbone(*(torch.from_numpy(part[None]) for part in (ids, np.ones_like(ids), timing)))[0]
            torch.testing.assert_close(states[last + 1], alone, atol=1e-5, rtol=1e-4)


def test_a_run_resumes_where_it_stopped(
    source: str, arrays: dict, sides: dict, tmp_path: Path, capsys, monkeypatch
) -> None:
    monkeypatch.setattr(train_decision, "CHECK_EVERY", 1)
    monkeypatch.setattr(train_decision, "THREADS", 1)
    np.savez(tmp_path / "stretches-train.npz", **sides)
    np.savez(tmp_path / "windows-choose.npz", **arrays)
    train_decision.train(tmp_path, source)
    whole = capsys.readouterr().out
    trained = torch.load(tmp_path / "trained.pt", weights_only=True)
    assert "step 1/" in whole
    train_decision.train(tmp_path, source)
    assert "step" not in capsys.readouterr().out
    again = torch.load(tmp_path / "trained.pt", weights_only=True)
    assert all(torch.equal(trained[key], again[key]) for key in trained)


def test_the_mean_of_two_runs_is_of_their_weights() -> None:
    runs = [
        {"w": torch.tensor([1.0, 2.0]), "at": torch.tensor([7])},
        {"w": torch.tensor([3.0, 6.0]), "at": torch.tensor([7])},
    ]
    mean = train_decision.mean_weights(runs)
    assert mean["w"].tolist() == [2.0, 4.0] and mean["at"].tolist() == [7]


def test_a_run_with_no_time_left_ends_after_a_step(
    source: str, arrays: dict, sides: dict, tmp_path: Path, capsys
) -> None:
    np.savez(tmp_path / "stretches-train.npz", **sides)
    np.savez(tmp_path / "windows-choose.npz", **arrays)
    train_decision.train(tmp_path, source, minutes=1e-9)
    printed = capsys.readouterr().out
    assert printed.count("step ") == len(train_decision.PASSES)
    assert (tmp_path / "trained.pt").exists()


def test_export_gives_the_same_numbers(source: str, arrays: dict, tmp_path: Path) -> None:
    model = load_model(source, len(CONDITION)).eval()
    export_backbone(model.backbone, tmp_path / "fp32.onnx")
    quantise(tmp_path / "fp32.onnx", tmp_path / "int8.onnx")
    export_head(model.head, WIDTH, len(CONDITION), tmp_path / "head.onnx")
    ids = windows_of(arrays, range(8))
    exact = hidden_states(session(tmp_path / "fp32.onnx"), ids)
    rounded = hidden_states(session(tmp_path / "int8.onnx"), ids)
    assert exact.shape == (8, WIDTH)
    assert 0 < np.abs(exact - rounded).max() < 0.2
    with torch.no_grad():
        expected = torch.softmax(model.head(torch.from_numpy(exact), torch.from_numpy(arrays["condition"][:8])), -1)
    head = OnnxHead(tmp_path / "head.onnx")
    np.testing.assert_allclose(head(exact, arrays["condition"][:8]), expected.numpy(), atol=1e-5)
