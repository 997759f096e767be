"""The voice encoder: Smart Turn's Whisper-tiny encoder, cut in the middle, on as much sound as there is.

Upstream hears exactly eight seconds, padded with zeros on the left. The cut graph takes any number of frames up to
that, with the positions of the last ones, so that a second of sound costs an eighth. It gives the states after the
first block, which tell how a voice sounds, and after the second, which tell what it says and how it is meant.
"""

import math
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import ModelProto, TensorProto, helper, numpy_helper

RATE_HZ = 16_000
HOP, WINDOW, MELS = 160, 400, 80
LONGEST = 8 * RATE_HZ
FRAMES_PER_S = 50
PAD_FRAMES = 12
"""Encoder frames of silence before the sound: upstream always has some before a short recording."""
TAPS, STATE = ("layer_norm_2", "layer_norm_4"), 384
WIDTH = len(TAPS) * STATE
POOLED = 2 * WIDTH + 2 * STATE
RATES = (1.0, 0.87, 1.15)
"""A recording is heard as it is, slower and faster, and the three are averaged: what is left says more of what
listeners hear (training/LOG.md)."""
INPUT, OUTPUT = "features", "frames"
FLOOR = 1e-10


def _mel_filters() -> np.ndarray:
    """Slaney's triangular filters, area-normalised, as Whisper uses them: [80, 201]."""

    def hertz(mels: np.ndarray) -> np.ndarray:
        return np.where(mels < 15, 200 * mels / 3, 1000 * np.exp(np.log(6.4) / 27 * (mels - 15)))

    top = 15 + np.log(8000 / 1000) * 27 / np.log(6.4)
    edges = hertz(np.linspace(0, top, MELS + 2))
    bins = np.linspace(0, RATE_HZ / 2, WINDOW // 2 + 1)
    slopes = edges[:, None] - bins[None]
    down, up = -slopes[:-2] / np.diff(edges)[:-1, None], slopes[2:] / np.diff(edges)[1:, None]
    return np.maximum(0, np.minimum(down, up)) * (2 / (edges[2:] - edges[:-2]))[:, None]


MEL = _mel_filters()
HANN = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)


def frame_count(samples: int) -> int:
    """Encoder frames that hold the sound itself."""
    return min(math.ceil(samples / RATE_HZ * FRAMES_PER_S), LONGEST // (2 * HOP))


def log_mel(audio: np.ndarray) -> np.ndarray:
    """Whisper's log-mel of the last eight seconds, PAD_FRAMES of silence before them: [80, 2 (frames + pad)] float32.

    The level is normalised as over the whole eight seconds, zeros included, as upstream does.
    """
    audio = np.asarray(audio, np.float64)[-LONGEST:]
    count = min(frame_count(len(audio)) + PAD_FRAMES, LONGEST // (2 * HOP))
    mean = audio.sum() / LONGEST
    variance = (audio**2).sum() / LONGEST - mean**2
    padded = np.pad(audio, (max(0, count * 2 * HOP - len(audio)), 0)) - mean
    padded = padded[len(padded) - count * 2 * HOP :] / np.sqrt(variance + 1e-7)
    padded = np.pad(padded, WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][: 2 * count]
    power = np.abs(np.fft.rfft(frames * HANN, axis=1)) ** 2
    mel = np.log10(np.maximum(FLOOR, MEL @ power.T))
    return ((np.maximum(mel, mel.max() - 8) + 4) / 4).astype(np.float32)


def cut(model: ModelProto) -> ModelProto:
    """Upstream's graph up to the last tap, with any number of frames: `features` [1,80,2t] -> `frames` [1,t,768]."""
    graph = model.graph
    makers = {name: node for node in graph.node for name in node.output}
    wanted, kept = list(TAPS), set()
    while wanted:
        node = makers.get(wanted.pop())
        if node is not None and id(node) not in kept:
            kept.add(id(node))
            wanted += node.input
    nodes = [node for node in graph.node if id(node) in kept]
    weights = {weight.name: weight for weight in graph.initializer}
    used = {name for node in nodes for name in node.input}
    for name in used & weights.keys():
        values = numpy_helper.to_array(weights[name])
        # The number of frames stands in the shapes that attention's heads are split and joined by.
        if values.dtype == np.int64 and values.size and (values == LONGEST // (2 * HOP)).any():
            free = np.where(values == LONGEST // (2 * HOP), -1, values)
            weights[name] = numpy_helper.from_array(free.astype(np.int64), name)
    nodes, places = _with_last_positions(nodes, weights)
    used = {name for node in nodes for name in node.input}
    inner = graph.input[0].name
    joined = helper.make_node("Concat", list(TAPS), [OUTPUT], axis=-1)
    nodes = [helper.make_node("Identity", [INPUT], [inner]), *nodes, joined]
    return helper.make_model(
        helper.make_graph(
            nodes,
            "voice-encoder",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, MELS, "mel_frames"])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, "frames", WIDTH])],
            [*(weight for name, weight in weights.items() if name in used), *places],
        ),
        opset_imports=model.opset_import,
        ir_version=model.ir_version,
    )


def _with_last_positions(nodes: list, weights: dict) -> tuple[list, list]:
    """The learned positions of the last frames in place of all of them."""
    makers = {name: node for node in nodes for name in node.output}
    frames = LONGEST // (2 * HOP)

    def table(name: str) -> bool:
        while name in makers and makers[name].op_type == "DequantizeLinear":
            name = makers[name].input[0]
        return name in weights and list(weights[name].dims)[-2:] == [frames, STATE]

    add = next(node for node in nodes if node.op_type == "Add" and any(table(name) for name in node.input))
    position = next(name for name in add.input if table(name))
    states = next(name for name in add.input if name != position)
    places = [
        numpy_helper.from_array(np.array([value], np.int64), f"place_{name}")
        for name, value in (("one", 1), ("two", 2), ("end", 2**31 - 1), ("axis", -2))
    ]
    slicing = [
        helper.make_node("Shape", [states], ["place_shape"]),
        helper.make_node("Slice", ["place_shape", "place_one", "place_two"], ["place_count"]),
        helper.make_node("Neg", ["place_count"], ["place_start"]),
        helper.make_node("Slice", [position, "place_start", "place_end", "place_axis"], ["place_last"]),
    ]
    add.input[:] = ["place_last" if name == position else name for name in add.input]
    at = nodes.index(add)
    return [*nodes[:at], *slicing, *nodes[at:]], places


def at_rate(audio: np.ndarray, rate: float) -> np.ndarray:
    """The sound played at another speed, pitch and all, by straight lines between its samples."""
    audio = np.asarray(audio, np.float64)
    return audio if rate == 1 else np.interp(np.arange(int(len(audio) / rate)) * rate, np.arange(len(audio)), audio)


def one_thread(graph: bytes | Path) -> onnxruntime.InferenceSession:
    """One thread: the order of additions, and with it the last digit, must not depend on the machine."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph if isinstance(graph, bytes) else str(graph), options)


class VoiceEncoder:
    """Pooled states of one recording."""

    def __init__(self, graph: bytes | Path):
        self._session = one_thread(graph)

    def frames(self, audio: np.ndarray) -> np.ndarray:
        """States [t,768] of the sound itself."""
        states = self._session.run([OUTPUT], {INPUT: log_mel(audio)[None]})[0][0]
        return states[-frame_count(len(audio)) :]

    def pooled(self, audio: np.ndarray) -> np.ndarray:
        """Mean and standard deviation over the sound, averaged over RATES, and those of the first block at the first
        rate: [2304] float32."""
        heard = [self.frames(at_rate(audio, rate)) for rate in RATES]
        both = [np.concatenate([states.mean(0), states.std(0)]) for states in heard]
        return np.concatenate([np.mean(both, axis=0), both[0][:STATE], both[0][WIDTH : WIDTH + STATE]])


def load_upstream(path: Path) -> ModelProto:
    return onnx.load(path)
