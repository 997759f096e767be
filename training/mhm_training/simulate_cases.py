"""Made-up talks that tie the simulation to its twin, ``src/decision/simulate.ts``: words in, actions out.

In place of the model stands a formula of the condition, so that the two can be compared without one.
"""

import numpy as np

from .labels import CLASSES
from .policy import Policy, Surface
from .simulate import Stream, moments, partner_talk, run
from .windows import SILENCE, SINCE_BACKCHANNEL, SINCE_TURN

POLICY = Policy(
    backchannel_threshold=Surface((0.0, 0.5, 1.0), (0.0, 1.0), ((0.9, 0.85), (0.7, 0.75), (0.5, 0.6))),
    turn_claim_threshold=Surface((0.0, 1.0), (0.0, 0.5, 1.0), ((0.95, 0.8, 0.6), (0.9, 0.75, 0.5))),
    refractory_backchannel_ms=2000,
    refractory_turn_ms=3000,
    late_budget_ms=400,
    claim_silence_at_zero_ms=700,
    claim_after_backchannel_ms=1000,
    phrase_final_silence_ms=200,
    mid_phrase_odds=1.5,
    rejudge_every_ms=100,
    rejudge_until_ms=2000,
)
SETTINGS = [(bc, tc) for bc in (0.0, 0.3, 1.0) for tc in (0.0, 0.5, 1.0)]
# Of the condition: both dials, silence, since_turn with its flag, since_backchannel with its flag.
COLUMNS = (0, 1, SILENCE, SINCE_TURN, SINCE_TURN + 1, SINCE_BACKCHANNEL, SINCE_BACKCHANNEL + 1)
WEIGHTS = [
    [0.3, 1.1, 0.9, 0.4, -0.7, -0.2, 0.6],
    [1.2, -0.4, 0.5, 0.1, 0.3, 0.8, -0.9],
    [0, 0, -0.6, 0.2, 0.1, 0.3, 0.2],
]
TURNS = [1.9, 2.7, 0.8]
SCALE = 3.0
STORY = "so we went down to the lake on sunday and it was really cold but the kids wanted to swim".split()


def formula(hidden: np.ndarray, condition: np.ndarray) -> np.ndarray:
    """Probabilities [b,3]; ``hidden`` [b,1] is the word's index."""
    waves = np.sin(hidden.astype(float) * TURNS + condition[:, COLUMNS].astype(float) @ np.array(WEIGHTS).T)
    odds = np.exp(SCALE * waves)
    return odds / odds.sum(1, keepdims=True)


def _talk(seed: int, count: int, late_ms: float) -> list[list]:
    """Words (start, end, heard, text) in seconds: bursts, pauses, a little overlap, now and then a lone "yeah"."""
    rng = np.random.default_rng(seed)
    words, now = [], 0.4
    for number in range(count):
        draw = rng.uniform()
        gap = rng.uniform(0.6, 4.0) if draw < 0.2 else rng.uniform(-0.05, 0.12)
        start = max(now + gap, words[-1][0] if words else 0.0)
        end = max(start + rng.uniform(0.08, 0.5), words[-1][1] if words else 0.0)
        delay = rng.choice([0.0, late_ms, 2.5 * late_ms]) / 1000
        text = "yeah" if draw < 0.05 else STORY[number % len(STORY)]
        words.append([round(start, 3), round(end, 3), round(end + delay, 3), text])
        now = end
    return words


TALKS = {
    "one word": [[0.5, 0.8, 0.8, "hello"]],
    "only a backchannel": [[0.5, 0.8, 1.0, "um-hum"]],
    "words known at their ends": _talk(1, 120, 0),
    "words known late": _talk(2, 120, 300),
    "two words known together": [[0.0, 0.3, 0.9, "so"], [0.3, 0.6, 0.9, "then"], [0.6, 0.9, 1.2, "what"]],
    "known only after seconds": [[0.0, 0.3, 3.0, "so"], [4.0, 4.4, 4.5, "what"]],
}


def simulated() -> dict:
    """Every talk with its moments and, for each setting, what the listener did; times in ms."""
    cases = []
    for name, words in TALKS.items():
        side = {"words": [[start, end, text] for start, end, _, text in words], "acknowledged": []}
        delay = np.array([(heard - end) * 1000 for _, end, heard, _ in words])
        talk = partner_talk(name, side, np.arange(len(words), dtype=np.float32)[:, None], delay)
        when = moments(talk, POLICY)
        runs = []
        for bc, tc in SETTINGS:
            stream = Stream(talk, bc, tc, POLICY)
            run(stream, formula)
            events = [[round(t_ms, 3), CLASSES[action]] for t_ms, action in stream.events]
            runs.append({"bc": bc, "tc": tc, "events": events})
        cases.append(
            {
                "name": name,
                "words": words,
                "moments": len(when.word),
                "last_moment_ms": round(float(when.t_ms[-1]), 3),
                "speech_min": round(talk.speech_min, 6),
                "runs": runs,
            }
        )
    head = {"weights": WEIGHTS, "turns": TURNS, "scale": SCALE}
    return {"policy": POLICY.meta(), "head": head, "cases": cases}
