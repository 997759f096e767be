"""The paper's joint model, whole, on a tiny random language model, a tiny random WavLM and made talk."""

import json
from pathlib import Path

import embed_joint
import numpy as np
import pytest
import soundfile
import torch
import train_full_joint
import train_joint_language
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM, WavLMConfig, WavLMModel

from mhm_training.export import session
from mhm_training.full_model import Missing
from mhm_training.joint_full import (
    Heads,
    Recordings,
    language_parts,
    last_states,
    pooled_voice,
    symmetric_loss,
    token_ids,
    voice_model,
)
from mhm_training.joint_transcripts import backchannels, context_before, snippets, turns_of

RATE_HZ = 16_000
TOLD = {"wow": ("won", 400.0), "uh-huh": ("box", 150.0)}
"""What is answered by what, and how the answer sounds."""
WORDS = ["<unk>", "<A>", "<B>", "/", "{", "}", "[", "]", "so", "we", "the", "it", "is", "a", "and", "then"]
WORDS += ["wow", "uh-huh", "won", "box"]


def talk_of(number: int, rng: np.random.Generator) -> tuple[dict, np.ndarray]:
    """One side tells, the other says "wow" to what was won and "uh-huh" to a box; and its two channels."""
    told, heard, at = [], [], 0.2
    sound = np.zeros((RATE_HZ * 24, 2))
    for _ in range(12):
        answer = str(rng.choice(list(TOLD)))
        word, pitch_hz = TOLD[answer]
        for text in [*rng.choice(WORDS[8:16], 3), word]:
            told.append([round(at, 3), round(at + 0.2, 3), str(text)])
            at += 0.25
        heard.append([round(at, 3), round(at + 0.3, 3), answer])
        first = round(at * RATE_HZ)
        times = np.arange(round(0.3 * RATE_HZ)) / RATE_HZ
        tone = 0.1 * np.sin(2 * np.pi * pitch_hz * rng.uniform(0.97, 1.03) * times)
        sound[first : first + len(times), 1] = tone + rng.normal(0, 0.002, len(times))
        at += 0.6
    sides = [{"words": words, "acknowledged": []} for words in (told, heard)]
    return {"id": f"t{number:03d}", "duration_s": at, "sides": sides}, sound


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with models, recordings and conversations."""
    root = tmp_path_factory.mktemp("joint")
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    shape = {
        "hidden_size": 32,
        "intermediate_size": 48,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "initializer_range": 0.3,
    }
    Qwen3ForCausalLM(
        Qwen3Config(vocab_size=len(WORDS), num_key_value_heads=1, head_dim=16, max_position_embeddings=256, **shape)
    ).save_pretrained(root / "language")
    tokenizer = Tokenizer(WordLevel({word: row for row, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>").save_pretrained(root / "language")
    WavLMModel(
        WavLMConfig(
            **{**shape, "num_hidden_layers": 1},
            conv_dim=(16, 16),
            conv_stride=(5, 4),
            conv_kernel=(10, 8),
            num_conv_pos_embeddings=4,
            num_conv_pos_embedding_groups=2,
        )
    ).save_pretrained(root / "voice")
    (root / "audio").mkdir()
    for split, start, count in (("train", 0, 14), ("val", 20, 16)):
        with (root / f"{split}.jsonl").open("w") as lines:
            for number in range(start, start + count):
                talk, sound = talk_of(number, rng)
                lines.write(json.dumps(talk) + "\n")
                soundfile.write(root / "audio" / f"{talk['id']}.wav", sound, RATE_HZ)
    return root


def test_the_whole_run(made: Path, capsys) -> None:
    tuning = [str(made), "--language", str(made / "language"), "--cpu", "--rank", "4", "--batch", "4", "--rate", "0.02"]
    train_joint_language.train(
        train_joint_language.arguments().parse_args([*tuning, "--epochs", "6", "--most-steps", "3"])
    )
    assert "stopped at step 3 of" in capsys.readouterr().out and not (made / "language.json").exists()
    train_joint_language.train(train_joint_language.arguments().parse_args([*tuning, "--epochs", "6"]))
    assert "going on from step 3 of" in capsys.readouterr().out
    state = torch.load(made / "language.pt", weights_only=True)
    assert any("lora_A" in name for name in state) and not any(name.endswith("base_layer.weight") for name in state)

    embed_joint.main(
        embed_joint.arguments().parse_args([str(made), str(made / "audio"), "--voice", str(made / "voice"), "--cpu"])
    )
    found = np.load(made / "joint-report.npz")
    assert len(found["form"]) == 8 * 12 == len(found["voice"])
    assert {turns: found[f"text{turns}"].shape for turns in (1, 3, 5)} == dict.fromkeys((1, 3, 5), (96, 32))

    train_full_joint.main(
        train_full_joint.arguments().parse_args(
            [str(made), "--size", "8", "--layers", "2", "--batch", "64", "--rate", "0.01", "--epochs", "40"]
        )
    )
    exported = json.loads((made / "export" / "export.json").read_text())
    # Half of the gallery sounds like the right answer: its tenth is found twice as often as by chance.
    assert exported["scores"]["top_tenth"][1] > 0.1
    assert exported["scores"]["gallery"] == 96 and set(exported["scores"]["perplexity_of_first_token_by_turns"]) == set(
        "135"
    )
    golden = json.loads((made / "export" / "golden.json").read_text())
    for name, cases in golden.items():
        running = session(made / "export" / f"{name}.onnx")
        for case in cases:
            (vector,) = running.run(None, {"states": np.array([case["states"]], np.float32)})[0]
            np.testing.assert_allclose(vector, case["vector"], atol=1e-3)
            assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)
    # What is exported is the trained language model, not the one that came.
    merged, tokenizer = language_parts(str(made / "export" / "language"))
    came, _ = language_parts(str(made / "language"))
    talk = json.loads((made / "val.jsonl").read_text().splitlines()[1])
    turns = turns_of(talk)
    heard = backchannels(talk, turns)[0]
    ids = token_ids(tokenizer, [context_before(turns, heard.number, 1)], 64)
    (state,), _ = last_states(merged, ids, [0], 1)
    np.testing.assert_allclose(state, found["text1"][0], atol=1e-3)
    assert np.abs(last_states(came, ids, [0], 1)[0][0] - state).max() > 0.01


def test_overlaps_stand_in_braces_and_brackets() -> None:
    tells = [[0.0, 0.4, "was"], [0.5, 1.0, "cold"], [1.6, 1.9, "but"]]
    talk = {
        "id": "1",
        "duration_s": 2.0,
        "sides": [{"words": tells, "acknowledged": []}, {"words": [[0.9, 1.3, "really"]], "acknowledged": []}],
    }
    turns = turns_of(talk)
    assert snippets(turns) == ["<A> was { cold } / <B> [ really ] / <A> but /"]
    (heard,) = backchannels(talk, turns)
    assert (heard.listener, heard.start_s, heard.end_s) == (1, 0.9, 1.3)
    assert context_before(turns, heard.number, 5) == "<A> was { cold } / <B> ["


def test_a_context_keeps_only_so_many_turns() -> None:
    words = [[float(n), n + 0.5, word] for n, word in enumerate(["so", "yeah", "we", "won"])]
    sides = [{"words": words[0::2], "acknowledged": []}, {"words": words[1::2], "acknowledged": []}]
    turns = turns_of({"id": "1", "duration_s": 4.0, "sides": sides})
    assert context_before(turns, 3, 1) == "<A> we / <B>" and context_before(turns, 3, 3).count(" / ") == 3


def test_the_loss_wants_each_to_find_its_own() -> None:
    unit = torch.eye(4)
    assert symmetric_loss(unit, unit) < 0.01 < symmetric_loss(unit, unit.flip(0))
    torch.manual_seed(0)
    one, other = Heads(6, 5, 3, 4)(torch.randn(7, 6), torch.randn(7, 5))
    assert one.shape == other.shape == (7, 4)
    torch.testing.assert_close(one.norm(dim=1), torch.ones(7))


def test_padding_does_not_reach_the_last_token(made: Path) -> None:
    model, _ = language_parts(str(made / "language"))
    sequences = [[1, 8, 9, 10, 11], [2, 8]]
    together, log_p = last_states(model, sequences, [3, 4], 2)
    alone, alone_p = last_states(model, sequences[1:], [4], 1)
    np.testing.assert_allclose(together[1], alone[0], atol=1e-5)
    np.testing.assert_allclose(log_p[1], alone_p[0], atol=1e-5)


def test_a_sound_of_any_length_has_a_mean(made: Path) -> None:
    found = pooled_voice(voice_model(str(made / "voice")), [np.zeros(1), np.random.default_rng(0).normal(size=9000)])
    assert found.shape == (2, 32) and np.isfinite(found).all()


def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path, made: Path, monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    options = train_joint_language.arguments().parse_args([str(tmp_path)])
    with pytest.raises(Missing, match="No GPU was found"):
        train_joint_language.check(options)
    with pytest.raises(Missing, match="The language model .* could not be loaded"):
        train_joint_language.check(
            train_joint_language.arguments().parse_args(
                [str(tmp_path), "--cpu", "--language", str(tmp_path / "nothing")]
            )
        )
    with pytest.raises(Missing, match="The voice model .* could not be loaded"):
        embed_joint.main(
            embed_joint.arguments().parse_args(
                [str(made), str(made / "audio"), "--voice", str(tmp_path / "nothing"), "--check", "--cpu"]
            )
        )
    for load, what in ((language_parts, "language model"), (voice_model, "voice model")):
        with pytest.raises(Missing, match=f"The {what} .* could not be loaded: check the connection"):
            load(str(tmp_path / "nothing"))
    with pytest.raises(Missing, match="holds no recordings: put ID.wav"):
        Recordings(tmp_path)
    soundfile.write(tmp_path / "1.wav", np.zeros(100), RATE_HZ)
    with pytest.raises(Missing, match="1.wav has one channel"):
        Recordings(tmp_path).part("1", 0, 0, 1)
    with pytest.raises(Missing, match="run embed_joint.py first"):
        train_full_joint.read(tmp_path, "train", 1, "both")
