"""The speaker encoder's filterbank and its parts, without upstream's weights."""

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from mhm_training.speaker_encoder import (
    FFT,
    POVEY,
    SEGMENT,
    WINDOW,
    mel_filters,
    narrowed,
    segment_means,
    transform,
)


def test_one_matrix_does_what_kaldi_does_to_a_frame_step_by_step():
    frame = np.random.default_rng(0).standard_normal(WINDOW) * 0.1 + 0.3
    steps = frame * 32768 - (frame * 32768).mean()
    steps = np.concatenate([[steps[0] * (1 - 0.97)], steps[1:] - 0.97 * steps[:-1]])
    wanted = np.fft.rfft(steps * np.hanning(WINDOW) ** POVEY, FFT)
    got = transform() @ frame
    np.testing.assert_allclose(got[: FFT // 2 + 1] + 1j * got[FFT // 2 + 1 :], wanted, atol=1e-6)


def test_filters_are_triangles_that_leave_no_gap():
    filters = mel_filters()
    assert filters.shape == (80, 257) and filters.min() == 0 and not filters[:, -1].any()
    assert (filters.max(1) > 0.2).all()
    # Two neighbours share every frequency between the first and the last triangle's tops.
    np.testing.assert_allclose(filters[:, 5:240].sum(0), 1, atol=1e-9)


def test_a_segment_that_is_not_full_is_averaged_over_what_is_there():
    for count in (1, 40, SEGMENT, 230):
        states = torch.randn(1, 3, count)
        got = segment_means(states)
        assert got.shape == states.shape
        for start in range(0, count, SEGMENT):
            part = states[..., start : start + SEGMENT]
            torch.testing.assert_close(got[..., start : start + SEGMENT], part.mean(-1, keepdim=True).expand_as(part))


def test_weights_in_eight_bits_stay_near_and_small_ones_stay():
    random = np.random.default_rng(0)
    large, small = random.standard_normal((64, 128)).astype(np.float32), np.ones((128, 4), np.float32)
    nodes = [helper.make_node("MatMul", ["x", "large"], ["y"]), helper.make_node("MatMul", ["y", "small"], ["z"])]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "made-up",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 64])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 128])],
            [numpy_helper.from_array(large, "large"), numpy_helper.from_array(small, "small")],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    narrow = narrowed(model, spare=())
    assert {weight.name for weight in narrow.graph.initializer} == {"large_small", "large_scale", "large_zero", "small"}
    onnx.checker.check_model(narrow)
    given = random.standard_normal((1, 64)).astype(np.float32)
    got = onnxruntime.InferenceSession(narrow.SerializeToString()).run(["y"], {"x": given})[0]
    assert np.abs(got - given @ large).max() < 0.3
    assert np.corrcoef(got[0], (given @ large)[0])[0, 1] > 0.999
