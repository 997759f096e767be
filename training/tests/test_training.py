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

from mhm_training.corpus import window_arrays
from mhm_training.export import export_backbone, export_head, hidden_states, quantise, session
from mhm_training.model import MAX_TOKENS, load_model
from mhm_training.pool import conversation_pool
from mhm_training.simulate import NumpyHead
from mhm_training.tokens import load_tokenizer, token_ids
from mhm_training.windows import CONDITION

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
def arrays(conversation: dict, source: str) -> dict:
    tables = (np.linspace(0, 1, 101), np.linspace(0, 1, 101))
    pool = conversation_pool([conversation], [[(0.1, 0.6), (0.3, 0.2)]], tables, seed=1)
    rows = np.arange(len(pool["label"]))
    return window_arrays([conversation], pool, rows, pool["raw"], load_tokenizer(source), noise_seed=3)


def test_one_step_learns(source: str, arrays: dict) -> None:
    model = load_model(source, len(CONDITION))
    model.eval()
    optimiser = train_decision.make_optimiser(model)
    rows = np.arange(16)
    first = train_decision.train_step(model, optimiser, arrays, rows)
    losses = [train_decision.train_step(model, optimiser, arrays, rows) for _ in range(20)]
    assert losses[-1] < first


def test_a_run_resumes_where_it_stopped(source: str, arrays: dict, tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(train_decision, "CHECK_EVERY", 1)
    monkeypatch.setattr(train_decision, "THREADS", 1)
    for name in ("train", "choose"):
        np.savez(tmp_path / f"windows-{name}.npz", **arrays)
    train_decision.train(tmp_path, source)
    whole = capsys.readouterr().out
    trained = torch.load(tmp_path / "trained.pt", weights_only=True)
    assert "step 1/" in whole
    train_decision.train(tmp_path, source)
    assert "step" not in capsys.readouterr().out.replace("s/step", "")
    again = torch.load(tmp_path / "trained.pt", weights_only=True)
    assert all(torch.equal(trained[key], again[key]) for key in trained)


def test_export_gives_the_same_numbers(source: str, arrays: dict, tmp_path: Path) -> None:
    model = load_model(source, len(CONDITION)).eval()
    export_backbone(model.backbone, tmp_path / "fp32.onnx")
    quantise(tmp_path / "fp32.onnx", tmp_path / "int8.onnx")
    export_head(model.head, WIDTH, len(CONDITION), tmp_path / "head.onnx")
    ids = [arrays["ids"][arrays["offsets"][row] : arrays["offsets"][row + 1]] for row in range(8)]
    exact = hidden_states(session(tmp_path / "fp32.onnx"), ids)
    rounded = hidden_states(session(tmp_path / "int8.onnx"), ids)
    assert exact.shape == (8, WIDTH)
    assert 0 < np.abs(exact - rounded).max() < 0.2
    head = NumpyHead({name: weight.numpy() for name, weight in model.head.state_dict().items()})
    logits = session(tmp_path / "head.onnx").run(None, {"hidden": exact, "condition": arrays["condition"][:8]})[0]
    expected = torch.softmax(torch.from_numpy(logits), -1).numpy()
    np.testing.assert_allclose(head(exact, arrays["condition"][:8]), expected, atol=1e-5)


def test_long_windows_keep_their_end(source: str) -> None:
    tokenizer = load_tokenizer(source)
    ids = token_ids(tokenizer, "lake " * 300 + "sunday")
    assert len(ids) == MAX_TOKENS
    assert ids[0] == 1 and ids[-1] == 2 and ids[-2] == tokenizer.token_to_id("sunday")
