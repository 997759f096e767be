"""Readers of other corpora, on small files made here."""

import csv
import json
from pathlib import Path

import pytest
import read_corpus

from mhm_training import candor, fisher, mmf2f
from mhm_training.labels import BACKCHANNEL, STAY_SILENT, TURN_CLAIM, utterances
from mhm_training.reading import BrokenFile, read_all, split_of, spread


def item(content: str, start: float, end: float) -> dict:
    return {
        "type": "pronunciation",
        "start_time": str(start),
        "end_time": str(end),
        "alternatives": [{"content": content, "confidence": "0.98"}],
    }


def write_candor(root: Path, name: str = "talk-1") -> Path:
    folder = root / name
    (folder / "transcription").mkdir(parents=True)
    speakers = [{"user_id": "left-one", "channel": "L"}, {"user_id": "right-one", "channel": "R"}]
    (folder / "metadata.json").write_text(json.dumps({"id": name, "speakers": speakers}))
    left = [item("We", 0.5, 0.7), item("swam", 0.8, 1.2), item("anyway", 1.3, 1.8), item("Gosh", 6.0, 6.4)]
    left.insert(3, {"type": "punctuation", "alternatives": [{"content": ".", "confidence": "0.0"}]})
    right = [item("Good", 1.5, 1.7), item("lord", 1.7, 1.9), item("Nobody", 4.0, 4.4), item("did", 4.5, 4.8)]
    channels = [{"channel_label": "ch_0", "items": left}, {"channel_label": "ch_1", "items": right}]
    (folder / "transcription/transcribe_output.json").write_text(
        json.dumps({"results": {"channel_labels": {"channels": channels}}})
    )
    head = ["turn_id", "speaker", "start", "stop", "utterance", "backchannel", "backchannel_count"]
    head += ["backchannel_speaker", "backchannel_start", "backchannel_stop"]
    rows = [
        ["0", "left-one", "0.5", "1.8", "We swam anyway.", "Good lord", "1", "right-one", "1.5", "1.9"],
        ["1", "right-one", "4.0", "4.8", "Nobody did", "", "0", "", "", ""],
    ]
    with (folder / "transcription/transcript_backbiter.csv").open("w", newline="") as lines:
        csv.writer(lines).writerows([head, *rows])
    return folder


def test_candor_words_and_backchannels(tmp_path: Path) -> None:
    talk = candor.read_conversation(write_candor(tmp_path))
    assert talk["id"] == "talk-1" and talk["duration_s"] == 6.4
    assert talk["sides"][0]["words"][:2] == [[0.5, 0.7, "we"], [0.8, 1.2, "swam"]]
    assert talk["sides"][1]["acknowledged"] == [1.5]
    # "good lord" is in no lexicon: only Backbiter makes it a backchannel.
    assert utterances(talk["sides"][1]) == [(1.5, 1.9, BACKCHANNEL), (4.0, 4.8, TURN_CLAIM)]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("metadata.json", "{", "talk-1/metadata.json is not JSON"),
        ("metadata.json", '{"speakers": []}', "does not name one speaker on L and one on R"),
        ("transcription/transcribe_output.json", '{"results": {}}', "is not Amazon Transcribe's output"),
        ("transcription/transcript_backbiter.csv", "turn_id,speaker\n", "lacks the columns backchannel_speaker"),
    ],
)
def test_a_broken_candor_file_is_named(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    folder = write_candor(tmp_path)
    (folder / name).write_text(text)
    with pytest.raises(BrokenFile, match=sentence):
        candor.read_conversation(folder)


def test_what_is_broken_is_named_skipped_and_counted(tmp_path: Path, capsys) -> None:
    write_candor(tmp_path / "data", "whole")
    write_candor(tmp_path / "data", "halved")
    (tmp_path / "data/halved/transcription/transcribe_output.json").unlink()
    read_corpus.main("candor", tmp_path / "data", tmp_path / "out")
    said = capsys.readouterr()
    assert said.err == "left out: halved lacks transcribe_output.json\n"
    assert json.loads(said.out)["left_out"] == 1
    written = [json.loads(line) for path in (tmp_path / "out").glob("*.jsonl") for line in path.open()]
    assert [talk["id"] for talk in written] == ["whole"]


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="Nothing could be read"):
        read_corpus.main("fisher", tmp_path, tmp_path / "out")
    with pytest.raises(SystemExit, match="no reader for swahili"):
        read_corpus.main("swahili", tmp_path, tmp_path / "out")


FISHER = """# fe_03_99999.sph
# Transcribed at the LDC

0.50 2.50 A: we went to ((the)) lake [laughter]

2.60 3.00 B: uh-huh
3.90 4.30 A: (( ))
4.40 5.40 B: th- that is far
"""


def test_fisher_utterances_and_guessed_times(tmp_path: Path) -> None:
    path = tmp_path / "fe_03_99999.txt"
    path.write_text(FISHER)
    talk = fisher.read_conversation(path)
    first, second = talk["sides"]
    assert [word[2] for word in first["words"]] == ["we", "went", "to", "the", "lake", ""]
    assert first["words"][0][0] == 0.5 and first["words"][4][1] == 2.5
    assert [word[2] for word in second["words"]] == ["uh-huh", "", "that", "is", "far"]
    assert utterances(second)[0] == (2.6, 3.0, BACKCHANNEL)


def test_fisher_alignments_give_real_times(tmp_path: Path) -> None:
    path = tmp_path / "fe_03_99999.txt"
    path.write_text(FISHER)
    (tmp_path / "fe_03_99999.ctm").write_text(
        "id A 0.50 0.20 we\nid A 1.90 0.30 went\nid 2 2.6 0.4 uh-huh\nid B 3 0.1 th-\n"
    )
    talk = fisher.read_conversation(path, tmp_path)
    assert talk["sides"][0]["words"] == [[0.5, 0.7, "we"], [1.9, pytest.approx(2.2), "went"]]
    assert talk["sides"][1]["words"] == [[2.6, 3.0, "uh-huh"], [3.0, 3.1, ""]]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("0.5 A: no end", "line 1, is not 'start end A: words'"),
        ("2.0 1.0 A: backwards", "line 1, ends before it begins"),
        ("x 1.0 A: hello", "has the time 'x', which is not a number"),
        ("0.1 1.0 A: alone", "words of fewer than two speakers"),
    ],
)
def test_a_broken_fisher_line_is_named(tmp_path: Path, line: str, sentence: str) -> None:
    path = tmp_path / "fe_03_99999.txt"
    path.write_text(line)
    with pytest.raises(BrokenFile, match=sentence):
        fisher.read_conversation(path)


MMF2F_ROWS = [
    ["v-a", "v-a_0_0", "so we stayed", "1.0", "2.0", "0", "0"],
    ["v-a", "v-a_0_1", "so we stayed at home", "1.0", "3.0", "2", "0"],
    ["v-a", "v-a_1_0", "how are you", "5.0", "6.0", "1", "0"],
    ["v-a", "v-a_2_0", "fine thanks", "6.2", "7.0", "0", "1"],
    ["v-b", "v-b_0_0", "nobody else", "1.0", "2.0", "7", "0"],
]


def write_mmf2f(root: Path) -> None:
    (root / "preprocess").mkdir(parents=True)
    for split in ("train", "val", "test"):
        with (root / f"preprocess/{split}.csv").open("w", newline="") as lines:
            rows = csv.writer(lines)
            rows.writerow(["video_id", "sentence_id", "text", "start", "end", "label", "speaker"])
            rows.writerows(MMF2F_ROWS if split == "train" else [])


def test_mmf2f_conversations_and_labelled_rows(tmp_path: Path, capsys) -> None:
    write_mmf2f(tmp_path / "data")
    splits, broken = mmf2f.read_videos(tmp_path / "data")
    (talk,) = splits["train"]
    assert broken == ["the video v-b is left out: train.csv, line 6, has the label '7', which is not 0, 1 or 2"]
    assert [word[2] for word in talk["sides"][0]["words"]] == "so we stayed at home how are you".split()
    # The unheard backchannel after "home" is put in; the answer to "how are you" is the turn that follows.
    assert utterances(talk["sides"][1]) == [(3.0, 3.3, BACKCHANNEL), (6.2, 7.0, TURN_CLAIM)]
    read_corpus.main("mm-f2f", tmp_path / "data", tmp_path / "out")
    assert json.loads(capsys.readouterr().out) == {"conversations": {"train": 1, "val": 0, "test": 0}, "left_out": 2}
    rows = [json.loads(line) for line in (tmp_path / "out/labelled-train.jsonl").open()]
    assert [row["label"] for row in rows] == [STAY_SILENT, BACKCHANNEL, TURN_CLAIM, STAY_SILENT]
    assert rows[1] == {"id": "v-a_0_1", "text": "so we stayed at home", "label": BACKCHANNEL}


def test_splits_keep_their_shares_and_spread_words_fill_the_stretch() -> None:
    splits = [split_of(f"talk {number}") for number in range(4000)]
    assert 0.88 < splits.count("train") / 4000 < 0.92 and 0.035 < splits.count("val") / 4000 < 0.065
    assert spread(["a", "bcd"], 1.0, 2.2) == [[1.0, 1.4, "a"], [1.4, 2.2, "bcd"]]
    assert spread([], 1.0, 2.0) == []


def test_an_unreadable_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "fe_03_00002.txt").write_bytes(b"0.1 0.2 A: \xff\xfe\n")
    (tmp_path / "fe_03_00001.txt").write_text(FISHER)
    found, broken = read_all(fisher.transcripts(tmp_path), fisher.read_conversation)
    assert [talk["id"] for talk in found] == ["fe_03_00001"]
    assert broken == ["fe_03_00002.txt could not be read: UnicodeDecodeError"]
