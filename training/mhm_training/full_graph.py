"""The full backbone's graphs: onnxruntime-genai's model builder writes them, we check them and read them word by word.

Without the language model's head: input_ids [1,n], attention_mask [1,p+n] and the cache so far in, hidden_states
[1,n,d] and the longer cache out. Matrices and token table have 4 bits in blocks of 32.
"""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from transformers import AutoConfig

from .full_model import Missing
from .full_windows import WordTokens, cache_start

TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16}


def build_backbone(language: Path, target: Path, half: bool, layers: int | None = None) -> None:
    """Writes ``target`` and ``target``.data from a folder with a causal language model and its tokenizer.

    ``half``: 16-bit activations; else 32. ``layers``: only the first so many. Raises Missing without the builder.
    """
    if find_spec("onnxruntime_genai") is None:
        raise Missing('The package onnxruntime-genai is missing: install it with pip install ".[full]".')
    folder = target.parent / f"{target.stem}-building"
    command = [sys.executable, "-m", "onnxruntime_genai.models.builder", "-i", str(language), "-o", str(folder)]
    command += ["-p", "int4", "-e", "webgpu", "-c", str(folder / "cache"), "--extra_options"]
    command += ["exclude_lm_head=true", f"use_webgpu_fp32={str(not half).lower()}"]
    # The CPU and WASM kernels take no normalisation inside attention.
    command += ["fuse_qk_norm_gqa=false"]
    command += [] if layers is None else [f"num_hidden_layers={layers}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        # Killed for memory, it says nothing.
        why = (done.stderr.strip() or f"it ended with {done.returncode}").splitlines()[-1]
        raise ValueError(f"onnxruntime-genai's builder refused {language}: {why}")
    graph = onnx.load(folder / "model.onnx", load_external_data=False)
    data = f"{target.name}.data"
    for tensor in graph.graph.initializer:
        for entry in tensor.external_data:
            if entry.key == "location":
                entry.value = data
    head_size = AutoConfig.from_pretrained(language).head_dim
    for item in [*graph.graph.input, *graph.graph.output]:
        sizes = item.type.tensor_type.shape.dim
        sizes[0].dim_value = 1
        if len(sizes) == 4:
            sizes[3].dim_value = head_size
    onnx.save_model(graph, target)
    shutil.move(folder / "model.onnx.data", target.with_name(data))
    shutil.rmtree(folder)


def largest_tensor(graph: Path) -> int:
    """Bytes of the largest weight of a graph with external data."""
    found = onnx.load(graph, load_external_data=False).graph.initializer
    outside = [int(entry.value) for tensor in found for entry in tensor.external_data if entry.key == "length"]
    return max([*outside, *(len(tensor.raw_data) for tensor in found)])


def running_backbone(graph: Path, exact: bool = False, threads: int = 2) -> onnxruntime.InferenceSession:
    """A CPU session. The CPU's kernels round activations to 8 bits before a 4-bit matrix, unless ``exact``."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not exact:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    model = onnx.load(graph, load_external_data=False)
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.name == "accuracy_level":
                attribute.i = 1
    beside = graph.with_name(f"exact-{graph.name}")
    onnx.save_model(model, beside)
    try:
        return onnxruntime.InferenceSession(str(beside), options, providers=["CPUExecutionProvider"])
    finally:
        beside.unlink()


class Cache:
    """The keys and values of what was read, empty at first."""

    def __init__(self, running: onnxruntime.InferenceSession) -> None:
        self.running = running
        self.past = [item for item in running.get_inputs() if item.name.startswith("past_key_values.")]
        self.outputs = ["hidden_states", *(item.name.replace("past_key_values", "present") for item in self.past)]
        self.kept = [np.zeros((1, item.shape[1], 0, item.shape[3]), TYPES[item.type]) for item in self.past]

    def feed(self, ids: list[int]) -> np.ndarray:
        """Reads tokens behind those in the cache; their hidden states [n,d]."""
        seen = self.kept[0].shape[2] + len(ids)
        fed = {"input_ids": np.array([ids], np.int64), "attention_mask": np.ones((1, seen), np.int64)}
        fed |= {item.name: value for item, value in zip(self.past, self.kept, strict=True)}
        hidden, *self.kept = self.running.run(self.outputs, fed)
        return hidden[0].astype(np.float32)


class WordReader:
    """Reads a partner's words one at a time through a graph, by the policy of ``cache_start``; as the page does.

    ``hidden`` [d] is zeros until there is a token to read.
    """

    def __init__(self, running: onnxruntime.InferenceSession, encode: WordTokens, opening: list[int]) -> None:
        self.running, self.encode, self.opening = running, encode, opening
        self.words: list[str] = []
        self.start = 0
        self.cache = Cache(running)
        self.hidden = np.zeros(running.get_outputs()[0].shape[-1], np.float32)

    def read(self, word: str) -> np.ndarray:
        """The hidden vector [d] after one more word."""
        self.words.append(word)
        start = cache_start(len(self.words) - 1)
        emptied = start != self.start
        begins = emptied or len(self.words) == 1
        self.start = start
        if begins:
            self.cache = Cache(self.running)
        tokens = [token for ids in self.encode(self.words[start:] if emptied else [word]) for token in ids]
        ids = [*self.opening, *tokens] if begins else tokens
        if ids:
            self.hidden = self.cache.feed(ids)[-1]
        return self.hidden


def read_words(
    running: onnxruntime.InferenceSession, encode: WordTokens, opening: list[int], words: list[str]
) -> np.ndarray:
    """What a WordReader has at the last of some words, in one pass."""
    tokens = [token for ids in encode(words[cache_start(len(words) - 1) :]) for token in ids]
    if not (opening or tokens):
        return np.zeros(running.get_outputs()[0].shape[-1], np.float32)
    return Cache(running).feed([*opening, *tokens])[-1]
