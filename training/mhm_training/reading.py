"""What the readers of other corpora share: the neutral conversation, words without times, and broken files.

The neutral form is described in ``switchboard.py``. A reader raises BrokenFile with a sentence; the others go on.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from .text import normalise_text

# Shortest time a spread word is given, so that no word ends before it begins.
LEAST_WORD_S = 0.02
SPLITS = ("train", "val", "test")


class BrokenFile(ValueError):
    """A file of a corpus that cannot be used; the message says which and why, in one sentence."""


def seconds(value: object, where: str) -> float:
    """A time of a corpus, in seconds; raises BrokenFile for what is not a time."""
    try:
        time_s = float(str(value))
    except ValueError:
        raise BrokenFile(f"{where} has the time {value!r}, which is not a number") from None
    if not 0 <= time_s < float("inf"):
        raise BrokenFile(f"{where} has the time {value!r}, which is not at or after 0")
    return time_s


def timed(text: str, start_s: float, end_s: float, where: str) -> list[list]:
    """Words [start_s, end_s, text] of one timed token; several when it is normalised to several, none when to none."""
    if end_s < start_s:
        raise BrokenFile(f"{where} ends before it begins")
    return spread(normalise_text(text).split(), start_s, max(end_s, start_s + LEAST_WORD_S))


def spread(words: list[str], start_s: float, end_s: float) -> list[list]:
    """Words laid evenly by their letters over a stretch that only has a beginning and an end: guessed times."""
    total = sum(len(word) + 1 for word in words)
    result, at = [], start_s
    for word in words:
        until = at + (end_s - start_s) * (len(word) + 1) / total
        result.append([round(at, 3), round(until, 3), word])
        at = until
    return result


def two_sided(name: str, sides: list[dict]) -> dict:
    """The neutral conversation of two sides; raises BrokenFile when one of them never speaks."""
    for side in sides:
        side["words"].sort(key=lambda word: (word[0], word[1]))
        side["acknowledged"] = sorted(set(side["acknowledged"]))
    if len(sides) != 2 or not all(side["words"] for side in sides):
        raise BrokenFile(f"{name} has words of fewer than two speakers")
    return {"id": name, "duration_s": max(word[1] for side in sides for word in side["words"]), "sides": sides}


def split_of(conversation: str) -> str:
    """The split of a conversation, 18 : 1 : 1, by its id alone: the same on every machine, whole conversations."""
    number = int(hashlib.sha256(conversation.encode()).hexdigest(), 16) % 20
    return SPLITS[max(0, number - 17)]


def read_all(sources: Iterable[Path], read: Callable[[Path], dict]) -> tuple[list[dict], list[str]]:
    """The conversations that could be read, and a sentence for each source that could not."""
    conversations, broken = [], []
    for source in sources:
        try:
            conversations.append(read(source))
        except BrokenFile as error:
            broken.append(str(error))
        except FileNotFoundError as error:
            broken.append(f"{source.name} lacks {Path(str(error.filename)).name}")
        except (OSError, UnicodeDecodeError) as error:
            broken.append(f"{source.name} could not be read: {error.__class__.__name__}")
    return conversations, broken


def read_json(path: Path) -> object:
    """A JSON file; raises BrokenFile when it is none."""
    try:
        return json.loads(path.read_text())
    except json.JSONDecodeError as error:
        raise BrokenFile(f"{path.parent.name}/{path.name} is not JSON (line {error.lineno})") from None
