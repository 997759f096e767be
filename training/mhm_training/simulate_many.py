"""``simulate.run`` for many talks under many settings at once, the head asked in one batch a moment."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .export import session, softmax
from .labels import BACKCHANNEL, STAY_SILENT, TURN_CLAIM
from .policy import Policy, threshold
from .simulate import BACKCHANNEL_MS, REPLY_MS, Talk, moments
from .windows import CONDITION, SILENCE, SINCE_BACKCHANNEL, SINCE_TURN, TIMING, scale

# Ends of the listener's own sounds that are remembered; a word is rarely longer than a reply.
KEPT = 4
NEVER = -1e12


class OnnxHead:
    """The head pack's graph: probabilities [b,3] for hidden [b,d] and conditions [b,n]."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        self.session = session(path, threads)

    def __call__(self, hidden: np.ndarray, condition: np.ndarray) -> np.ndarray:
        logits = self.session.run(None, {"hidden": hidden, "condition": condition})[0]
        return softmax(logits.astype(np.float64))


@dataclass(frozen=True)
class Setting:
    """A policy and where its dials stand."""

    policy: Policy
    bc: float
    tc: float


@dataclass
class Run:
    """What one setting did on one talk: (time in ms, class) in order."""

    talk: Talk
    events: list = field(default_factory=list)


class _Numbers:
    """The settings' numbers as arrays [s]."""

    def __init__(self, settings: list[Setting]) -> None:
        self.bc, self.tc = (np.array([getattr(setting, name) for setting in settings]) for name in ("bc", "tc"))
        for name in vars(settings[0].policy):
            if not name.endswith("_threshold"):
                setattr(self, name, np.array([getattr(setting.policy, name) for setting in settings], float))
        # Within a phrase and at its end [2,s]: the dials of a setting stand still.
        self.needed = {
            kind: np.array(
                [[threshold(s.policy, kind, s.bc, s.tc, silence) for s in settings] for silence in (-1, 1e9)]
            )
            for kind in (TURN_CLAIM, BACKCHANNEL)
        }


class _Plans:
    """When each talk is judged, as padded arrays [t,m]; talks with more judgements first."""

    def __init__(self, talks: list[Talk], policy: Policy) -> None:
        plans = [moments(talk, policy) for talk in talks]
        self.order = sorted(range(len(talks)), key=lambda number: -len(plans[number].word))
        self.count = np.array([len(plans[number].word) for number in self.order])
        shape = (len(talks), int(self.count.max(initial=0)))
        self.word, self.first = np.zeros(shape, int), np.zeros(shape, bool)
        self.t_ms, self.silence_ms = np.zeros(shape), np.zeros(shape)
        for row, number in enumerate(self.order):
            for name in ("word", "first", "t_ms", "silence_ms"):
                getattr(self, name)[row, : self.count[row]] = getattr(plans[number], name)


class _State:
    """What every setting remembers on every talk, arrays [t,s]."""

    def __init__(self, talks: int, settings: int) -> None:
        shape, kinds = (talks, settings), (TURN_CLAIM, BACKCHANNEL)
        self.last = {kind: np.full(shape, NEVER) for kind in kinds}
        self.ended = {kind: np.full((*shape, KEPT), np.inf) for kind in kinds}
        self.acted = np.full(shape, STAY_SILENT)
        self.sounding_until = np.full(shape, NEVER)

    def open(self, numbers: _Numbers, t_ms: np.ndarray, silence_ms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Whether a claim, and a backchannel, could act now if its score allowed it, for the first talks [k,s]."""
        k = len(t_ms)
        acted, last_claim, last_backchannel = self.acted[:k], self.last[TURN_CLAIM][:k], self.last[BACKCHANNEL][:k]
        free = (t_ms >= self.sounding_until[:k]) & (silence_ms <= numbers.rejudge_until_ms)
        fresh = acted == STAY_SILENT
        later = (acted == BACKCHANNEL) & (t_ms - last_backchannel >= numbers.claim_after_backchannel_ms)
        claim = free & (fresh | later) & (t_ms - last_claim >= numbers.refractory_turn_ms)
        claim &= (numbers.tc > 0) | (silence_ms >= numbers.claim_silence_at_zero_ms)
        backchannel = free & fresh & (numbers.bc > 0)
        backchannel &= t_ms - last_backchannel >= numbers.refractory_backchannel_ms
        return claim, backchannel

    def since(self, kind: int, at: tuple, began: np.ndarray, moment: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Seconds from the last sound that ended no later than the word began, and whether there was one."""
        ended = self.ended[kind][at]
        past = np.where(ended <= began[:, None], ended, NEVER).max(1)
        known = past > NEVER
        return np.where(known, (moment - past) / 1000, 0.0), known

    def act(self, kind: int, at: tuple, t_ms: np.ndarray) -> None:
        end = t_ms + (REPLY_MS if kind == TURN_CLAIM else BACKCHANNEL_MS)
        self.last[kind][at] = t_ms
        self.ended[kind][at] = np.concatenate([end[:, None], self.ended[kind][at][:, :-1]], axis=1)
        self.acted[at] = kind
        self.sounding_until[at] = end


def simulate_many(talks: list[Talk], settings: list[Setting], head) -> list[list[Run]]:
    """Finished runs, a list over talks for each setting. All policies must re-judge equally often and long."""
    numbers, plans = _Numbers(settings), _Plans(talks, settings[0].policy)
    ordered = [talks[number] for number in plans.order]
    state = _State(len(talks), len(settings))
    result = [[Run(talk) for talk in talks] for _ in settings]
    for m in range(plans.word.shape[1]):
        k = int((plans.count > m).sum())
        word, t_ms, silence_ms = plans.word[:k, m], plans.t_ms[:k, m], plans.silence_ms[:k, m]
        state.acted[:k][plans.first[:k, m]] = STAY_SILENT
        claim, backchannel = state.open(numbers, t_ms[:, None], silence_ms[:, None])
        at = np.nonzero(claim | backchannel)
        if len(at[0]) == 0:
            continue
        rows, columns = at
        here = list(zip(ordered[:k], word, strict=True))
        began, ended = (np.array([getattr(talk, name)[w] for talk, w in here]) for name in ("starts", "ends"))
        raw = np.zeros((len(rows), len(CONDITION)))
        raw[:, 0], raw[:, 1], raw[:, SILENCE] = numbers.bc[columns], numbers.tc[columns], silence_ms[rows] / 1000
        for column, kind in ((SINCE_TURN, TURN_CLAIM), (SINCE_BACKCHANNEL, BACKCHANNEL)):
            raw[:, column], raw[:, column + 1] = state.since(kind, at, began[rows], (ended + silence_ms)[rows])
        raw[:, TIMING] = np.array([talk.timing[w] for talk, w in here])[rows]
        p = head(np.stack([talk.hidden[w] for talk, w in here])[rows], scale(raw))
        final = (silence_ms[rows] >= numbers.phrase_final_silence_ms[columns]).astype(int)
        acting = _acting(p, numbers, columns, final, claim[at], backchannel[at])
        for kind in (TURN_CLAIM, BACKCHANNEL):
            chosen = acting == kind
            state.act(kind, (rows[chosen], columns[chosen]), t_ms[rows[chosen]])
            for row, column in zip(rows[chosen], columns[chosen], strict=True):
                result[column][plans.order[row]].events.append((float(t_ms[row]), kind))
    return result


def _acting(
    p: np.ndarray, numbers: _Numbers, columns: np.ndarray, final: np.ndarray, claim: np.ndarray, backchannel: np.ndarray
) -> np.ndarray:
    """The class that acts in each open judgement [n], a claim before a backchannel."""
    unclaimed = p[:, BACKCHANNEL] + p[:, STAY_SILENT]
    given = np.where(unclaimed > 0, p[:, BACKCHANNEL] / np.where(unclaimed > 0, unclaimed, 1), 0.0)
    acting = np.full(len(p), STAY_SILENT)
    acting[backchannel & (given >= numbers.needed[BACKCHANNEL][final, columns])] = BACKCHANNEL
    acting[claim & (p[:, TURN_CLAIM] >= numbers.needed[TURN_CLAIM][final, columns])] = TURN_CLAIM
    return acting
