"""Fixed inputs of the decision packs' golden files. All sentences are made up."""

from .windows import condition

# Of both packs.
VERSION = "3"

TEXTS = [
    "",
    "yeah",
    "um-hum",
    "so what do you think",
    "and then we went to the lake with the kids",
    "i don't know if you have ever been there but",
    "how are you doing",
    "it was in nineteen eighty four i think uh or maybe eighty five",
    "well that's the thing you know they never called me back and i thought okay that's it",
    "supercalifragilistic quokka zyzzyva",
    "uh um uh i i mean it's it's kind of",
    "and i told him look you can't just come in here and say that you know because people have been working on it for "
    "weeks and weeks and nobody ever asked them what they",
]


def said(text: str, start: float = 0.0, length: float = 0.25, gap: float = 0.05) -> list[list]:
    """Evenly timed words of the partner."""
    words = []
    for word in text.split():
        words.append([round(start, 3), round(start + length, 3), word, "you"])
        start += length + gap
    return words


# Evenly timed, unevenly timed, and as a recogniser may write them: fillers in two words, numbers, words that touch.
WINDOWS = [
    *(said(text) for text in TEXTS if text),
    said("uh huh and he was 25 I think", 1.0, 0.2, 0.0),
    [*said("so I told her", 2.0), *said("well, mm hm", 4.0, 0.6, 0.3), *said("\U0001f642 it's 1984!", 6.4, 0.1, 0.9)],
    [[0.0, 0.5, "first"], [0.4, 0.9, "these"], [0.9, 0.9, "overlap"], [1.0, 8.0, "loooong"], [8.1, 8.2, "now"]],
    said("\U0001f642"),
    said("extraordinarily unbelievably antidisestablishmentarianism floccinaucinihilipilification " * 6, 0.0, 0.1, 0.0),
]

_LAKE = said("So we went down to the lake on Sunday, and it was really cold.")
_TOLD = said("My sister told me about it,", 0.4)

DECISIONS = [
    {"words": _LAKE, "bc": 0.5, "tc": 0.2, "silence_ms": 0, "since_backchannel_ms": 5200, "since_turn_ms": 14000},
    {"words": _LAKE, "bc": 0.5, "tc": 0.2, "silence_ms": 700, "since_backchannel_ms": 5900, "since_turn_ms": 14700},
    {"words": _LAKE, "bc": 0.5, "tc": 0.2, "silence_ms": 700, "since_backchannel_ms": None, "since_turn_ms": None},
    {"words": _LAKE, "bc": 1.0, "tc": 0.0, "silence_ms": 200, "since_backchannel_ms": 9000, "since_turn_ms": None},
    {"words": _LAKE, "bc": 0.0, "tc": 1.0, "silence_ms": 200, "since_backchannel_ms": None, "since_turn_ms": 3000},
    {"words": said("Yeah."), "bc": 0.5, "tc": 0.5, "silence_ms": 0, "since_backchannel_ms": None, "since_turn_ms": 600},
    {"words": said("What do you think?"), "bc": 0.6, "tc": 0.2, "silence_ms": 1000},
    {
        "words": [*_TOLD[:3], [1.3, 1.6, "mhm", "listener"], *_TOLD[3:]],
        "bc": 0.5,
        "tc": 0.2,
        "silence_ms": 100,
        "since_backchannel_ms": 700,
        "since_turn_ms": 8000,
    },
    {"words": said("I loved it \U0001f642 \U0001f44d\U0001f3fd"), "bc": 0.5, "tc": 0.2, "silence_ms": 300},
    {
        "words": said("Qu\u00e9? Zyzzyva quokka \u041f\u0440\u0438\u0432\u0435\u0442 brrrm"),
        "bc": 0.3,
        "tc": 0.7,
        "silence_ms": 0,
    },
    {"words": said("\U0001f642"), "bc": 0.5, "tc": 0.2, "silence_ms": 0},
    {
        "words": said("and then he said that he would never go back there again " * 6),
        "bc": 0.9,
        "tc": 0.1,
        "silence_ms": 0,
        "since_backchannel_ms": 17000,
        "since_turn_ms": 400000,
    },
    {"words": said("yes", 3.0, 6.0), "bc": 0.5, "tc": 0.2, "silence_ms": 60000},
    {
        "words": [*said("It was 1984, Mm-hmm,"), [4.0, 4.5, "I'm", "you"], [4.2, 4.9, "sure.", "you"]],
        "bc": 0.5,
        "tc": 0.2,
        "silence_ms": 0,
    },
]


def partner(words: list) -> list[tuple]:
    """The partner's words of a line of ours: (start_s, end_s, text)."""
    return [tuple(word[:3]) for word in words if len(word) < 4 or word[3] == "you"]


def case_condition(case: dict) -> tuple:
    """``windows.condition`` of one of DECISIONS."""
    since = [case.get(key) for key in ("since_turn_ms", "since_backchannel_ms")]
    known = (None if ms is None else ms / 1000 for ms in since)
    return condition(partner(case["words"]), case["bc"], case["tc"], case["silence_ms"] / 1000, *known)
