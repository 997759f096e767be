"""Reader of MM-F2F's annotation (Lin et al. 2025): face-to-face talks of two, sentence by sentence.

What is read of the unzipped annotation (its authors publish it apart from the videos)::

    preprocess/{train,val,test}.csv   video_id, sentence_id, text, start, end, label, speaker
    word_level_split/<video_id>.csv   not read: its columns are not documented

``start`` and ``end`` are seconds in the video; ``speaker`` is 0 (left) or 1 (right); ``label`` is what the listener
does after the row's text: 0 nothing (KEEP), 1 takes the turn (TURN), 2 backchannels (BACKCHANNEL). Rows of one
sentence may grow word by word ("<video>_<sentence>_<part>"): they begin together, and the longest holds the others.

**Times.** Only sentences have times. Word times are guessed: the words are spread over the sentence by their
letters, so silences inside a sentence are lost; gaps between sentences are real. Word timing learnt from this corpus
means little.

**Backchannels.** Where a row is labelled 2 and the listener has no row that begins within a second of its end, the
listener is given a sound without words there (0.3 s, empty text), marked as a backchannel.

Two uses: ``read_video`` gives the neutral conversation; ``labelled_rows`` the train-ready rows for a run without
dials on the corpus's own labels and splits (RESPOND, section 4.1).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from .labels import BACKCHANNEL, STAY_SILENT, TURN_CLAIM
from .reading import SPLITS, BrokenFile, seconds, spread, two_sided
from .text import normalise_text

COLUMNS = {"video_id", "sentence_id", "text", "start", "end", "label", "speaker"}
LABELS = {"0": STAY_SILENT, "1": TURN_CLAIM, "2": BACKCHANNEL}
ANSWER_WITHIN_S = 1.0
SOUND_S = 0.3


def _rows(path: Path) -> Iterator[tuple[int, dict]]:
    """Rows of one split's file with their line numbers; raises BrokenFile for a file without the columns."""
    with path.open(newline="") as lines:
        rows = csv.DictReader(lines)
        missing = COLUMNS - set(rows.fieldnames or ())
        if missing:
            raise BrokenFile(f"{path.name} lacks the columns {', '.join(sorted(missing))}")
        for row in rows:
            yield rows.line_num, row


def _label(row: dict, where: str) -> int:
    try:
        return LABELS[row["label"]]
    except KeyError:
        raise BrokenFile(f"{where} has the label {row['label']!r}, which is not 0, 1 or 2") from None


def labelled_rows(path: Path) -> tuple[list[dict], list[str]]:
    """{"id", "text", "label"} of one split's file as it is published, and a sentence for each row left out."""
    kept, broken = [], []
    for line, row in _rows(path):
        where = f"{path.name}, line {line},"
        try:
            label, text = _label(row, where), normalise_text(row["text"] or "")
            if not text:
                raise BrokenFile(f"{where} has no words")
            kept.append({"id": row["sentence_id"], "text": text, "label": label})
        except BrokenFile as error:
            broken.append(str(error))
    return kept, broken


def _video(name: str, rows: list[tuple[str, dict]]) -> dict:
    """The neutral conversation of one video's rows."""
    longest: dict = {}
    answers = []
    for where, row in rows:
        if row["speaker"] not in ("0", "1"):
            raise BrokenFile(f"{where} has the speaker {row['speaker']!r}, which is not 0 or 1")
        speaker, start, end = int(row["speaker"]), seconds(row["start"], where), seconds(row["end"], where)
        if end <= start:
            raise BrokenFile(f"{where} ends before it begins")
        if (speaker, start) not in longest or longest[speaker, start][0] < end:
            longest[speaker, start] = (end, normalise_text(row["text"] or "").split())
        if _label(row, where) == BACKCHANNEL:
            answers.append((1 - speaker, end))
    sides: list[dict] = [{"words": [], "acknowledged": []} for _ in range(2)]
    for (speaker, start), (end, words) in longest.items():
        sides[speaker]["words"] += spread(words, start, end)
    for listener, at in sorted(set(answers)):
        begun = [start for speaker, start in longest if speaker == listener and abs(start - at) <= ANSWER_WITHIN_S]
        if not begun:
            sides[listener]["words"].append([round(at, 3), round(at + SOUND_S, 3), ""])
        sides[listener]["acknowledged"].append(round(min(begun, default=at), 3))
    return two_sided(name, sides)


def read_videos(root: Path) -> tuple[dict[str, list[dict]], list[str]]:
    """Neutral conversations by the corpus's own split, and a sentence for each video or file left out."""
    result: dict[str, list[dict]] = {split: [] for split in SPLITS}
    broken = []
    for split in SPLITS:
        path = root / "preprocess" / f"{split}.csv"
        videos = defaultdict(list)
        try:
            for line, row in _rows(path):
                videos[row["video_id"]].append((f"{path.name}, line {line},", row))
        except BrokenFile as error:
            broken.append(str(error))
        except (OSError, UnicodeDecodeError) as error:
            broken.append(f"preprocess/{path.name} could not be read: {error.__class__.__name__}")
        for name, rows in videos.items():
            try:
                result[split].append(_video(name, rows))
            except BrokenFile as error:
                broken.append(f"the video {name} is left out: {error}")
    return result, broken
