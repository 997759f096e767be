"""Closed-loop simulation: one partner's words in place of audio, the listener's own simulated history.

Compute time 0; a word is known when it was heard (at its end unless a delay says otherwise); replies are 2 s long and
a backchannel 0.4 s; rates are per minute of partner speech: the partner's utterances, gaps under 1 s inside them, that
are no backchannels.

When the listener judges does not depend on what it does: at each word as soon as it is known (unless the next is known
at the same time), and every ``rejudge_every_ms`` of the silence after it until the partner's next word begins or
``rejudge_until_ms`` is reached. A word known late in a silence is at once judged for the silences that were missed,
too; one known when the next has already begun is judged once, at silence 0.

``run`` does this word for word with the policy's own code; ``simulate_many`` does the same for many talks and settings
at once, and a test compares the two. The TypeScript twin is ``src/decision/simulate.ts``, tied by a golden file.
"""

from dataclasses import dataclass, field

import numpy as np

from .labels import BACKCHANNEL, STAY_SILENT, TURN_CLAIM, utterances
from .policy import Judgement, Policy, State, missed_silences, step
from .pool import partner_words
from .windows import CONDITION, SILENCE, SINCE_BACKCHANNEL, SINCE_TURN, TIMING, scale, timing, window_start

REPLY_MS = 2000.0
BACKCHANNEL_MS = 400.0
# A silence that lasts to the very start of the next word is not judged there.
EDGE_MS = 1e-6
# Times are kept to a thousandth of a ms: without the dust of sums, waits of exactly so long end alike everywhere.
DECIMALS = 3


@dataclass
class Talk:
    """One partner's side, ready to be simulated: times in ms, hidden [n,d], raw timing [n,k]."""

    name: str
    starts: np.ndarray
    ends: np.ndarray
    heard: np.ndarray
    hidden: np.ndarray
    timing: np.ndarray
    speech_min: float


def speech_minutes(side: dict) -> float:
    """Minutes of speech: the side's utterances that are no backchannels."""
    return sum(end - start for start, end, kind in utterances(side) if kind == TURN_CLAIM) / 60


def partner_talk(name: str, side: dict, hidden: np.ndarray, delay_ms: np.ndarray | float = 0.0) -> Talk:
    """A side with the hidden state at each of its words, each known ``delay_ms`` after its end."""
    words = partner_words(side)
    starts, ends = (np.array([word[i] for word in words]) for i in (0, 1))
    first = [window_start(ends, j) for j in range(len(words))]
    timings = [timing(starts[f : j + 1], ends[f : j + 1], len(words[j][2])) for j, f in enumerate(first)]
    heard = np.maximum.accumulate(np.round(ends * 1000 + delay_ms, DECIMALS))
    starts_ms, ends_ms = (np.round(times * 1000, DECIMALS) for times in (starts, ends))
    return Talk(name, starts_ms, ends_ms, heard, hidden, np.array(timings), speech_minutes(side))


@dataclass(frozen=True)
class Moments:
    """When one talk is judged: word index, time (ms), silence (ms), and whether it is the first at that word."""

    word: np.ndarray
    t_ms: np.ndarray
    silence_ms: np.ndarray
    first: np.ndarray


def moments(talk: Talk, policy: Policy) -> Moments:
    """All judgements of a talk, in order."""
    following = np.append(talk.starts[1:], np.inf)
    rows = []
    for word, (end, heard, begins) in enumerate(zip(talk.ends, talk.heard, following, strict=True)):
        if word + 1 < len(talk.heard) and talk.heard[word + 1] <= heard:
            continue
        spoken_on = heard >= begins
        silence = 0.0 if spoken_on else round(max(0.0, float(heard - end)), DECIMALS)
        missed = missed_silences(policy, silence)
        rows += [(word, heard, earlier, earlier == missed[0]) for earlier in missed]
        rows.append((word, heard, silence, not missed))
        while not spoken_on:
            silence += policy.rejudge_every_ms
            if silence > policy.rejudge_until_ms or end + silence > begins - EDGE_MS:
                break
            rows.append((word, round(float(end + silence), DECIMALS), silence, False))
    word, t_ms, silence_ms, first = zip(*rows, strict=True)
    return Moments(np.array(word), np.array(t_ms), np.array(silence_ms), np.array(first))


@dataclass
class Stream:
    """One talk under one setting: its state and what it did, as (time in ms, class)."""

    talk: Talk
    bc: float
    tc: float
    policy: Policy
    state: State = field(default_factory=State)
    sounding_until_ms: float = -1.0
    ended: dict = field(default_factory=lambda: {TURN_CLAIM: [], BACKCHANNEL: []})
    events: list = field(default_factory=list)

    def raw(self, word: int, t_ms: float, silence_ms: float) -> np.ndarray:
        """The raw condition of a judgement."""
        raw = np.zeros(len(CONDITION))
        raw[0], raw[1], raw[SILENCE] = self.bc, self.tc, silence_ms / 1000
        moment = float(self.talk.ends[word]) + silence_ms
        for column, kind in ((SINCE_TURN, TURN_CLAIM), (SINCE_BACKCHANNEL, BACKCHANNEL)):
            past = next((end for end in reversed(self.ended[kind]) if end <= self.talk.starts[word]), None)
            if past is not None:
                raw[column], raw[column + 1] = (moment - past) / 1000, 1
        raw[TIMING] = self.talk.timing[word]
        return raw

    def take(self, judgement: Judgement) -> None:
        """Lets the policy decide, and sounds what it decided."""
        self.state, action, _ = step(self.policy, self.state, judgement)
        if action != STAY_SILENT:
            self.sounding_until_ms = judgement.t_ms + (REPLY_MS if action == TURN_CLAIM else BACKCHANNEL_MS)
            self.ended[action].append(self.sounding_until_ms)
            self.events.append((judgement.t_ms, action))


def run(stream: Stream, head) -> None:
    """Runs one stream to its end; ``head`` gives probabilities [b,3] for hidden [b,d] and conditions [b,n]."""
    when = moments(stream.talk, stream.policy)
    for word, t_ms, silence_ms, first in zip(when.word, when.t_ms, when.silence_ms, when.first, strict=True):
        condition = scale(stream.raw(word, t_ms, silence_ms)[None])
        p = tuple(float(value) for value in head(stream.talk.hidden[word][None], condition)[0])
        sounding = t_ms < stream.sounding_until_ms
        stream.take(Judgement(float(t_ms), bool(first), float(silence_ms), p, stream.bc, stream.tc, bool(sounding)))


def rate_per_minute(streams: list, kind: int) -> float:
    """Actions of one kind a minute of partner speech, all streams together."""
    minutes = sum(stream.talk.speech_min for stream in streams)
    return sum(action == kind for stream in streams for _, action in stream.events) / max(minutes, 1e-9)


def interval(streams: list, kind: int, rng: np.random.Generator, draws: int = 500) -> tuple[float, float]:
    """95 % bootstrap interval of the rate, over talks."""
    counts = np.array([sum(action == kind for _, action in stream.events) for stream in streams])
    minutes = np.array([stream.talk.speech_min for stream in streams])
    picks = rng.integers(0, len(streams), (draws, len(streams)))
    low, high = np.percentile(counts[picks].sum(1) / minutes[picks].sum(1), [2.5, 97.5])
    return float(low), float(high)
