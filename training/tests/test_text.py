import json
from pathlib import Path

import pytest

from mhm_training.text import normalise_text

GOLDEN = Path(__file__).parents[2] / "src/shared/text.golden.json"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mm-hmm.", "um-hum"),
        ("Uh huh, OK!", "uh-huh okay"),
        ("Don\u2019t", "don't"),
        ("in 1984", "in nineteen eighty four"),
        ("the 22nd", "the twenty second"),
        ("3.5", "three point five"),
        ("\U0001f642", ""),
    ],
)
def test_writes_as_the_data_does(text: str, said: str) -> None:
    assert normalise_text(text) == said


def test_golden_file_is_what_the_code_says() -> None:
    golden = json.loads(GOLDEN.read_text())
    assert len(golden["cases"]) > 30
    for case in golden["cases"]:
        assert normalise_text(case["text"]) == case["normalised"]
    for number, said in golden["numbers"]:
        assert normalise_text(str(number)) == said
