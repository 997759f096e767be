"""When the listener acts: pure, with time an argument. The TypeScript twin is ``src/decision/policy.ts``.

A judgement arrives at each word and, while the silence after it grows, every ``rejudge_every_ms`` until
``rejudge_until_ms``. A word known only when its silence has already lasted is first judged at the silences that were
missed, the last ``late_budget_ms`` of them (``missed_silences``): without that a recogniser's delay would cost the
listener the moments at which most backchannels fall, and its rate. In order:

1. A word clears ``acted``; so every word has its own chance.
2. While the listener is sounding nothing happens ("listener sounding").
3. After an action nothing more happens until the next word ("already acted"), except that a turn claim may follow a
   backchannel ``claim_after_backchannel_ms`` after it was decided: a listener that said "mhm" may still take a turn
   that is left to it.
4. Once the silence is longer than ``rejudge_until_ms`` nothing more happens until the next word ("silence too long").
5. A class asks to act when its score is at or above its threshold: linear between knots of both dials (so that one
   dial's rate does not move with the other), constant beyond the ends; while the silence is below
   ``phrase_final_silence_ms`` the odds it needs are ``mid_phrase_odds`` times as high (sentence-final beats
   mid-sentence). A turn claim's score is its probability, a backchannel's its probability given that the turn is not
   claimed. None asks: "below threshold". There are two such thresholds: ``thresholds`` for words known at their end,
   and ``late_thresholds`` for words as a streaming recogniser tells them, of which some come too late to act on; both
   were fitted to the same rates.
6. A class that asks is refused: a backchannel while its dial is 0 ("backchannel dial at zero") or less than
   ``refractory_backchannel_ms`` after the last backchannel was decided ("backchannel too soon"); a turn claim while
   its dial is 0 and the silence is below ``claim_silence_at_zero_ms`` ("turn claim dial at zero") or less than
   ``refractory_turn_ms`` after the last claim was decided ("turn claim too soon").
7. A turn claim that asks and is not refused acts, else a backchannel that does ("above threshold"). If all that ask
   are refused, the reason is the turn claim's first.
"""

from dataclasses import dataclass, replace

import numpy as np

from .labels import BACKCHANNEL, STAY_SILENT, TURN_CLAIM


@dataclass(frozen=True)
class Surface:
    """A number over both dials: ``p[i][j]`` at ``bc[i]`` and ``tc[j]``, linear in between, constant beyond the ends."""

    bc: tuple[float, ...]
    tc: tuple[float, ...]
    p: tuple[tuple[float, ...], ...]

    def at(self, bc: float, tc: float) -> float:
        """The number at a setting of the dials."""
        return float(np.interp(bc, self.bc, [np.interp(tc, self.tc, row) for row in self.p]))

    def meta(self) -> dict:
        """As meta.json holds it."""
        return {"bc": list(self.bc), "tc": list(self.tc), "p": [list(row) for row in self.p]}


@dataclass(frozen=True)
class Policy:
    """The policy's fitted numbers; times in ms."""

    backchannel_threshold: Surface
    turn_claim_threshold: Surface
    refractory_backchannel_ms: float = 2000
    refractory_turn_ms: float = 3000
    late_budget_ms: float = 400
    claim_silence_at_zero_ms: float = 700
    claim_after_backchannel_ms: float = 1000
    phrase_final_silence_ms: float = 100
    mid_phrase_odds: float = 2.5
    rejudge_every_ms: float = 100
    rejudge_until_ms: float = 2000

    def meta(self) -> dict:
        """As the head pack's meta.json holds it."""
        numbers = {key: value for key, value in vars(self).items() if not key.endswith("_threshold")}
        surfaces = {"backchannel": self.backchannel_threshold, "turn_claim": self.turn_claim_threshold}
        return {**numbers, "thresholds": {name: surface.meta() for name, surface in surfaces.items()}}

    @classmethod
    def of(cls, meta: dict) -> "Policy":
        """The policy that meta.json holds."""
        numbers = {key: value for key, value in meta.items() if key not in ("thresholds", "late_thresholds")}
        surfaces = {
            f"{name}_threshold": Surface(tuple(part["bc"]), tuple(part["tc"]), tuple(map(tuple, part["p"])))
            for name, part in meta["thresholds"].items()
        }
        return cls(**surfaces, **numbers)


def late_policy(meta: dict) -> Policy:
    """The policy that meta.json holds for words that are known late, as a recogniser tells them."""
    return Policy.of({**meta, "thresholds": meta["late_thresholds"]})


@dataclass(frozen=True)
class State:
    """What the policy remembers: when it last decided each action (ms), and its last action on the last word."""

    backchannel_ms: float | None = None
    turn_claim_ms: float | None = None
    acted: int = STAY_SILENT


@dataclass(frozen=True)
class Judgement:
    """Probabilities at one moment; ``word`` is True at a word boundary, False at a re-judgement in silence."""

    t_ms: float
    word: bool
    silence_ms: float
    p: tuple[float, float, float]
    bc: float
    tc: float
    listener_sounding: bool


def threshold(policy: Policy, kind: int, bc: float, tc: float, silence_ms: float) -> float:
    """The score that a class needs at these dials and this silence."""
    level = (policy.backchannel_threshold if kind == BACKCHANNEL else policy.turn_claim_threshold).at(bc, tc)
    odds = policy.mid_phrase_odds if silence_ms < policy.phrase_final_silence_ms else 1.0
    return level * odds / (1 - level + level * odds)


def missed_silences(policy: Policy, silence_ms: float) -> list[float]:
    """The silences at which a word would have been judged, had it been known before ``silence_ms`` of it."""
    every, count = policy.rejudge_every_ms, int(np.ceil(silence_ms / policy.rejudge_every_ms))
    return [k * every for k in range(count) if k * every >= silence_ms - policy.late_budget_ms]


def score(p: tuple[float, float, float], kind: int) -> float:
    """A claim's probability; a backchannel's given that the turn is not claimed (0 when a claim is certain)."""
    if kind == TURN_CLAIM:
        return p[TURN_CLAIM]
    unclaimed = p[BACKCHANNEL] + p[STAY_SILENT]
    return p[BACKCHANNEL] / unclaimed if unclaimed > 0 else 0.0


def _refusal(policy: Policy, state: State, judgement: Judgement, kind: int) -> str | None:
    if kind == BACKCHANNEL:
        if judgement.bc <= 0:
            return "backchannel dial at zero"
        last, wait, name = state.backchannel_ms, policy.refractory_backchannel_ms, "backchannel"
    else:
        if judgement.tc <= 0 and judgement.silence_ms < policy.claim_silence_at_zero_ms:
            return "turn claim dial at zero"
        last, wait, name = state.turn_claim_ms, policy.refractory_turn_ms, "turn claim"
    return f"{name} too soon" if last is not None and judgement.t_ms - last < wait else None


def _already_acted(policy: Policy, state: State, judgement: Judgement) -> bool:
    if state.acted == BACKCHANNEL and state.backchannel_ms is not None:
        return judgement.t_ms - state.backchannel_ms < policy.claim_after_backchannel_ms
    return state.acted != STAY_SILENT


def step(policy: Policy, state: State, judgement: Judgement) -> tuple[State, int, str]:
    """The next state, the class acted on (STAY_SILENT for none) and why."""
    if judgement.word:
        state = replace(state, acted=STAY_SILENT)
    if judgement.listener_sounding:
        return state, STAY_SILENT, "listener sounding"
    if _already_acted(policy, state, judgement):
        return state, STAY_SILENT, "already acted"
    if judgement.silence_ms > policy.rejudge_until_ms:
        return state, STAY_SILENT, "silence too long"
    reason = "below threshold"
    for kind in (TURN_CLAIM, BACKCHANNEL) if state.acted == STAY_SILENT else (TURN_CLAIM,):
        needed = threshold(policy, kind, judgement.bc, judgement.tc, judgement.silence_ms)
        if score(judgement.p, kind) < needed:
            continue
        refused = _refusal(policy, state, judgement, kind)
        if refused is None:
            moment = {"backchannel_ms" if kind == BACKCHANNEL else "turn_claim_ms": judgement.t_ms}
            return replace(state, acted=kind, **moment), kind, "above threshold"
        if reason == "below threshold":
            reason = refused
    return state, STAY_SILENT, reason
