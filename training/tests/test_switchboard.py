from pathlib import Path

import pytest

from mhm_training.switchboard import read_conversation, spoken_word


@pytest.mark.parametrize(
    ("token", "word"),
    [
        ("[silence]", None),
        ("[laughter]", None),
        ("<b_aside>", None),
        ("[laughter-yeah]", "yeah"),
        ("i[t]-", ""),
        ("-[th]at", ""),
        ("[yack/yeah]", "yeah"),
        ("them_1", "them"),
        ("{maxed}", "maxed"),
        ("Dallas", "dallas"),
        ("um-hum", "um-hum"),
    ],
)
def test_reads_one_token(token: str, word: str | None) -> None:
    assert spoken_word(token) == word


def test_reads_a_conversation(tmp_path: Path) -> None:
    folder = tmp_path / "swb_ms98_transcriptions/99/9901"
    folder.mkdir(parents=True)
    acts = tmp_path / "swb_dialog_acts_words"
    acts.mkdir()
    (folder / "sw9901A-ms98-a-word.text").write_text(
        "sw9901A-ms98-a-0001 0.0 0.5 [silence]\nsw9901A-ms98-a-0001 0.5 0.9 Hello\nsw9901A-ms98-a-0001 0.9 1.0 th-\n"
    )
    (folder / "sw9901B-ms98-a-word.text").write_text("sw9901B-ms98-a-0001 1.2 1.6 uh-huh\n")
    (acts / "sw9901B-word-da.csv").write_text("sw9901B-ms98-a-0001,1.2,1.6,uh-huh,B,b,u-1\n")
    conversation = read_conversation(tmp_path, "9901")
    assert conversation["duration_s"] == 1.6
    assert conversation["sides"][0] == {"words": [[0.5, 0.9, "hello"], [0.9, 1.0, ""]], "acknowledged": []}
    assert conversation["sides"][1] == {"words": [[1.2, 1.6, "uh-huh"]], "acknowledged": [1.2]}
