"""Reader of CANDOR (Reece et al. 2023), a folder a conversation, with its Backbiter transcript.

What is read of ``<conversation id>/`` (the corpus's own layout; access is by request to its authors)::

    metadata.json                          "speakers": [{"user_id", "channel": "L" or "R"}, ...]
    transcription/transcribe_output.json   words: Amazon Transcribe's output, one channel a speaker:
        results.channel_labels.channels[] {"channel_label": "ch_0" or "ch_1", "items": [
            {"type": "pronunciation" or "punctuation", "start_time": "1.23", "end_time": "1.5",
             "alternatives": [{"content", "confidence"}]}]}                      ch_0 is L, ch_1 is R
    transcription/transcript_backbiter.csv turns: turn_id, speaker, start, stop, utterance, backchannel,
        backchannel_count, backchannel_speaker, backchannel_start, backchannel_stop, interval, delta, ...

**Times.** Word times are the recogniser's (to 10 ms); turn and backchannel times are Backbiter's. Nothing is
guessed.

**Backchannels.** A Backbiter row spans all backchannels that its turn drew (``backchannel_count`` of them, from the
first one's start to the last one's stop). Every utterance of ``backchannel_speaker`` that begins in that stretch is
marked; ``labels.utterances`` keeps the mark only for utterances of at most three words.
"""

import csv
from pathlib import Path

from .labels import UTTERANCE_GAP_S
from .reading import BrokenFile, read_json, seconds, timed, two_sided

TURN_COLUMNS = {"backchannel_speaker", "backchannel_start", "backchannel_stop"}
CHANNELS = {"ch_0": "L", "ch_1": "R"}
# Backbiter's stretch and the words' times are rounded separately.
SLACK_S = 0.05


def _channel_users(folder: Path) -> dict[str, str]:
    """User id by channel, L and R."""
    metadata = read_json(folder / "metadata.json")
    speakers = metadata.get("speakers") if isinstance(metadata, dict) else None
    users = {}
    for speaker in speakers if isinstance(speakers, list) else []:
        if isinstance(speaker, dict) and {"channel", "user_id"} <= speaker.keys():
            users[str(speaker["channel"])] = str(speaker["user_id"])
    if set(users) != {"L", "R"}:
        raise BrokenFile(f"{folder.name}/metadata.json does not name one speaker on L and one on R")
    return users


def _channel_words(folder: Path) -> dict[str, list]:
    """Timed words by channel, L and R."""
    name = f"{folder.name}/transcribe_output.json"
    found: dict[str, list] = {"L": [], "R": []}
    try:
        for channel in read_json(folder / "transcription/transcribe_output.json")["results"]["channel_labels"][
            "channels"
        ]:
            words = found[CHANNELS[channel["channel_label"]]]
            for item in channel["items"]:
                if item["type"] == "pronunciation":
                    start, end = (seconds(item[key], name) for key in ("start_time", "end_time"))
                    words += timed(item["alternatives"][0]["content"], start, end, f"a word of {name}")
    except (KeyError, IndexError, TypeError):
        raise BrokenFile(f"{name} is not Amazon Transcribe's output with a channel a speaker") from None
    return found


def _backchannel_stretches(folder: Path) -> list[tuple[str, float, float]]:
    """(user id, start_s, stop_s) of each turn's backchannels."""
    path = folder / "transcription/transcript_backbiter.csv"
    name = f"{folder.name}/{path.name}"
    with path.open(newline="") as lines:
        rows = csv.DictReader(lines)
        if not set(rows.fieldnames or ()) >= TURN_COLUMNS:
            raise BrokenFile(f"{name} lacks the columns {', '.join(sorted(TURN_COLUMNS - set(rows.fieldnames or ())))}")
        return [
            (
                row["backchannel_speaker"],
                seconds(row["backchannel_start"], name),
                seconds(row["backchannel_stop"], name),
            )
            for row in rows
            if row["backchannel_start"]
        ]


def _utterance_starts(words: list) -> list[float]:
    """Starts of a speaker's utterances: a word after a second without one."""
    words = sorted(words, key=lambda word: (word[0], word[1]))
    return [word[0] for i, word in enumerate(words) if i == 0 or word[0] - words[i - 1][1] >= UTTERANCE_GAP_S]


def conversation_folders(root: Path) -> list[Path]:
    """Folders of ``root`` that hold a transcription, in order."""
    return sorted(path.parent for path in root.glob("*/transcription") if path.is_dir())


def read_conversation(folder: Path) -> dict:
    """One conversation; raises BrokenFile."""
    users, words, stretches = _channel_users(folder), _channel_words(folder), _backchannel_stretches(folder)
    sides = []
    for channel in ("L", "R"):
        own = [(start, stop) for user, start, stop in stretches if user == users[channel]]
        starts = _utterance_starts(words[channel])
        marked = [at for at in starts if any(a - SLACK_S <= at <= b + SLACK_S for a, b in own)]
        sides.append({"words": words[channel], "acknowledged": marked})
    return two_sided(folder.name, sides)
