"""The listener's spoken turns: every line recorded in its own voice, and read back by the recogniser."""

import json
import re
from pathlib import Path

import numpy as np

from . import prosody
from .clips import stored, write_flac
from .text import normalise_text
from .voice import RATE_HZ, Voice, finish
from .voice_lines import LINES, Line
from .voice_recogniser import Recogniser, word_errors

SENTENCE_GAP_S = 0.28
SPEEDS = (0.92, 0.96, 0.88, 1.0)
"""Tried in this order until the line is understood."""


def line_id(line: Line) -> str:
    """`follow_up-what-happened-next`: stable, readable, and a file name."""
    words = re.sub(r"[^a-z ]", "", line.text.lower().replace("-", " ")).split()
    return "-".join([line.act, *words[:7]])


def speak(voice: Voice, text: str, seed: int, speed: float) -> np.ndarray:
    """One turn at RATE_HZ: its sentences with a breath's pause between them."""
    gap = np.zeros(round(SENTENCE_GAP_S * RATE_HZ))
    pieces: list[np.ndarray] = []
    for number, phonemes in enumerate(voice.phonemes(text)):
        said = finish(voice.plain(phonemes, seed + number, speed).astype(float))
        pieces += [gap, said] if pieces else [said]
    return stored(np.concatenate(pieces) * 10 ** (min(0.0, -1.5 - prosody.peak_db(np.concatenate(pieces))) / 20))


def record(voice: Voice, recogniser: Recogniser, line: Line, number: int) -> tuple[np.ndarray, str, int]:
    """The samples of one line, what the recogniser wrote, and its word errors."""
    wanted = normalise_text(line.text).split()
    best: tuple[np.ndarray, str, int] | None = None
    for attempt, speed in enumerate(SPEEDS):
        audio = speak(voice, line.text, 1000 * number + 100 * attempt, speed)
        heard = recogniser.hear(audio, RATE_HZ)
        errors = word_errors(wanted, normalise_text(heard).split())
        if best is None or errors < best[2]:
            best = (audio, heard, errors)
        if errors == 0:
            break
    assert best is not None
    return best


def write_script(folder: Path, voice: Voice, recogniser: Recogniser, rights: dict) -> list[dict]:
    """Records all lines; returns a row a line for the results, kept or not. Only lines without an error are kept."""
    lines, rows = [], []
    for number, line in enumerate(LINES):
        audio, heard, errors = record(voice, recogniser, line, number)
        name = line_id(line)
        ends = prosody.edges(audio, RATE_HZ)
        rows.append(
            {"id": name, "text": line.text, "heard": heard, "errors": errors, "duration_s": len(audio) / RATE_HZ}
        )
        if errors:
            continue
        write_flac(folder / f"{name}.flac", audio)
        lines.append(
            {
                "id": name,
                "file": f"{name}.flac",
                "text": line.text,
                "act": line.act,
                "topic": line.topic,
                "cues": sorted(set(line.cues.split())),
                "duration_ms": round(ends.offset_ms - ends.onset_ms),
                "rms_db": round(prosody.rms_db(audio, RATE_HZ), 2),
                "peak_db": round(prosody.peak_db(audio), 2),
            }
        )
    script = {
        "voice": "heart",
        "rights": rights,
        "cue": "a word; with * at its end, the beginning of a word",
        "lines": lines,
    }
    (folder / "lines.json").write_text(json.dumps(script, indent=1, ensure_ascii=False) + "\n")
    return rows
