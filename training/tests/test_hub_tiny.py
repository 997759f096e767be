"""The browser tests' recognisers: graphs that give torch's numbers, under the names that transformers.js looks for."""

import json

import onnxruntime
import pytest

from mhm_training.hub_tiny import byte_level_tokenizer, word_piece_tokenizer, write_moonshine, write_whisper

FILES = [
    "config.json",
    "generation_config.json",
    "onnx/decoder_model_merged_quantized.onnx",
    "onnx/encoder_model_quantized.onnx",
    "preprocessor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
]


# Writing compares every graph with torch and fails where they differ.
@pytest.mark.parametrize("write", [write_moonshine, write_whisper])
def test_layout(tmp_path, write):
    write(tmp_path)
    found = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert found == FILES
    config = json.loads((tmp_path / "config.json").read_text())
    assert config["is_encoder_decoder"] is True
    decoder = onnxruntime.InferenceSession(tmp_path / "onnx/decoder_model_merged_quantized.onnx")
    names = [output.name for output in decoder.get_outputs()]
    assert names[:3] == ["logits", "present.0.decoder.key", "present.0.decoder.value"]
    assert ("cross_attentions.0" in names) == (config["model_type"] == "whisper")


@pytest.mark.parametrize("tokenizer", [byte_level_tokenizer(), word_piece_tokenizer()])
def test_text_comes_back(tokenizer):
    text = "we went down to the lake"
    assert tokenizer.decode(tokenizer.encode(text).ids).strip() == text
