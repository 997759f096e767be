"""Small made-up conversations; nothing here comes from a corpus."""

import pytest


def spoken(start: float, text: str, length: float = 0.3, gap: float = 0.05) -> list[list]:
    """Timed words said one after the other from ``start``."""
    words = []
    for word in text.split():
        words.append([round(start, 3), round(start + length, 3), word])
        start += length + gap
    return words


def side(*stretches: list[list]) -> dict:
    return {"words": [word for stretch in stretches for word in stretch], "acknowledged": []}


@pytest.fixture
def conversation() -> dict:
    """Side 0 tells, side 1 listens: a backchannel at 2.0 s, another at 8.2 s, a turn from 12.0 s."""
    teller = side(
        spoken(0.0, "so we went down to the lake on sunday morning"),
        spoken(5.0, "and the water was very cold but we swam anyway"),
        spoken(9.5, "so that was that"),
        spoken(20.0, "right and then we went home"),
    )
    listener = side(spoken(2.0, "um-hum"), spoken(8.2, "really"), spoken(12.0, "we went there last year with the kids"))
    return {"id": "0001", "duration_s": 23.0, "sides": [teller, listener]}
