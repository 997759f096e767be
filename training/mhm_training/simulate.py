"""Closed-loop simulation: one partner's words in place of audio, the listener's own simulated history.

Compute time 0; each word is known at its end; replies are 2 s long and a backchannel 0.4 s; rates are per minute of
partner speech: the partner's utterances, gaps under 1 s inside them, that are no backchannels. Many streams run in
lockstep, so that the head judges all of them in one batch.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import erf

from .export import softmax
from .labels import BACKCHANNEL, STAY_SILENT, TURN_CLAIM, utterances
from .policy import Judgement, Policy, State, step
from .pool import partner_words
from .windows import CONDITION, SILENCE, SINCE_BACKCHANNEL, SINCE_TURN, TIMING, scale, timing, window_start

REPLY_MS = 2000.0
BACKCHANNEL_MS = 400.0


class NumpyHead:
    """The head pack's computation from its weights, for thousands of tiny calls."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = {key: np.asarray(value, np.float32) for key, value in weights.items()}

    def _linear(self, name: str, values: np.ndarray) -> np.ndarray:
        return values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def __call__(self, hidden: np.ndarray, condition: np.ndarray) -> np.ndarray:
        """Probabilities [b,3]."""
        gamma, beta = np.split(self._linear("film.2", gelu(self._linear("film.0", condition))), 2, axis=-1)
        return softmax(self._linear("classify.3", gelu(self._linear("classify.0", (1 + gamma) * hidden + beta))))


def gelu(x: np.ndarray) -> np.ndarray:
    return (0.5 * x * (1 + erf(x / np.sqrt(2, dtype=np.float32)))).astype(np.float32)


@dataclass
class Talk:
    """One partner's side, ready to be simulated: times in ms, hidden [n,d], raw timing [n,8]."""

    name: str
    starts: np.ndarray
    ends: np.ndarray
    hidden: np.ndarray
    timing: np.ndarray
    speech_min: float


def speech_minutes(side: dict) -> float:
    """Minutes of speech: the side's utterances that are no backchannels."""
    return sum(end - start for start, end, kind in utterances(side) if kind == TURN_CLAIM) / 60


def partner_talk(name: str, side: dict, hidden: np.ndarray) -> Talk:
    """A side with the hidden state at each of its words."""
    words = partner_words(side)
    starts, ends = (np.array([word[i] for word in words]) for i in (0, 1))
    first = [window_start(ends, j) for j in range(len(words))]
    timings = [timing(starts[f : j + 1], ends[f : j + 1], len(words[j][2])) for j, f in enumerate(first)]
    return Talk(name, starts * 1000, ends * 1000, hidden, np.array(timings), speech_minutes(side))


@dataclass
class Stream:
    """One talk under one setting, and where its simulation stands."""

    talk: Talk
    bc: float
    tc: float
    policy: Policy
    word: int = 0
    silence_ms: float = 0.0
    state: State = field(default_factory=State)
    sounding_until_ms: float = -1.0
    ended: dict = field(default_factory=lambda: {TURN_CLAIM: [], BACKCHANNEL: []})
    events: list = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.word >= len(self.talk.ends)

    def now_ms(self) -> float:
        return float(self.talk.ends[self.word]) + self.silence_ms

    def raw(self) -> np.ndarray:
        """The raw condition of the judgement that comes next."""
        now, began = self.now_ms(), float(self.talk.starts[self.word])
        raw = np.zeros(len(CONDITION))
        raw[0], raw[1], raw[SILENCE] = self.bc, self.tc, self.silence_ms / 1000
        for column, kind in ((SINCE_TURN, TURN_CLAIM), (SINCE_BACKCHANNEL, BACKCHANNEL)):
            past = next((end for end in reversed(self.ended[kind]) if end <= began), None)
            if past is not None:
                raw[column], raw[column + 1] = (now - past) / 1000, 1
        raw[TIMING] = self.talk.timing[self.word]
        return raw

    def advance(self, p: np.ndarray) -> None:
        """Takes one judgement and moves on to the next moment that has to be judged."""
        now = self.now_ms()
        judgement = Judgement(
            now, self.silence_ms == 0, self.silence_ms, tuple(p), self.bc, self.tc, now < self.sounding_until_ms
        )
        self.state, action, _ = step(self.policy, self.state, judgement)
        if action != STAY_SILENT:
            self.sounding_until_ms = now + (REPLY_MS if action == TURN_CLAIM else BACKCHANNEL_MS)
            self.ended[action].append(self.sounding_until_ms)
            self.events.append((now, action))
        # A claim may follow a backchannel in the same silence; after a claim nothing does.
        self._next_moment(action == TURN_CLAIM)

    def _next_moment(self, claimed: bool) -> None:
        ends, starts = self.talk.ends, self.talk.starts
        silence = self.silence_ms + self.policy.rejudge_every_ms
        last = self.word + 1 >= len(ends)
        limit = (
            self.policy.rejudge_until_ms
            if last
            else min(self.policy.rejudge_until_ms, float(starts[self.word + 1] - ends[self.word]) - 1e-6)
        )
        if not claimed and silence <= limit:
            self.silence_ms = silence
        else:
            self.word += 1
            self.silence_ms = 0.0


def run(streams: list[Stream], head: NumpyHead) -> None:
    """Runs all streams to their end."""
    active = [stream for stream in streams if not stream.over]
    while active:
        hidden = np.stack([stream.talk.hidden[stream.word] for stream in active])
        p = head(hidden, scale(np.stack([stream.raw() for stream in active])))
        for stream, row in zip(active, p, strict=True):
            stream.advance(row)
        active = [stream for stream in active if not stream.over]


def rate_per_minute(streams: list[Stream], kind: int) -> float:
    """Actions of one kind a minute of partner speech, all streams together."""
    minutes = sum(stream.talk.speech_min for stream in streams)
    return sum(action == kind for stream in streams for _, action in stream.events) / max(minutes, 1e-9)


def interval(streams: list[Stream], kind: int, rng: np.random.Generator, draws: int = 500) -> tuple[float, float]:
    """95 % bootstrap interval of the rate, over talks."""
    counts = np.array([sum(action == kind for _, action in stream.events) for stream in streams])
    minutes = np.array([stream.talk.speech_min for stream in streams])
    picks = rng.integers(0, len(streams), (draws, len(streams)))
    low, high = np.percentile(counts[picks].sum(1) / minutes[picks].sum(1), [2.5, 97.5])
    return float(low), float(high)
