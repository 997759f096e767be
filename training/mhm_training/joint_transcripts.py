"""Conversations as one text, the way appendix A.1 of arXiv 2604.16622 writes them, and the backchannels in it.

`<A>` and `<B>` begin a turn, `/` ends one. What a turn says while the next one has begun stands in braces, what the
next one says meanwhile in brackets: `<A> was very { cold } / <B> [ really ] / <A> but we swam /`.
"""

from dataclasses import dataclass

from .clips_fit import NAMES, SPELLINGS
from .pool import partner_words

SPEAKERS = ("<A>", "<B>")
SHIFT = " / "
SNIPPET_TURNS = 50
LONGEST_S = 3.0
"""A backchannel of one word; what lasts longer is a word whose end was not found."""


@dataclass(frozen=True)
class Turn:
    """A run of one speaker's words. So many of the first words overlap the turn before, of the last the one after."""

    speaker: int
    words: tuple[str, ...]
    start_s: float
    end_s: float
    opened: int = 0
    closed: int = 0

    @property
    def written(self) -> str:
        """A word that overlaps both its neighbours is in brackets: nothing is written twice."""
        opened, closed = self.opened, min(self.closed, len(self.words) - self.opened)
        said = list(self.words)
        if closed:
            said[-closed:] = ["{", *said[-closed:], "}"]
        if opened:
            said[:opened] = ["[", *said[:opened], "]"]
        return " ".join([SPEAKERS[self.speaker], *said])

    @property
    def form(self) -> str | None:
        """The form, where the turn is one of the 18 and nothing else."""
        return SPELLINGS.get(self.words[0]) if len(self.words) == 1 else None


def turns_of(conversation: dict) -> list[Turn]:
    """The turns of both sides in order: whoever begins a word next has the turn."""
    words = sorted((*word[:3], side) for side in (0, 1) for word in partner_words(conversation["sides"][side]))
    runs: list[list[tuple]] = []
    for word in words:
        if not runs or runs[-1][-1][3] != word[3]:
            runs.append([])
        runs[-1].append(word)
    found = []
    for number, run in enumerate(runs):
        before = max((word[1] for word in runs[number - 1]), default=0.0) if number else 0.0
        after = runs[number + 1][0][0] if number + 1 < len(runs) else float("inf")
        found.append(
            Turn(
                run[0][3],
                tuple(text for word in run for text in word[2].split()),
                run[0][0],
                max(word[1] for word in run),
                sum(len(word[2].split()) for word in run if word[0] < before),
                sum(len(word[2].split()) for word in run if word[1] > after),
            )
        )
    return found


def snippets(turns: list[Turn]) -> list[str]:
    """The whole conversation in pieces of at most 50 turns, as the language model is trained on it."""
    pieces = [turns[start : start + SNIPPET_TURNS] for start in range(0, len(turns), SNIPPET_TURNS)]
    return [SHIFT.join(turn.written for turn in piece) + SHIFT.rstrip() for piece in pieces]


def context_before(turns: list[Turn], number: int, count: int) -> str:
    """All text up to the first word of a turn: `count` turns before it, its speaker and its bracket (appendix A.2)."""
    own = SPEAKERS[turns[number].speaker] + (" [" if turns[number].opened else "")
    return SHIFT.join([*(turn.written for turn in turns[max(0, number - count) : number]), own])


def context_said(texts: list[tuple[int, str]], listener: int) -> str:
    """The same from texts without times: (speaker, words), oldest first."""
    said = [f"{SPEAKERS[speaker]} {text}" for speaker, text in texts]
    return SHIFT.join([*said, SPEAKERS[listener]])


@dataclass(frozen=True)
class Heard:
    """One backchannel: where it sounds, and which turn it is."""

    conversation: str
    number: int
    listener: int
    start_s: float
    end_s: float
    form: int


def backchannels(conversation: dict, turns: list[Turn]) -> list[Heard]:
    """Every turn that is one of the 18 forms, said once, with a turn before it."""
    return [
        Heard(conversation["id"], number, turn.speaker, turn.start_s, turn.end_s, NAMES.index(turn.form))
        for number, turn in enumerate(turns)
        if number and turn.form is not None and turn.end_s - turn.start_s < LONGEST_S
    ]
