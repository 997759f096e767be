"""A short story told by somebody else, for visitors without a microphone: our own script, with the time of every word.

The teller is the same voice with a longer throat and a lower, livelier pitch, so that nobody takes it for the listener.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .prosody import HOP_S, active, level_db, peak_db, rms_db
from .voice import FRAMES_PER_S, RATE_HZ, Voice, render, shape
from .voice_delivery import Delivery

TELLER = Delivery(contour=((0.0, -8.6), (0.5, -9.4), (1.0, -10.4)), own=1.15, speed=0.95, throat=1.16)
STORY: tuple[tuple[str, float], ...] = (
    ("So last weekend we finally drove up to the lake.", 0.6),
    ("We had been planning it since the spring.", 0.9),
    ("My sister came along, and she brought her dog.", 0.7),
    ("Big mistake.", 1.1),
    ("We got there around noon, and it was beautiful, really quiet.", 0.8),
    ("And then, maybe an hour later, we noticed that the dog was gone.", 0.6),
    ("Just gone.", 1.2),
    ("We called and called, and we looked behind every tree.", 0.5),
    ("My sister was almost crying.", 1.0),
    ("So we split up.", 0.4),
    ("I walked along the shore, and she went back to the road.", 0.8),
    ("After two hours I was ready to give up.", 0.9),
    ("And then I heard barking, from the water.", 0.7),
    ("He was sitting in a boat.", 1.0),
    ("I'm serious.", 0.8),
    ("This old man had been fishing all afternoon, and the dog had simply climbed in and gone along with him.", 1.1),
    ("The man thought it was the funniest thing ever.", 0.5),
    ("He even shared his lunch with him.", 1.2),
    ("My sister didn't know if she should laugh or cry.", 0.9),
    ("Anyway, we all had coffee together, and now we are invited back in the summer.", 1.0),
    ("I still can't quite believe it.", 0.8),
    ("What would you have done?", 1.5),
)
"""What is said, and the pause after it in seconds."""
SHORT = slice(4, 7)
"""The sentences of the excerpt; long pauses stand on both sides of them."""
LEAD_S = 0.5
LEVEL_DB = -23.0
QUIET_DB = -32.0
"""Below the sentence's loudest 10 ms: here a word before a pause has ended."""
LATE_S = 0.03
"""The voice's phonemes begin this much before their frames: median over the sentences' first words."""
ROOM_DB = -72.0
"""A trace of noise: no microphone hears digital silence."""
EDGE_S = 0.02


@dataclass(frozen=True)
class Told:
    """Samples at RATE_HZ, the words with their times in s, and where each sentence lies in s."""

    audio: np.ndarray
    words: list[dict]
    sentences: list[tuple[float, float]]


def word_spans(voice: Voice, phonemes: str, speed: float) -> list[tuple[float, float]]:
    """Start and end of each word in s from the first frame; punctuation belongs to the pause that it makes."""
    lengths = voice.frames(phonemes, speed) / FRAMES_PER_S
    ends = np.cumsum(lengths)[1:-1]
    starts = ends - lengths[1:-1]
    spans, at = [], 0
    for word in phonemes.split(" "):
        sounding = [at + n for n, sign in enumerate(word) if sign not in ".,!?;:—…"]
        spans.append((float(starts[sounding[0]]), float(ends[sounding[-1]])))
        at += len(word) + 1
    return spans


def sentence(voice: Voice, text: str, seed: int) -> tuple[np.ndarray, list[dict]]:
    """One sentence of the teller, trimmed and levelled, with its words' times in s from its first sample."""
    (phonemes,) = voice.phonemes(text)
    random = np.random.default_rng(seed)
    audio = render(shape(voice.parts(phonemes, TELLER.speed), TELLER, random), random)
    sounding = np.flatnonzero(active(audio, RATE_HZ))
    edge = round(EDGE_S * RATE_HZ)
    first, last = max(0, sounding[0] - edge), min(len(audio), sounding[-1] + 2 * edge)
    audio = audio[first:last].copy()
    fade = 0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / edge)
    audio[:edge] *= fade
    audio[-edge:] *= fade[::-1]
    audio *= 10 ** (min(LEVEL_DB - rms_db(audio, RATE_HZ), -1.5 - peak_db(audio)) / 20)
    spans, said = word_spans(voice, phonemes, TELLER.speed), text.split()
    if len(spans) != len(said):
        raise ValueError(f'"{text}" has {len(said)} words but {len(spans)} in phonemes; spell numbers and signs out')
    level = level_db(audio, RATE_HZ)
    loud = np.flatnonzero(level > level.max() + QUIET_DB) * HOP_S
    words = []
    for word, (start, end) in zip(said, spans, strict=True):
        # The voice counts the silence before a comma as part of the last sound.
        inside = loud[(loud >= start - first / RATE_HZ - LATE_S) & (loud <= end - first / RATE_HZ - LATE_S)]
        words.append({"text": word, "start": float(inside[0]), "end": float(inside[-1] + HOP_S)})
    return audio, words


def tell(voice: Voice) -> Told:
    """The whole story."""
    pieces, words, sentences = [np.zeros(round(LEAD_S * RATE_HZ))], [], []
    at = len(pieces[0])
    for number, (text, pause_s) in enumerate(STORY):
        audio, spoken = sentence(voice, text, 7000 + number)
        offset = at / RATE_HZ
        words += [
            {**word, "start": round(offset + word["start"], 3), "end": round(offset + word["end"], 3)}
            for word in spoken
        ]
        sentences.append((offset, offset + len(audio) / RATE_HZ))
        pieces += [audio, np.zeros(round(pause_s * RATE_HZ))]
        at += len(audio) + len(pieces[-1])
    audio = np.concatenate(pieces)
    audio += np.random.default_rng(7).standard_normal(len(audio)) * 10 ** (ROOM_DB / 20)
    return Told(audio, words, sentences)


def excerpt(told: Told) -> Told:
    """The sentences of SHORT, with half a second before and a second after."""
    chosen = told.sentences[SHORT]
    first, last = chosen[0][0] - LEAD_S, chosen[-1][1] + 1.0
    words = [
        {**word, "start": round(word["start"] - first, 3), "end": round(word["end"] - first, 3)}
        for word in told.words
        if word["start"] >= first and word["end"] <= last
    ]
    audio = told.audio[round(first * RATE_HZ) : round(last * RATE_HZ)]
    return Told(audio, words, [(start - first, end - first) for start, end in chosen])


def write_words(path: Path, words: list[dict]) -> None:
    path.write_text("[\n" + ",\n".join(" " + json.dumps(word, ensure_ascii=False) for word in words) + "\n]\n")
