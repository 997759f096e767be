"""Contexts of real backchannels: up to five turns of words before each, and the form that the listener used."""

from dataclasses import dataclass

import numpy as np

from .clips_fit import HEARD_LATE_S, form_of
from .labels import BACKCHANNEL, utterances
from .pool import partner_words

TURNS = 5
"""As the paper's longest context (section 4.1)."""
WORDS_BACK = 400
LONGEST_GAP_S = 3.0
"""A backchannel that comes later than this after the partner's last word answers something else."""
PARTNER, LISTENER = "you", "listener"


@dataclass(frozen=True)
class Context:
    """What was said before one backchannel; `turns` are (speaker, words), the partner's last."""

    conversation: str
    turns: tuple[tuple[str, str], ...]
    form: str


def _words(conversation: dict, listener: int, spans: list[tuple[float, float, int]]) -> list[tuple]:
    """(start, end, word, speaker) of both sides in order, the listener's backchannels left out."""
    words = [(*word[:3], PARTNER) for word in partner_words(conversation["sides"][1 - listener])]
    own = partner_words(conversation["sides"][listener])
    starts = np.array([word[0] for word in own])
    for start, end, kind in spans:
        if kind != BACKCHANNEL:
            first, last = np.searchsorted(starts, [start, end])
            words += [(*word[:3], LISTENER) for word in own[first:last]]
    return sorted(words)


def turns_of(words: list[tuple]) -> tuple[tuple[str, str], ...]:
    """The last turns: runs of one speaker's words."""
    turns: list[tuple[str, list[str]]] = []
    for _, _, text, speaker in words:
        if not turns or turns[-1][0] != speaker:
            turns.append((speaker, []))
        turns[-1][1].append(text)
    return tuple((speaker, " ".join(said)) for speaker, said in turns[-TURNS:])


def contexts(conversation: dict) -> list[Context]:
    """Every backchannel of one of the 18 forms, from both perspectives."""
    found = []
    for listener in (0, 1):
        spans = utterances(conversation["sides"][listener])
        words = _words(conversation, listener, spans)
        starts = np.array([word[0] for word in words])
        own = conversation["sides"][listener]["words"]
        for start, end, kind in spans:
            form = form_of(" ".join(word[2] for word in own if start <= word[0] < end).split())
            if kind != BACKCHANNEL or form is None:
                continue
            last = int(np.searchsorted(starts, start + HEARD_LATE_S))
            known = [word for word in words[max(0, last - WORDS_BACK) : last] if word[1] <= start + HEARD_LATE_S]
            if known and known[-1][3] == PARTNER and start - known[-1][1] < LONGEST_GAP_S:
                found.append(Context(conversation["id"], turns_of(known), form))
    return found
