"""The full backbone as an ONNX graph with a cache of keys and values, validated, and read word by word."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn
from transformers.cache_utils import DynamicCache, DynamicLayer

from .export import OPSET, session
from .full_model import FullBackbone
from .full_windows import WordTokens, cache_start

# A protobuf holds at most 2 GB; larger weights go into one file beside the graph.
INLINE_BYTES = 1_500_000_000
BLOCK = 32


class CachedBackbone(nn.Module):
    """New tokens [1,n] and the cache so far -> hidden [1,n,d] and the longer cache.

    The cache is a key and a value [1,heads,p,size] for each layer; p may be 0. Positions and mask follow from p and n.
    """

    def __init__(self, backbone: FullBackbone) -> None:
        super().__init__()
        self.backbone = backbone

    def forward(self, input_ids: Tensor, *past: Tensor) -> tuple[Tensor, ...]:
        cache = DynamicCache()
        cache.layers = [_filled(key, value) for key, value in zip(past[::2], past[1::2], strict=True)]
        before, new = past[0].shape[2], input_ids.shape[1]
        positions = torch.arange(new, device=input_ids.device) + before
        seen = torch.arange(before + new, device=input_ids.device)[None, :] <= positions[:, None]
        lowest = torch.finfo(past[0].dtype).min
        mask = torch.where(seen, 0.0, lowest)[None, None]
        output = self.backbone.encoder(
            input_ids=input_ids,
            attention_mask=mask,
            position_ids=positions[None],
            past_key_values=cache,
            use_cache=True,
        )
        hidden = self.backbone.norm(output.last_hidden_state)
        present = [part for layer in cache.layers for part in (layer.keys, layer.values)]
        return (hidden, *present)


def _filled(key: Tensor, value: Tensor) -> DynamicLayer:
    """A cache layer that already holds something. Its own way to begin, with an empty vector, cannot be exported."""
    layer = DynamicLayer()
    layer.keys, layer.values, layer.is_initialized = key, value, True
    layer.dtype, layer.device = key.dtype, key.device
    return layer


def cache_shape(config: object) -> tuple[int, int, int]:
    """Layers, key-value heads and head size of a decoder."""
    heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
    size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return config.num_hidden_layers, heads, size


def cache_names(prefix: str, layers: int) -> list[str]:
    return [f"{prefix}.{layer}.{part}" for layer in range(layers) for part in ("key", "value")]


def save_graph(graph: onnx.ModelProto, path: Path) -> None:
    """Writes a graph, its weights in ``<name>.data`` beside it when they are too many for one file; checks it."""
    path.with_name(f"{path.name}.data").unlink(missing_ok=True)
    if sum(len(weights.raw_data) for weights in graph.graph.initializer) > INLINE_BYTES:
        onnx.save_model(
            graph, path, save_as_external_data=True, all_tensors_to_one_file=True, location=f"{path.name}.data"
        )
    else:
        onnx.save_model(graph, path)
    onnx.checker.check_model(str(path))


def export_cached(backbone: FullBackbone, path: Path, tolerance: float = 1e-3) -> None:
    """Writes the fp32 graph of a causal backbone and validates it: names, axes, shapes, values with and without cache.

    Raises ValueError when the graph is not what was asked for, AssertionError when its numbers are not torch's.
    """
    config = backbone.encoder.config
    backbone.encoder.set_attn_implementation("eager")
    backbone.eval()
    layers, heads, size = cache_shape(config)
    inputs = ["input_ids", *cache_names("past_key_values", layers)]
    outputs = ["hidden", *cache_names("present", layers)]
    axes = {"input_ids": {1: "n"}, "hidden": {1: "n"}}
    axes |= {name: {2: "p"} for name in inputs[1:]} | {name: {2: "p_and_n"} for name in outputs[1:]}
    past = [torch.zeros(1, heads, 2, size) for _ in inputs[1:]]
    folder = path.parent / "exporting"
    folder.mkdir(exist_ok=True)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            CachedBackbone(backbone).eval(),
            (torch.tensor([[1, 2, 3]]), *past),
            str(folder / "graph.onnx"),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    save_graph(onnx.load(folder / "graph.onnx"), path)
    for part in folder.iterdir():
        part.unlink()
    folder.rmdir()
    validate(backbone, path, inputs, outputs, tolerance)


def validate(backbone: FullBackbone, path: Path, inputs: list[str], outputs: list[str], tolerance: float) -> None:
    """Compares a graph with the backbone: its names and shapes, one pass, and the same tokens in three passes."""
    running = session(path)
    found = [item.name for item in running.get_inputs()], [item.name for item in running.get_outputs()]
    if found != (inputs, outputs):
        raise ValueError(f"the exporter renamed the graph's inputs or outputs: {found}")
    _, heads, size = cache_shape(backbone.encoder.config)
    if any(list(item.shape[:2]) != [1, heads] or item.shape[3] != size for item in running.get_inputs()[1:]):
        raise ValueError("the graph's cache has another shape than the backbone's")
    ids = np.random.default_rng(0).integers(0, backbone.encoder.config.vocab_size, (1, 37))
    with torch.no_grad():
        wanted = backbone(torch.from_numpy(ids), torch.ones_like(torch.from_numpy(ids))).numpy()
    for edges in ([0, 37], [0, 20, 21, 37]):
        cache = empty_cache(backbone.encoder.config)
        for start, until in zip(edges, edges[1:], strict=False):
            hidden, *cache = running.run(None, dict(zip(inputs, [ids[:, start:until], *cache], strict=True)))
            np.testing.assert_allclose(hidden, wanted[:, start:until], atol=tolerance)


def empty_cache(config: object) -> list[np.ndarray]:
    layers, heads, size = cache_shape(config)
    return [np.zeros((1, heads, 0, size), np.float32) for _ in range(2 * layers)]


def export_windows(backbone: FullBackbone, path: Path, tolerance: float = 1e-3) -> None:
    """The same for a backbone that reads both ways: whole windows [1,n] -> hidden [1,n,d], no cache."""
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
    save_graph(onnx.load(path), path)
    running = session(path)
    for length in (2, 17):
        tokens = np.random.default_rng(0).integers(0, backbone.encoder.config.vocab_size, (1, length))
        with torch.no_grad():
            wanted = backbone(torch.from_numpy(tokens), torch.ones_like(torch.from_numpy(tokens))).numpy()
        got = running.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})[0]
        np.testing.assert_allclose(got, wanted, atol=tolerance)


def quantise_to_4_bits(source: Path, target: Path) -> None:
    """Matrices in blocks of 32 weights of 4 bits, as the page's WebGPU kernels read them; the token table in 8 bits."""
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    quantiser = MatMulNBitsQuantizer(onnx.load(source), bits=4, block_size=BLOCK, is_symmetric=True)
    quantiser.process()
    graph = quantiser.model.model
    quantise_token_table(graph)
    save_graph(graph, target)


def quantise_token_table(graph: onnx.ModelProto) -> None:
    """The rows that the token ids pick, as whole numbers and a factor a row, in operators that every runtime has."""
    lookup = next(node for node in graph.graph.node if node.op_type == "Gather" and node.input[1] == "input_ids")
    table = next(weights for weights in graph.graph.initializer if weights.name == lookup.input[0])
    values = numpy_helper.to_array(table)
    factor = np.maximum(np.abs(values).max(1, keepdims=True), 1e-9) / 127
    graph.graph.initializer.remove(table)
    name = table.name
    rounded = np.round(values / factor).astype(np.int8)
    graph.graph.initializer.append(numpy_helper.from_array(rounded, f"{name}.rows"))
    graph.graph.initializer.append(numpy_helper.from_array(factor.astype(np.float32), f"{name}.factor"))
    at = list(graph.graph.node).index(lookup)
    steps = [
        helper.make_node("Gather", [f"{name}.rows", "input_ids"], [f"{name}.picked"], name=f"{name}/rows"),
        helper.make_node("Cast", [f"{name}.picked"], [f"{name}.wide"], name=f"{name}/cast", to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name}.factor", "input_ids"], [f"{name}.scale"], name=f"{name}/factor"),
        helper.make_node("Mul", [f"{name}.wide", f"{name}.scale"], [lookup.output[0]], name=f"{name}/scaled"),
    ]
    graph.graph.node.remove(lookup)
    for number, node in enumerate(steps):
        graph.graph.node.insert(at + number, node)


class WordReader:
    """Reads a partner's words one at a time through the graph, by the policy of ``cache_start``; as the page should."""

    def __init__(self, running, config: object, encode: WordTokens, opening: list[int]) -> None:
        self.running, self.config, self.encode, self.opening = running, config, encode, opening
        self.inputs = [item.name for item in running.get_inputs()]
        self.words: list[str] = []
        self.start = 0
        self.cache = empty_cache(config)
        self.hidden = np.zeros(config.hidden_size, np.float32)

    def read(self, word: str) -> np.ndarray:
        """The hidden vector [d] after one more word."""
        self.words.append(word)
        start = cache_start(len(self.words) - 1)
        emptied = start != self.start
        begins = emptied or len(self.words) == 1
        self.start = start
        if begins:
            self.cache = empty_cache(self.config)
        tokens = [token for ids in self.encode(self.words[start:] if emptied else [word]) for token in ids]
        ids = [*self.opening, *tokens] if begins else tokens
        if ids:
            fed = dict(zip(self.inputs, [np.array([ids], np.int64), *self.cache], strict=True))
            hidden, *self.cache = self.running.run(None, fed)
            self.hidden = hidden[0, -1]
        return self.hidden
