"""Export to ONNX: the backbone in dynamic int8, the head in fp32; each validated against torch before it is used."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from .model import Backbone, Head, Plane

OPSET = 17
BACKBONE_INPUTS = ["input_ids", "attention_mask", "word_timing"]


def session(graph: Path | bytes, threads: int = 1) -> onnxruntime.InferenceSession:
    """A CPU session, quiet and on a fixed number of threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Waiting threads would take the core from whatever else runs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        graph if isinstance(graph, bytes) else str(graph), options, providers=["CPUExecutionProvider"]
    )


def _export(module: torch.nn.Module, args: tuple, path: Path, inputs: list[str], output: str, axes: dict) -> None:
    module.eval()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            args,
            str(path),
            input_names=inputs,
            output_names=[output],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    graph = onnx.load(path)
    onnx.checker.check_model(graph)
    assert [item.name for item in graph.graph.input] == inputs, "the exporter renamed an input"
    assert [item.name for item in graph.graph.output] == [output], "the exporter renamed the output"


def export_backbone(backbone: Backbone, path: Path, tolerance: float = 1e-4) -> None:
    """Writes the fp32 graph, inputs [1,n] and [1,n,k], after comparing it with torch at several lengths."""
    ids = torch.tensor([[1, 3, 4, 2]])
    width = backbone.timing.in_features
    axes = {"input_ids": {1: "n"}, "attention_mask": {1: "n"}, "word_timing": {1: "n"}}
    _export(backbone, (ids, torch.ones_like(ids), torch.zeros(1, 4, width)), path, BACKBONE_INPUTS, "hidden", axes)
    running = session(path)
    rng = np.random.default_rng(0)
    for length in (1, 2, 17, 128):
        ids = rng.integers(0, backbone.encoder.config.vocab_size, length)
        timing = rng.uniform(0, 1.8, (length, width)).astype(np.float32)
        got = hidden_states(running, [(ids, timing)])
        with torch.no_grad():
            args = (ids, np.ones_like(ids), timing)
            wanted = backbone(*(torch.from_numpy(arg[None]) for arg in args)).numpy()
        np.testing.assert_allclose(got, wanted, atol=tolerance)


class Normed(torch.nn.Module):
    """A head, or the plane of one, behind the normalisation of the hidden vector."""

    def __init__(self, norm: torch.nn.Module, head: torch.nn.Module) -> None:
        super().__init__()
        self.norm, self.head = norm, head

    def forward(self, hidden: torch.Tensor, condition: torch.Tensor) -> torch.Tensor:
        return self.head(self.norm(hidden), condition)


def export_head(head: torch.nn.Module, size: int, conditions: int, path: Path, tolerance: float = 1e-4) -> None:
    """Writes the fp32 head, inputs [b,size] and [b,conditions], after comparing it with torch at several batches."""
    args = (torch.zeros(2, size), torch.zeros(2, conditions))
    axes = {"hidden": {0: "b"}, "condition": {0: "b"}, "logits": {0: "b"}}
    _export(head, args, path, ["hidden", "condition"], "logits", axes)
    running = session(path)
    rng = np.random.default_rng(0)
    for rows in (1, 7):
        hidden = rng.normal(size=(rows, size)).astype(np.float32)
        condition = rng.uniform(0, 2, (rows, conditions)).astype(np.float32)
        got = running.run(None, {"hidden": hidden, "condition": condition})[0]
        with torch.no_grad():
            wanted = head(torch.from_numpy(hidden), torch.from_numpy(condition)).numpy()
        np.testing.assert_allclose(got, wanted, atol=tolerance)


def export_plane(
    head: Head,
    size: int,
    conditions: int,
    path: Path,
    tolerance: float = 1e-4,
    norm: torch.nn.Module | None = None,
) -> None:
    """Writes the head for one hidden vector [1,size] and many conditions [n,conditions], compared with the head.

    With ``norm``, the hidden vector is normalised by it first.
    """
    before = norm or torch.nn.Identity()
    axes = {"condition": {0: "n"}, "logits": {0: "n"}}
    args = (torch.zeros(1, size), torch.zeros(2, conditions))
    _export(Normed(before, Plane(head)), args, path, ["hidden", "condition"], "logits", axes)
    running = session(path)
    rng = np.random.default_rng(0)
    for rows in (1, 441):
        hidden = rng.normal(size=(1, size)).astype(np.float32)
        condition = rng.uniform(0, 2, (rows, conditions)).astype(np.float32)
        got = running.run(None, {"hidden": hidden, "condition": condition})[0]
        with torch.no_grad():
            one = before(torch.from_numpy(hidden)).expand(rows, -1)
            wanted = head(one, torch.from_numpy(condition)).numpy()
        np.testing.assert_allclose(got, wanted, atol=tolerance)


def quantise(source: Path, target: Path, exclude: tuple[str, ...] = ("/timing/",)) -> None:
    """Dynamic int8, but for the nodes with one of ``exclude`` in their name.

    Weights keep 7 bits, so that kernels that add pairs in 16 bits cannot saturate on any device.
    """
    prepared = target.with_suffix(".prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    names = [node.name for node in onnx.load(prepared).graph.node]
    left = [name for name in names if any(part in name for part in exclude)]
    quantize_dynamic(
        str(prepared),
        str(target),
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=left,
    )
    prepared.unlink()


def hidden_states(running: onnxruntime.InferenceSession, windows: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Hidden [n,d] of windows (token ids [t], word timing [t,k]), one at a time.

    Dynamic quantisation looks at the whole batch, and the page has one.
    """
    out = []
    for ids, timing in windows:
        row = np.asarray(ids, np.int64)[None]
        feeds = (row, np.ones_like(row), np.asarray(timing, np.float32)[None])
        out.append(running.run(None, dict(zip(BACKBONE_INPUTS, feeds, strict=True)))[0][0])
    return np.stack(out)


def softmax(logits: np.ndarray) -> np.ndarray:
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)
