from onnx import helper

from mhm_training import moonshine
from mhm_training.espeak import PHONEME, WORD, words_of


def test_only_nodes_that_are_needed_are_kept():
    nodes = [
        helper.make_node("Relu", ["audio"], ["a"]),
        helper.make_node("Relu", ["tokens"], ["b"]),
        helper.make_node("Add", ["a", "weight"], ["key"]),
    ]
    kept = moonshine.needed_nodes(nodes, ["key"])
    assert [node.output[0] for node in kept] == ["a", "key"]
    weights = [moonshine.whole("weight", [1]), moonshine.whole("other", [2])]
    assert [weight.name for weight in moonshine.needed_weights(kept, weights)] == ["weight"]


def test_the_audio_length_comes_from_the_keys():
    nodes = [
        helper.make_node("Shape", ["encoder_hidden_states"], ["shape"]),
        helper.make_node("Slice", ["encoder_attention_mask", "s", "e"], ["mask"]),
        helper.make_node("Add", ["shape", "mask"], ["sum"]),
    ]
    changed = moonshine.frames_from_cross(nodes)
    assert [node.op_type for node in changed] == ["Shape", "Concat", "Concat", "ConstantOfShape", "Add"]
    read = {name for node in changed for name in node.input}
    assert not read & {"encoder_hidden_states", "encoder_attention_mask"}
    assert {"shape", "mask"} <= {name for node in changed for name in node.output}


def test_names_of_caches():
    assert moonshine.decoder_name("past_key_values.3.encoder.key") == "cross.3.key"
    assert moonshine.decoder_name("past_key_values.3.decoder.value") == "past.3.value"
    assert moonshine.decoder_name("present.0.decoder.key") == "present.0.key"
    assert moonshine.decoder_name("present.0.encoder.key") == "present.0.encoder.key"


def test_a_word_lasts_from_its_first_sound_to_the_next_word_or_pause():
    events = [
        (WORD, 1, 4, 0, b""),
        (PHONEME, 1, 0, 10, b"w"),
        (PHONEME, 1, 0, 120, b"E"),
        (WORD, 6, 1, 200, b""),
        (PHONEME, 6, 0, 210, b"aI"),
        (PHONEME, 7, 0, 400, b"_:"),
        (PHONEME, 7, 0, 600, b"_"),
        (WORD, 8, 2, 700, b""),
        (PHONEME, 8, 0, 700, b"g"),
        (PHONEME, 9, 0, 900, b"_:"),
    ]
    words = [(word.text, word.start_ms, word.end_ms) for word in words_of(b"Well I go", events)]
    assert words == [("Well", 10, 200), ("I", 210, 400), ("go", 700, 900)]
