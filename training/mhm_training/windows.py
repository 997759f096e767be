"""What the model is shown at a word boundary: five seconds of the partner's words, and the condition vector.

The command line's ``decide`` and the live page build exactly this (see the head pack's ``condition``):

* The window: the partner's words, up to and with the one just ended, whose end is later than that word's end - 5 s
  (back to the first that is not).
* The text: those words joined by a space, then normalised together; each word keeps its piece of it (``pieces``).
* Word timing, for the backbone: ``WORD_TIMING`` below at each token of a word, scaled alike.
* The condition: ``CONDITION`` below, each value clipped to 0..max and then scaled. Times are in seconds.

``gap_before_last_word`` is 5 s when the window holds one word. ``run`` is the stretch of words up to the last one
whose gaps are all under 0.3 s. ``last_word_letters`` counts the characters of the last word's own normalised text.
History is the time from the end of the listener's last turn (backchannel) to the judged moment, that is the last word's
end plus the silence, and counts only what ended before that word began; value and flag are 0 when it is unknown.
"""

from typing import NamedTuple

import numpy as np

from .labels import RUN_GAP_S
from .text import normalise_text

WINDOW_S = 5.0


class Part(NamedTuple):
    """One number of the condition vector: its name, its scaling and the largest raw value it takes."""

    name: str
    scale: str
    max: float


CONDITION = (
    Part("c_bc", "identity", 1),
    Part("c_tc", "identity", 1),
    Part("silence", "log1p_s", 4),
    Part("since_turn", "log1p_s", 120),
    Part("since_turn_known", "flag", 1),
    Part("since_backchannel", "log1p_s", 120),
    Part("since_backchannel_known", "flag", 1),
    Part("last_word", "log1p_s", 2),
    Part("gap_before_last_word", "log1p_s", 5),
    Part("window_words", "log1p_count", 60),
    Part("window_length", "log1p_s", 6),
    Part("voiced_share", "identity", 1),
    Part("run_length", "log1p_s", 6),
    Part("run_words", "log1p_count", 60),
    Part("last_word_letters", "log1p_count", 20),
)
# At each token of a word: the word's length, the gap before it (5 s for the window's first), and whether the token is
# the word's first. The opening token has zeros.
WORD_TIMING = (
    Part("word_length", "log1p_s", 5),
    Part("gap_before_word", "log1p_s", 5),
    Part("first_token", "flag", 1),
)
NAMES = tuple(part.name for part in CONDITION)
TIMING = slice(NAMES.index("last_word"), len(NAMES))
SILENCE, SINCE_TURN, SINCE_BACKCHANNEL = (NAMES.index(n) for n in ("silence", "since_turn", "since_backchannel"))
_MAX = np.array([part.max for part in CONDITION], np.float64)
_LOG = np.array([part.scale.startswith("log1p") for part in CONDITION])


def scale(raw: np.ndarray) -> np.ndarray:
    """Condition vectors [n, 15] in float32 from raw values in seconds, counts and 0..1."""
    clipped = np.clip(raw, 0, _MAX)
    return np.where(_LOG, np.log1p(clipped), clipped).astype(np.float32)


def window_start(ends: np.ndarray, index: int) -> int:
    """The first word of the window that closes with word ``index`` (ends in order)."""
    return int(np.searchsorted(ends[: index + 1], ends[index] - WINDOW_S, side="right"))


def timing(starts: np.ndarray, ends: np.ndarray, letters: int) -> list[float]:
    """The word-timing part of the condition, raw, for the words of one window."""
    last = max(float(ends[-1] - starts[-1]), 0.0)
    gaps = starts[1:] - ends[:-1]
    wide = np.nonzero(gaps >= RUN_GAP_S)[0]
    run = int(wide[-1]) + 1 if len(wide) else 0
    return [
        last,
        float(gaps[-1]) if len(gaps) else WINDOW_S,
        len(starts),
        float(ends[-1] - starts[0]),
        float(np.maximum(ends - starts, 0).sum()) / WINDOW_S,
        float(ends[-1] - starts[run]),
        len(starts) - run,
        letters,
    ]


def word_timing(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Length of each word of a window and gap before it, scaled: float32 [n,2]."""
    raw = np.stack([ends - starts, np.append(WINDOW_S, starts[1:] - ends[:-1])], axis=1)
    return np.log1p(np.clip(raw, 0, [part.max for part in WORD_TIMING[:2]])).astype(np.float32)


def pieces(texts: list[str]) -> list[str]:
    """The normalised text of several words, a piece a word; a piece may be empty or several words.

    Where normalising them together gives something else than one by one (two words that make one filler), what each
    further word adds to the count goes to it.
    """
    alone = [normalise_text(text) for text in texts]
    together = normalise_text(" ".join(texts))
    if " ".join(piece for piece in alone if piece) == together:
        return alone
    spoken = together.split(" ") if together else []
    result, done = [], 0
    for index in range(len(texts)):
        last = index == len(texts) - 1
        upto = len(normalise_text(" ".join(texts[: index + 1])).split()) if not last else len(spoken)
        upto = min(max(upto, done), len(spoken))
        result.append(" ".join(spoken[done:upto]))
        done = upto
    return result


class Reading(NamedTuple):
    """What the backbone is shown: a piece of normalised text a word, and the words' scaled timing [n,2]."""

    pieces: list[str]
    timing: np.ndarray

    @property
    def text(self) -> str:
        """The whole normalised text."""
        return " ".join(piece for piece in self.pieces if piece)


def reading(words: list) -> Reading:
    """The reading of one window's words, each (start_s, end_s, text)."""
    starts, ends = (np.array([word[i] for word in words], np.float64) for i in (0, 1))
    return Reading(pieces([word[2] for word in words]), word_timing(starts, ends))


def condition(
    words: list, bc: float, tc: float, silence_s: float, since_turn_s: float | None, since_backchannel_s: float | None
) -> tuple[Reading, np.ndarray]:
    """The reading of the window and the scaled condition vector [15] of one judgement.

    ``words`` are the partner's words so far as (start_s, end_s, text), at least one, the last one just ended;
    None is an unknown history. Raises ValueError without words.
    """
    if not words:
        raise ValueError("a judgement needs at least one word of the partner")
    first = len(words) - 1
    while first > 0 and words[first - 1][1] > words[-1][1] - WINDOW_S:
        first -= 1
    window = words[first:]
    starts, ends = (np.array([word[i] for word in window], np.float64) for i in (0, 1))
    raw = [bc, tc, silence_s]
    for since in (since_turn_s, since_backchannel_s):
        raw += [0.0, 0.0] if since is None else [since, 1.0]
    raw += timing(starts, ends, len(normalise_text(window[-1][2])))
    return reading(window), scale(np.array(raw))


def length_bin(words: np.ndarray) -> np.ndarray:
    """RESPOND's length bins: 1, 2, 3-4, 5-6 ... 29-30, 31 and more."""
    return np.where(words <= 2, words, np.minimum((words - 1) // 2 + 2, 17))
