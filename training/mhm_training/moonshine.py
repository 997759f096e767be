"""Moonshine tiny's published graphs, cut into the two that streaming needs.

The publisher ships an encoder and one merged decoder (an `If` between a first pass and a pass with a cache), both in
ORT's own format. Streaming wants, from the same weights and the same arithmetic:

* `encoder`: audio -> the decoder's cross-attention keys and values, computed once a pass and not once a token;
* `decoder`: any number of tokens after any number of cached ones -> the best next token at every position, its
  log-probability, and where in the audio each position looked (the mean of the heads that follow speech), which gives
  word times.
"""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper

LAYERS, HEADS, HEAD_SIZE, WIDTH = 6, 8, 36, 288
SAMPLES_PER_FRAME = 384
ALIGNING_HEADS = ((3, 5), (3, 7), (5, 4))
"""(layer, head) of the cross-attention that follow speech best: chosen on 32 espeak-ng sentences with known word times
(greedily, by the median and the 90th percentile of the errors of starts and ends)."""
KINDS = ("key", "value")


def as_onnx(ort_file: Path, onnx_file: Path) -> ModelProto:
    """Reads a graph in ORT's format by letting the runtime write it down again as ONNX, unchanged."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.optimized_model_filepath = str(onnx_file)
    options.add_session_config_entry("session.save_model_format", "ONNX")
    onnxruntime.InferenceSession(str(ort_file), options, providers=["CPUExecutionProvider"])
    return onnx.load(onnx_file)


def branches(merged: ModelProto) -> tuple[GraphProto, GraphProto]:
    """The merged decoder's pass with a cache and its first pass."""
    chooser = next(node for node in merged.graph.node if node.op_type == "If")
    graphs = {attribute.name: attribute.g for attribute in chooser.attribute}
    return graphs["then_branch"], graphs["else_branch"]


def needed_nodes(nodes: list[NodeProto], wanted: list[str]) -> list[NodeProto]:
    """Those nodes that the wanted values depend on, in their order."""
    maker = {output: index for index, node in enumerate(nodes) for output in node.output if output}
    keep: set[int] = set()
    open_names = list(wanted)
    while open_names:
        index = maker.get(open_names.pop())
        if index is None or index in keep:
            continue
        keep.add(index)
        open_names += [name for name in nodes[index].input if name]
    return [node for index, node in enumerate(nodes) if index in keep]


def needed_weights(nodes: list[NodeProto], *pools: list[TensorProto]) -> list[TensorProto]:
    used = {name for node in nodes for name in node.input}
    found = {weight.name: weight for pool in reversed(pools) for weight in pool if weight.name in used}
    return list(found.values())


def renamed(nodes: list[NodeProto], rename) -> list[NodeProto]:
    copies = []
    for node in nodes:
        copy = NodeProto()
        copy.CopyFrom(node)
        copy.input[:] = [rename(name) if name else name for name in node.input]
        copy.output[:] = [rename(name) if name else name for name in node.output]
        copies.append(copy)
    return copies


def floats(name: str, shape: list) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def finish(nodes, inputs, outputs, weights, like: ModelProto, name: str) -> ModelProto:
    graph = helper.make_graph(nodes, name, inputs, outputs, weights)
    opsets = [opset for opset in like.opset_import if opset.domain in ("", "com.microsoft")]
    return helper.make_model(graph, opset_imports=opsets, ir_version=like.ir_version, producer_name="mhm")


def cut_encoder(encoder: ModelProto, merged: ModelProto) -> ModelProto:
    """Audio [1, samples] -> `cross.L.key` and `cross.L.value`, each [1, heads, frames, head size]."""
    _, first = branches(merged)
    keys = [f"present.{layer}.encoder.{kind}" for layer in range(LAYERS) for kind in KINDS]
    nodes = [node for node in merged.graph.node if node.op_type != "If"] + list(first.node)
    # The shape of these tensors was computed from the decoder's tokens (their batch size); an encoder has none.
    shape = helper.make_tensor("heads", TensorProto.INT64, [4], [1, -1, HEADS, HEAD_SIZE])
    nodes = renamed(nodes, lambda name: name)
    split = {
        f"/model/decoder/layers.{layer}/encoder_attn/Reshape_{n}_output_0" for layer in range(LAYERS) for n in (1, 2)
    }
    for node in nodes:
        if node.output[0] in split:
            node.input[1] = shape.name
    nodes = needed_nodes(nodes, keys)
    weights = needed_weights(nodes, list(first.initializer), list(merged.graph.initializer)) + [shape]

    def rename(name: str) -> str:
        if name == "encoder_hidden_states":
            return "last_hidden_state"
        if name in keys:
            return cross_name(name)
        return f"cross/{name}"

    for weight in weights:
        weight.name = rename(weight.name)
    # One utterance at a time: nothing is masked.
    mask = [
        helper.make_node("Shape", ["input_values"], ["audio_shape"]),
        helper.make_node("ConstantOfShape", ["audio_shape"], ["attention_mask"], value=one()),
    ]
    return finish(
        mask + list(encoder.graph.node) + renamed(nodes, rename),
        [floats("input_values", [1, "samples"])],
        [floats(cross_name(key), [1, HEADS, "frames", HEAD_SIZE]) for key in keys],
        list(encoder.graph.initializer) + weights,
        encoder,
        "moonshine-encoder",
    )


def cut_decoder(merged: ModelProto) -> ModelProto:
    """`input_ids` [1, tokens], `past.L.*`, `cross.L.*` -> `token` and `log_prob` [1, tokens],
    `attention` [1, tokens, frames], `present.L.*`."""
    cached, _ = branches(merged)
    nodes = frames_from_cross(renamed(list(cached.node), decoder_name))
    looks = {
        (int(part[len("layers.")]), node.output[0])
        for node in nodes
        if node.op_type == "Softmax"
        for part in node.name.split("/")
        if part.startswith("layers.") and "encoder_attn" in node.name
    }
    by_layer = dict(looks)
    nodes += [
        helper.make_node("ArgMax", ["logits"], ["token"], axis=-1, keepdims=0),
        helper.make_node("ReduceMax", ["logits", "last_axis"], ["best_logit"], keepdims=0),
        helper.make_node("ReduceLogSumExp", ["logits", "last_axis"], ["all_logits"], keepdims=0),
        helper.make_node("Sub", ["best_logit", "all_logits"], ["log_prob"]),
        *[
            helper.make_node("Gather", [by_layer[layer], f"head.{head}"], [f"look.{layer}.{head}"], axis=1)
            for layer, head in ALIGNING_HEADS
        ],
        helper.make_node("Mean", [f"look.{layer}.{head}" for layer, head in ALIGNING_HEADS], ["attention"]),
    ]
    constants = [
        whole("one", [1]),
        whole("width", [WIDTH]),
        whole("last_axis", [-1]),
        *[
            helper.make_tensor(f"head.{head}", TensorProto.INT64, [], [head])
            for head in {head for _, head in ALIGNING_HEADS}
        ],
    ]
    caches = [(layer, kind) for layer in range(LAYERS) for kind in KINDS]
    outputs = [
        helper.make_tensor_value_info("token", TensorProto.INT64, [1, "tokens"]),
        floats("log_prob", [1, "tokens"]),
        floats("attention", [1, "tokens", "frames"]),
        *[floats(f"present.{layer}.{kind}", [1, HEADS, "all", HEAD_SIZE]) for layer, kind in caches],
    ]
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"]),
        *[floats(f"past.{layer}.{kind}", [1, HEADS, "past", HEAD_SIZE]) for layer, kind in caches],
        *[floats(f"cross.{layer}.{kind}", [1, HEADS, "frames", HEAD_SIZE]) for layer, kind in caches],
    ]
    nodes = needed_nodes(nodes, [output.name for output in outputs])
    weights = needed_weights(nodes, list(cached.initializer), list(merged.graph.initializer), constants)
    return finish(nodes, inputs, outputs, weights, merged, "moonshine-decoder")


def frames_from_cross(nodes: list[NodeProto]) -> list[NodeProto]:
    """Takes the audio's length from the cross-attention keys, not from the encoder's output and a mask over samples."""
    changed = [helper.make_node("Shape", ["cross.0.key"], ["frame_count"], start=2, end=3)]
    for node in nodes:
        if node.op_type == "Shape" and node.input[0] == "encoder_hidden_states":
            changed.append(helper.make_node("Concat", ["one", "frame_count", "width"], [node.output[0]], axis=0))
        elif node.op_type == "Slice" and node.input[0] == "encoder_attention_mask":
            changed.append(helper.make_node("Concat", ["one", "frame_count"], ["mask_shape"], axis=0))
            changed.append(helper.make_node("ConstantOfShape", ["mask_shape"], [node.output[0]], value=one()))
        else:
            changed.append(node)
    return changed


def one() -> TensorProto:
    return helper.make_tensor("", TensorProto.INT64, [1], [1])


def whole(name: str, values: list[int]) -> TensorProto:
    return helper.make_tensor(name, TensorProto.INT64, [len(values)], values)


def cross_name(name: str) -> str:
    _, layer, _, kind = name.split(".")
    return f"cross.{layer}.{kind}"


def decoder_name(name: str) -> str:
    parts = name.split(".")
    if parts[0] == "past_key_values":
        return f"{'cross' if parts[2] == 'encoder' else 'past'}.{parts[1]}.{parts[3]}"
    if parts[0] == "present" and parts[2] == "decoder":
        return f"present.{parts[1]}.{parts[3]}"
    return name


def empty_cache() -> dict[str, np.ndarray]:
    return {
        f"past.{layer}.{kind}": np.zeros((1, HEADS, 0, HEAD_SIZE), np.float32)
        for layer in range(LAYERS)
        for kind in KINDS
    }


def session(model: ModelProto | Path | bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread: the order of additions, and with it the last digit, must not depend on the machine.
    options.intra_op_num_threads = 1
    data = model.SerializeToString() if isinstance(model, ModelProto) else model
    return onnxruntime.InferenceSession(data if isinstance(data, bytes) else str(data), options)


def run(graph: onnxruntime.InferenceSession, feeds: dict) -> dict[str, np.ndarray]:
    return dict(zip([output.name for output in graph.get_outputs()], graph.run(None, feeds), strict=True))
