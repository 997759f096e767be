"""What the full training leaves: a causal backbone as a language model's folder, another as a graph."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

from .export import OPSET, session
from .full_model import FullBackbone


def save_language(encoder: nn.Module, tokenizer, folder: Path) -> None:
    """Writes a causal backbone, its low-rank updates merged, with its tokenizer as a causal language model.

    Exporters know such folders. The language model's head is not exported, so it is tied to the token table, trained
    or not. Raises ValueError when the folder does not read back as the backbone that was given.
    """
    from transformers import AutoModel, AutoModelForCausalLM

    encoder.config.tie_word_embeddings = True
    whole = AutoModelForCausalLM.from_config(encoder.config, dtype=torch.float32)
    whole.base_model.load_state_dict(encoder.state_dict())
    whole.tie_weights()
    whole.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    ids = torch.arange(1, 9)[None] % encoder.config.vocab_size
    again = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
    with torch.no_grad():
        states = [model(input_ids=ids).last_hidden_state for model in (encoder.eval(), again)]
    if not torch.allclose(*states, atol=1e-4):
        raise ValueError(f"{folder} does not read back as the backbone that was trained")


def export_windows(backbone: FullBackbone, path: Path, tolerance: float = 1e-3) -> None:
    """A backbone that reads both ways as a graph: whole windows [1,n] -> hidden [1,n,d]; compared with torch.

    A causal one becomes a folder (``save_language``), of which ``full_graph`` makes graphs with a cache.
    """
    backbone.eval()
    axes = {"input_ids": {1: "n"}, "attention_mask": {1: "n"}, "hidden": {1: "n"}}
    ids = torch.tensor([[1, 2, 3, 4]])
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            backbone,
            (ids, torch.ones_like(ids)),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["hidden"],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    onnx.checker.check_model(str(path))
    running = session(path)
    for length in (2, 17):
        tokens = np.random.default_rng(0).integers(0, backbone.encoder.config.vocab_size, (1, length))
        with torch.no_grad():
            wanted = backbone(torch.from_numpy(tokens), torch.ones_like(torch.from_numpy(tokens))).numpy()
        got = running.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})[0]
        np.testing.assert_allclose(got, wanted, atol=tolerance)
