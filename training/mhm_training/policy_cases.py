"""Sequences of judgements that touch every rule of the policy; the head pack's golden.json carries their answers.

They have a policy of their own, so that a new fit changes no case.
"""

from .labels import CLASSES
from .policy import Judgement, Policy, State, Surface, step

POLICY = Policy(
    # A claim needs less where the backchannel dial is high, a backchannel less where the claim dial is low.
    backchannel_threshold=Surface((0.0, 0.5, 1.0), (0.2, 0.5), ((0.7, 0.8), (0.5, 0.6), (0.3, 0.4))),
    turn_claim_threshold=Surface((0.5, 0.7), (0.0, 0.5, 1.0), ((0.9, 0.7, 0.5), (0.8, 0.6, 0.4))),
    refractory_backchannel_ms=2000,
    refractory_turn_ms=3000,
    claim_silence_at_zero_ms=700,
    claim_after_backchannel_ms=1000,
    phrase_final_silence_ms=200,
    mid_phrase_odds=1.5,
)


def word(
    t_ms: float, claim: float, backchannel: float, bc: float = 0.5, tc: float = 0.5, sounding: bool = False
) -> Judgement:
    """A judgement at a word boundary."""
    return Judgement(t_ms, True, 0, (claim, backchannel, 1 - claim - backchannel), bc, tc, sounding)


def tick(
    t_ms: float,
    silence_ms: float,
    claim: float,
    backchannel: float,
    bc: float = 0.5,
    tc: float = 0.5,
    sounding: bool = False,
) -> Judgement:
    """A judgement repeated in silence."""
    return Judgement(t_ms, False, silence_ms, (claim, backchannel, 1 - claim - backchannel), bc, tc, sounding)


SEQUENCES = {
    "nothing is likely": [word(1000, 0.2, 0.2)],
    "a backchannel above its threshold": [word(1000, 0.05, 0.75)],
    "a claim above its threshold": [word(1000, 0.85, 0.1)],
    "exactly at the threshold in a pause acts": [tick(1200, 200, 0.0, 0.6)],
    "just under the threshold does not": [tick(1200, 200, 0.0, 0.599)],
    # .6 is odds of 1.5; half as much again is 2.25, a probability of .692.
    "mid-phrase needs higher odds": [
        word(1000, 0.0, 0.69),
        tick(1100, 100, 0.0, 0.69),
        tick(1200, 200, 0.0, 0.69),
        word(4000, 0.0, 0.7),
    ],
    "silence that grows makes a claim": [
        word(1000, 0.3, 0.3),
        tick(1500, 500, 0.5, 0.2),
        tick(1900, 900, 0.69, 0.1),
        tick(2000, 1000, 0.71, 0.1),
    ],
    "once a word": [word(1000, 0.05, 0.75), tick(1300, 300, 0.8, 0.1), word(1600, 0.85, 0.05)],
    "a backchannel too soon after another": [
        word(1000, 0.05, 0.75),
        word(2999, 0.05, 0.75),
        word(3000, 0.05, 0.75),
    ],
    "a claim too soon after another": [word(1000, 0.85, 0.05), word(3999, 0.85, 0.05), word(4000, 0.85, 0.05)],
    "a claim may follow a backchannel at once": [word(1000, 0.05, 0.75), word(1400, 0.85, 0.05)],
    "a backchannel may follow a claim at once": [word(1000, 0.85, 0.05), word(1400, 0.05, 0.75)],
    "a claim may follow a backchannel in the same silence, a second after it": [
        tick(1300, 300, 0.05, 0.75),
        tick(2299, 1299, 0.8, 0.1),
        tick(2300, 1300, 0.8, 0.1),
        tick(2400, 1400, 0.8, 0.1),
    ],
    "no second backchannel in the same silence": [word(1000, 0.05, 0.75), tick(3000, 2000, 0.05, 0.75)],
    "nothing while the listener is sounding": [
        word(1000, 0.05, 0.9, sounding=True),
        tick(1300, 300, 0.9, 0.05, sounding=True),
        tick(1400, 400, 0.9, 0.05),
    ],
    "backchannel dial at zero": [word(1000, 0.01, 0.98, bc=0.0), tick(1900, 900, 0.01, 0.98, bc=0.0)],
    "claim dial at zero while the speaker may go on": [
        word(1000, 0.99, 0.0, tc=0.0),
        tick(1699, 699, 0.99, 0.0, tc=0.0),
        tick(1700, 700, 0.99, 0.0, tc=0.0),
    ],
    "a refused class leaves room for the other": [tick(1200, 200, 0.0, 0.62), tick(1300, 300, 0.0, 0.62)],
    "with the claim refused the backchannel acts": [
        tick(1300, 300, 0.9, 0.08, bc=1.0, tc=0.0),
        word(1500, 0.45, 0.5, bc=1.0, tc=1.0),
    ],
    "a likely claim below its threshold does not hide a backchannel": [tick(1300, 300, 0.56, 0.38)],
    "a certain claim that is refused leaves no backchannel": [tick(1300, 300, 1.0, 0.0, bc=1.0, tc=0.0)],
    "of two that ask the claim acts": [tick(1300, 300, 0.52, 0.45, bc=1.0, tc=1.0), word(1600, 0.0, 0.9)],
    "a tie goes to the claim": [tick(1300, 300, 0.5, 0.5, bc=1.0, tc=1.0)],
    "if both are refused the claim says why": [
        tick(1300, 300, 0.1, 0.9),
        word(2000, 0.05, 0.75),
        tick(2300, 300, 0.9, 0.09, tc=0.0),
    ],
    "thresholds lie on a line between the dials": [
        tick(1300, 300, 0.0, 0.69, bc=0.25),
        tick(1400, 400, 0.0, 0.71, bc=0.25),
    ],
    "a threshold moves with the other dial": [
        tick(1300, 300, 0.0, 0.54, bc=0.5, tc=0.35),
        tick(1400, 400, 0.0, 0.54, bc=0.5, tc=0.3),
        word(9000, 0.73, 0.0, bc=0.6, tc=0.5),
        tick(9300, 300, 0.64, 0.0, bc=0.6, tc=0.5),
        tick(9400, 400, 0.64, 0.0, bc=0.65, tc=0.5),
    ],
    "thresholds are constant beyond the ends": [
        tick(1300, 300, 0.0, 0.41, bc=1.0, tc=0.9),
        word(4000, 0.55, 0.0, tc=1.0),
        tick(4300, 300, 0.55, 0.0, bc=0.3, tc=1.0),
        Judgement(9300, True, 300, (0.0, 0.31, 0.69), 1.0, 0.1, False),
    ],
    "a certain backchannel acts at any odds": [word(1000, 0.0, 1.0)],
    "a word known late in a pause is judged as that pause": [
        Judgement(1500, True, 500, (0.0, 0.6, 0.4), 0.5, 0.5, False),
    ],
    "a word known long after its end is not acted on": [
        Judgement(4500, True, 2500, (0.99, 0.0, 0.01), 0.5, 0.5, False),
    ],
    "after two seconds of silence nothing": [tick(3000, 2000, 0.2, 0.2), tick(3100, 2100, 0.95, 0.0)],
}


def answered() -> dict:
    """Every sequence with the policy's answers, as golden.json holds them."""
    cases = []
    for name, judgements in SEQUENCES.items():
        state, steps = State(), []
        for judgement in judgements:
            state, action, reason = step(POLICY, state, judgement)
            given = {**vars(judgement), "p": [round(p, 6) for p in judgement.p]}
            steps.append({**given, "action": CLASSES[action], "reason": reason})
        cases.append({"name": name, "steps": steps})
    return {"policy": POLICY.meta(), "cases": cases}
