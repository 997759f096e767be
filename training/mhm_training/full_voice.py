"""WavLM as one graph: samples and a mask in, the mean of its last layer out.

What is not sound (mask 0, at the end) changes nothing: not the level, not the first layer's normalisation over time,
not attention, not the mean. So a recording gives the same vector with padding and without.
"""

import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from .export import OPSET, session
from .joint_full import RATE_HZ

# Of the relative positions that are laid down in the graph: 10 s.
MOST_FRAMES = 500
MOST_SAMPLES = 10 * RATE_HZ
# Shorter sounds are padded to this, and the padding heard, as ``joint_full.pooled_voice`` does.
LEAST_SAMPLES = 800
SMALL = 1e-7


class PooledVoice(nn.Module):
    """samples [1,n] 16 kHz and mask [1,n] (1 sound, then 0 padding) -> pooled [1,d]; n in LEAST..MOST_SAMPLES."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        config = encoder.config
        if config.feat_extract_norm != "group" or getattr(config, "do_stable_layer_norm", False):
            raise ValueError("this export is for WavLM base and base-plus: group norm first, layer norm after")
        self.level = Level()
        self.first = MaskedNorm(encoder.feature_extractor.conv_layers[0])
        self.convolutions = encoder.feature_extractor.conv_layers[1:]
        self.projection = encoder.feature_projection
        self.encoder = encoder.encoder
        self.steps = list(zip(config.conv_kernel, config.conv_stride, strict=True))
        attention = self.encoder.layers[0].attention
        with torch.no_grad():
            distances = torch.arange(-MOST_FRAMES, MOST_FRAMES + 1)
            table = attention.rel_attn_embed(attention._relative_positions_bucket(distances))
        self.register_buffer("bias", table, persistent=False)

    def forward(self, samples: Tensor, mask: Tensor) -> Tensor:
        count = mask.sum(1, keepdim=True)
        counts = []
        for kernel, stride in self.steps:
            count = torch.floor((count - kernel) / stride) + 1
            counts.append(torch.clamp(count, min=1))
        states = self.first(self.level(samples, mask)[:, None], counts[0])
        for layer in self.convolutions:
            states = layer(states)
        heard = valid(states, counts[-1])
        states, _ = self.projection(states.transpose(1, 2))
        states = states * heard[..., None]
        states = self.encoder.layer_norm(states + self.encoder.pos_conv_embed(states))
        position_bias = self.position_bias(states)
        for layer in self.encoder.layers:
            states, _ = layer(states, attention_mask=heard.to(torch.long), position_bias=position_bias)
        return (states * heard[..., None]).sum(1) / counts[-1]

    def position_bias(self, states: Tensor) -> Tensor:
        places = torch.arange(states.shape[1])
        return self.bias[places[None, :] - places[:, None] + MOST_FRAMES].permute(2, 0, 1)


def valid(states: Tensor, count: Tensor) -> Tensor:
    """1 for each frame of states [1,d,t] that lies inside the sound, else 0: [1,t]."""
    return (torch.arange(states.shape[2])[None, :] < count).to(states.dtype)


class Level(nn.Module):
    """Zero mean and unit variance over the sound; 0 elsewhere."""

    def forward(self, samples: Tensor, mask: Tensor) -> Tensor:
        total = mask.sum(1, keepdim=True)
        centred = (samples - (samples * mask).sum(1, keepdim=True) / total) * mask
        return centred / torch.sqrt((centred * centred).sum(1, keepdim=True) / total + SMALL)


class MaskedNorm(nn.Module):
    """The first convolution, its normalisation over time (one group a channel) with the sound's frames only."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.conv, self.activation, self.norm = layer.conv, layer.activation, OverTime(layer.layer_norm)

    def forward(self, samples: Tensor, count: Tensor) -> Tensor:
        return self.activation(self.norm(self.conv(samples), count))


class OverTime(nn.Module):
    def __init__(self, norm: nn.Module) -> None:
        super().__init__()
        self.weight, self.bias, self.eps = norm.weight, norm.bias, norm.eps

    def forward(self, states: Tensor, count: Tensor) -> Tensor:
        heard = valid(states, count)[:, None]
        total = count[..., None]
        centred = states - (states * heard).sum(2, keepdim=True) / total
        spread = torch.sqrt((centred * centred * heard).sum(2, keepdim=True) / total + self.eps)
        return centred / spread * self.weight[:, None] + self.bias[:, None]


def export_voice(encoder: nn.Module, path: Path, tolerance: float = 1e-3) -> None:
    """Writes the fp32 graph and compares it with torch, padded and not. AssertionError when they differ."""
    encoder = encoder.eval()
    conv = encoder.encoder.pos_conv_embed.conv
    if nn.utils.parametrize.is_parametrized(conv):
        nn.utils.parametrize.remove_parametrizations(conv, "weight")
    module = PooledVoice(encoder).eval()
    sound = torch.from_numpy(made_sound(8000))[None]
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            (sound, torch.ones_like(sound)),
            str(path),
            input_names=["samples", "mask"],
            output_names=["pooled"],
            dynamic_axes={"samples": {1: "n"}, "mask": {1: "n"}},
            opset_version=OPSET,
            dynamo=False,
        )
    onnx.checker.check_model(str(path))
    running = session(path)
    for length, padded in ((LEAST_SAMPLES, 16_000), (9_000, 9_000), (9_000, 16_000), (23_456, 30_000)):
        sound = made_sound(length)
        level = (sound - sound.mean()) / np.sqrt(sound.var() + SMALL)
        with torch.no_grad():
            wanted = encoder(torch.from_numpy(level)[None]).last_hidden_state[0].mean(0).numpy()
        np.testing.assert_allclose(pooled(running, sound, padded), wanted, atol=tolerance)


def pooled(running, sound: np.ndarray, length: int | None = None) -> np.ndarray:
    """The vector [d] of one sound, padded to ``length`` samples where one is given."""
    size = max(length or 0, len(sound), LEAST_SAMPLES)
    samples, mask = np.zeros((2, 1, size), np.float32)
    samples[0, : len(sound)] = sound
    mask[0, : max(len(sound), LEAST_SAMPLES)] = 1
    return running.run(None, {"samples": samples, "mask": mask})[0][0]


def to_half(source: Path, target: Path) -> None:
    """The same graph with 16-bit weights and arithmetic; sums over samples and over frames stay in 32 bits."""
    from onnxruntime.transformers.float16 import convert_float_to_float16

    graph = onnx.load(source)
    exact = [node.name for node in graph.graph.node if "/level/" in node.name or "/norm/" in node.name]
    top = [node.name for node in graph.graph.node if node.name.count("/") == 1]
    half = convert_float_to_float16(graph, keep_io_types=True, node_block_list=exact + top)
    _without_detours(half.graph)
    onnx.checker.check_model(half)
    onnx.save_model(half, target)


def _without_detours(graph: onnx.GraphProto) -> None:
    """The converter rounds between two nodes that stay in 32 bits, and widens a number once for each that reads it."""
    narrowed = {node.output[0]: node.input[0] for node in graph.node if node.name.endswith("_cast_to_fp16_node")}
    kept, renamed = {}, {}
    for node in graph.node:
        if node.name.endswith("_cast_to_fp32_node") and node.input[0] in narrowed:
            renamed[node.output[0]] = narrowed[node.input[0]]
        else:
            kept[node.name] = node
    for node in kept.values():
        for at, name in enumerate(node.input):
            node.input[at] = renamed.get(name, name)
    wanted = {name for node in kept.values() for name in node.input} | {output.name for output in graph.output}
    left = [node for node in kept.values() if wanted.intersection(node.output)]
    del graph.node[:]
    graph.node.extend(_in_order(left, {item.name for item in [*graph.input, *graph.initializer]}))


def _in_order(nodes: list[onnx.NodeProto], known: set[str]) -> list[onnx.NodeProto]:
    """Each node after what it reads."""
    ordered, waiting = [], nodes
    while waiting:
        ready = [node for node in waiting if known.issuperset(name for name in node.input if name)]
        if not ready:
            raise ValueError("the graph has a node that reads what no other gives")
        known = known.union(*(node.output for node in ready))
        ordered += ready
        waiting = [node for node in waiting if not known.issuperset(node.output)]
    return ordered


# Numerical Recipes' generator: x -> 1664525 x + 1013904223 modulo 2^32.
MULTIPLIER, INCREMENT, MODULUS = 1_664_525, 1_013_904_223, 2**32


def made_sound(samples: int, seed: int = 1) -> np.ndarray:
    """Three sines under a slow swell, and noise, float32 [samples]: the same from this formula in any language.

    At sample i, t = i / 16000: 0.2 (sin 2pi 220 t + sin 2pi 440 t / 2 + sin 2pi 1330 t / 4) (0.6 + 0.4 sin 2pi 3 t) +
    0.02 (2 x_i / 2^32 - 1), where x_i is the generator's (i+1)th number after the seed.
    """
    times = np.arange(samples) / RATE_HZ
    tones = sum(np.sin(2 * np.pi * hz * times) / part for hz, part in ((220, 1), (440, 2), (1330, 4)))
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 3 * times)
    noise = np.empty(samples)
    state = seed
    for i in range(samples):
        state = (MULTIPLIER * state + INCREMENT) % MODULUS
        noise[i] = 2 * state / MODULUS - 1
    return (0.2 * tones * swell + 0.02 * noise).astype(np.float32)
