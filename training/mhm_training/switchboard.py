"""Reader of the shared Switchboard alignments: one two-sided conversation of timed words.

The neutral form, one JSON object a line, is what everything after this file reads::

    {"id": "2001", "duration_s": 301.2, "sides": [SIDE, SIDE]}
    SIDE = {"words": [[start_s, end_s, text], ...], "acknowledged": [start_s, ...]}

``text`` is normalised; a cut-off word ("i[t]-") has an empty text: it is voice, but no recogniser should write it.
``acknowledged`` holds the starts of the utterances that the dialogue-act annotation marks as backchannels.
"""

import csv
import re
from pathlib import Path

from .text import normalise_text

NOT_WORDS = {"[silence]", "[noise]", "[laughter]", "[vocalized-noise]"}


def spoken_word(token: str) -> str | None:
    """The normalised word of one alignment token; empty for a cut-off word, None for what is not speech."""
    if token in NOT_WORDS or token.startswith("<"):
        return None
    laughed = re.fullmatch(r"\[laughter-(.*)\]", token)
    token = laughed[1] if laughed else token
    # "[said/meant]": what was meant is what a recogniser tends to write.
    mended = re.fullmatch(r"\[(.*)/(.*)\]", token)
    token = mended[2] if mended else token
    token = re.sub(r"_\d$", "", token.strip("{}"))
    if token.startswith("-") or token.endswith("-"):
        return ""
    return normalise_text(token)


def read_words(path: Path) -> list[list]:
    """Timed words of one side, in order: [start_s, end_s, text]."""
    words = []
    for line in path.read_text().splitlines():
        fields = line.split()
        if len(fields) != 4:
            continue
        text = spoken_word(fields[3])
        if text is not None:
            words.append([float(fields[1]), float(fields[2]), text])
    words.sort(key=lambda word: (word[0], word[1]))
    return words


def read_acknowledged(path: Path) -> list[float]:
    """Starts, in seconds, of the utterances whose dialogue act is ``b`` (acknowledge, backchannel)."""
    if not path.exists():
        return []
    with path.open(newline="") as lines:
        return [float(row[1]) for row in csv.reader(lines) if len(row) >= 6 and row[4] == "B" and row[5] == "b"]


def read_conversation(root: Path, conversation: str) -> dict:
    """One conversation of the unpacked archive at ``root``."""
    folder = root / "swb_ms98_transcriptions" / conversation[:2] / conversation
    sides = []
    for side in "AB":
        name = f"sw{conversation}{side}"
        sides.append(
            {
                "words": read_words(folder / f"{name}-ms98-a-word.text"),
                "acknowledged": read_acknowledged(root / "swb_dialog_acts_words" / f"{name}-word-da.csv"),
            }
        )
    duration = max((side["words"][-1][1] for side in sides if side["words"]), default=0.0)
    return {"id": conversation, "duration_s": duration, "sides": sides}


def read_split(root: Path, split: str) -> list[str]:
    """Conversation ids of a split (``train`` or ``val``)."""
    return (root / "splits" / f"{split}.txt").read_text().split()
