"""Moonshine tiny as a second opinion: what does a recogniser that never heard this voice write down?

The model is the English `tiny-en` of the package moonshine-voice 0.0.49 (MIT): raw 16 kHz audio in, words out.
"""

import importlib.util
import re
from math import gcd
from pathlib import Path

import numpy as np
import onnxruntime
from scipy.signal import resample_poly

RECOGNISER_HZ = 16_000
BOS, EOS = 1, 2
LAYERS, HEADS, HEAD_SIZE = 6, 8, 36
PAD_S = 0.3
"""Silence put before and after a recording: speech that fills the window to its edge loses its first sounds."""
TOKENS_PER_S = 6.5
"""The model's own limit on its output; without it noise can make it repeat itself for ever."""


def installed_recogniser() -> Path:
    """The folder with `encoder_model.ort`, `decoder_model_merged.ort` and `tokenizer.bin` in the installed package."""
    found = importlib.util.find_spec("moonshine_voice")
    if found is None or found.origin is None:
        raise FileNotFoundError(
            "the recogniser is missing: pip install moonshine-voice==0.0.49, or name its folder with --recogniser"
        )
    return Path(found.origin).parent / "assets" / "tiny-en"


def read_tokens(path: Path) -> list[bytes]:
    """Length-prefixed strings: one byte of length, or two (low seven bits first) when the first is 128 or more."""
    data, at, tokens = path.read_bytes(), 0, []
    while at < len(data):
        size, at = data[at], at + 1
        if size >= 128:
            size, at = (data[at] * 128) + size - 128, at + 1
        tokens.append(data[at : at + size])
        at += size
    return tokens


def to_recogniser_rate(audio: np.ndarray, rate_hz: int) -> np.ndarray:
    """Band-limited resampling to 16 kHz, float32."""
    common = gcd(rate_hz, RECOGNISER_HZ)
    return resample_poly(audio, RECOGNISER_HZ // common, rate_hz // common).astype(np.float32)


def plain_words(text: str) -> list[str]:
    """Lower case, letters and apostrophes only; hyphens join what they joined (`mm-hmm`, `uh-huh`)."""
    return re.findall(r"[a-z][a-z'\-]*", text.lower().replace("’", "'"))


def word_errors(wanted: list[str], heard: list[str]) -> int:
    """Edit distance in words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


class Recogniser:
    """Greedy decoding, and the log-probability of given texts."""

    def __init__(self, folder: Path | None = None):
        folder = folder or installed_recogniser()
        options = onnxruntime.SessionOptions()
        # One thread: the order of additions, and with it the last digit, must not depend on the machine.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder = onnxruntime.InferenceSession(folder / "encoder_model.ort", options)
        self._decoder = onnxruntime.InferenceSession(folder / "decoder_model_merged.ort", options)
        self._tokens = read_tokens(folder / "tokenizer.bin")

    def _encode(self, audio: np.ndarray, rate_hz: int) -> tuple[np.ndarray, np.ndarray]:
        samples = to_recogniser_rate(np.pad(audio, int(PAD_S * rate_hz)), rate_hz)[None]
        mask = np.ones(samples.shape, np.int64)
        return self._encoder.run(None, {"input_values": samples, "attention_mask": mask})[0], mask

    def _logits(self, encoded: np.ndarray, mask: np.ndarray, ids: list[int]) -> np.ndarray:
        empty = np.zeros((1, HEADS, 0, HEAD_SIZE), np.float32)
        past = {
            f"past_key_values.{n}.{part}.{kv}": empty
            for n in range(LAYERS)
            for part in ("decoder", "encoder")
            for kv in ("key", "value")
        }
        feeds = {
            "input_ids": np.array([ids], np.int64),
            "encoder_hidden_states": encoded,
            "encoder_attention_mask": mask,
        }
        return self._decoder.run(["logits"], {**feeds, **past, "use_cache_branch": np.array([False])})[0][0]

    def hear(self, audio: np.ndarray, rate_hz: int) -> str:
        """What the recogniser writes for one recording."""
        encoded, mask = self._encode(audio, rate_hz)
        ids = [BOS]
        for _ in range(int(mask.shape[1] / RECOGNISER_HZ * TOKENS_PER_S) + 2):
            best = int(self._logits(encoded, mask, ids)[-1].argmax())
            if best == EOS:
                break
            ids.append(best)
        return b"".join(self._tokens[i] for i in ids[1:]).decode("utf-8", "replace").replace("▁", " ").strip()

    def tokenise(self, text: str) -> list[int]:
        """Longest match first; enough for the few short texts that are scored."""
        if not hasattr(self, "_ids"):
            # Single characters occur twice, first as a raw byte: the later one is the one that is written.
            self._ids = {token: i for i, token in enumerate(self._tokens)}
        rest, ids = ("▁" + text.replace(" ", "▁")).encode(), []
        while rest:
            size = next(n for n in range(min(len(rest), 40), 0, -1) if rest[:n] in self._ids)
            ids.append(self._ids[rest[:size]])
            rest = rest[size:]
        return ids

    def log_probabilities(self, audio: np.ndarray, rate_hz: int, texts: list[str]) -> list[float]:
        """Natural log of the probability of each whole text, end included."""
        encoded, mask = self._encode(audio, rate_hz)
        out = []
        for text in texts:
            ids = self.tokenise(text)
            logits = self._logits(encoded, mask, [BOS, *ids]).astype(np.float64)
            logits -= logits.max(1, keepdims=True)
            log_p = logits - np.log(np.exp(logits).sum(1, keepdims=True))
            out.append(float(sum(log_p[n, token] for n, token in enumerate([*ids, EOS]))))
        return out
