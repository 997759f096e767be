"""Reader of Fisher English (LDC2004T19, LDC2005T19): telephone calls of two, as the LDC transcribed them.

What is read::

    **/data/trans/<NNN>/fe_03_NNNNN.txt     a line an utterance; "#" opens a comment
        84.86 87.33 A: who turned me onto this he works for (( )) and he
    ALIGNMENTS/fe_03_NNNNN.ctm              optional, from a forced aligner: a line a word
        fe_03_NNNNN A 84.86 0.21 who          id, channel (A, B or 1, 2), start_s, length_s, word

**Times.** The LDC gives the start and end of each utterance, in seconds, and nothing inside it. With a CTM the words
have the aligner's times. Without one they are guessed: spread over the utterance by their letters, so that pauses
inside it are lost and word timing learnt from it means little. Utterances of one speaker follow pauses, so gaps
between them are real.

**Marks.** ``((words))`` are words the transcriber was not sure of: kept. ``(( ))`` is sound nobody understood: kept
as a sound without words. ``[laughter]`` and the like are no words. A word with a hyphen at its end was cut off:
sound without words. There are no dialogue acts; ``labels.is_backchannel`` finds the backchannels.
"""

import re
from pathlib import Path

from .reading import BrokenFile, seconds, spread, timed, two_sided
from .text import normalise_text

LINE = re.compile(r"(\S+)\s+(\S+)\s+([AB])\s*[12]?:\s*(.*)")
UNHEARD = "\N{REPLACEMENT CHARACTER}"
SIDES = {"A": 0, "1": 0, "B": 1, "2": 1}


def spoken(text: str) -> list[str]:
    """The normalised words of one utterance; an empty one for what was cut off or not understood."""
    text = re.sub(r"\(\(\s*\)\)", f" {UNHEARD} ", text)
    text = re.sub(r"\[[^\]]*\]|<[^>]*>|\(\(|\)\)", " ", text)
    words = []
    for token in text.split():
        if token == UNHEARD or (token.endswith("-") and token.strip("-")):
            words.append("")
        else:
            words += normalise_text(token).split()
    return words


def read_utterances(path: Path) -> list[tuple[int, float, float, str]]:
    """(side, start_s, end_s, text) of one LDC transcript."""
    found = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.fullmatch(line.strip())
        where = f"{path.name}, line {number},"
        if not match:
            raise BrokenFile(f"{where} is not 'start end A: words'")
        start, end = seconds(match[1], where), seconds(match[2], where)
        if end < start:
            raise BrokenFile(f"{where} ends before it begins")
        found.append((SIDES[match[3]], start, end, match[4]))
    return found


def read_aligned(path: Path) -> list[list[list]]:
    """Words of both sides of one CTM."""
    sides: list[list] = [[], []]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        fields = line.split()
        where = f"{path.name}, line {number},"
        if not fields or fields[0].startswith(";;"):
            continue
        if len(fields) < 5 or fields[1] not in SIDES:
            raise BrokenFile(f"{where} is not 'id channel start length word'")
        start, length = seconds(fields[2], where), seconds(fields[3], where)
        words = spoken(fields[4])
        if words == [""]:
            sides[SIDES[fields[1]]].append([start, round(start + length, 3), ""])
        else:
            sides[SIDES[fields[1]]] += timed(" ".join(words), start, start + length, where)
    return sides


def transcripts(root: Path) -> list[Path]:
    """The LDC transcripts below ``root``, in order."""
    return sorted(root.glob("**/fe_03_*.txt"))


def read_conversation(path: Path, alignments: Path | None = None) -> dict:
    """One conversation, with a CTM's times where ``alignments`` holds one; raises BrokenFile."""
    aligned = alignments / f"{path.stem}.ctm" if alignments else None
    if aligned is not None and aligned.exists():
        words = read_aligned(aligned)
    else:
        words = [[], []]
        for side, start, end, text in read_utterances(path):
            words[side] += spread(spoken(text), start, end)
    return two_sided(path.stem, [{"words": side, "acknowledged": []} for side in words])
