"""Scores where simulated cues fall, on talks that nothing was fitted on: python score_timing.py OUT_DIR MODEL_DIR

Backchannels at the rate of the real listeners, against a listener that acts at random and one that waits for a fixed
silence, both as often in every talk; what a late start costs; and the rates when words are known late. Writes
timing-scores.json.
"""

import json
import sys
from pathlib import Path

import numpy as np

from mhm_training.corpus import halves, read_conversations
from mhm_training.labels import BACKCHANNEL
from mhm_training.late_words import late
from mhm_training.policy import Policy, late_policy
from mhm_training.simulate import moments, rate_per_minute
from mhm_training.simulate_many import OnnxHead, Run, Setting, simulate_many
from mhm_training.talks import REPORT_TALKS, WindowStates, load_talks
from mhm_training.timing_scores import Score, after_silence, at_random, at_real_rate, real_backchannels, score

DIALS = ((0.4, 0.5), (0.5, 0.5), (0.6, 0.5), (0.7, 0.5))
LATE_DIALS = ((0.1, 0.5), (0.5, 0.2), (0.5, 0.5), (0.9, 0.5))
SILENCES_MS = (200, 300, 400, 500, 700, 1000)
STARTS_MS = (0, 100, 200, 300, 400, 500, 700, 1000)
RANDOM_DRAWS = 10
SEED = 7


def cues_of(run: Run) -> np.ndarray:
    return np.array([t_ms for t_ms, kind in run.events if kind == BACKCHANNEL])


def total(talks: list, cues: list, real: list) -> Score:
    return sum((score(*each) for each in zip(talks, cues, real, strict=True)), Score())


def thinned(cues: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    return cues if len(cues) <= count else np.sort(rng.choice(cues, count, replace=False))


def baselines(talks: list, real: list, counts: list[int], policy: Policy, rng: np.random.Generator) -> dict:
    """The two simple listeners, with as many cues in each talk as ``counts`` says where they find as many."""
    drawn = [
        total(talks, [at_random(talk, n, policy, rng) for talk, n in zip(talks, counts, strict=True)], real)
        for _ in range(RANDOM_DRAWS)
    ]
    result = {"at random": sum(drawn[1:], drawn[0]).table()}
    for silence_ms in SILENCES_MS:
        cues = [thinned(after_silence(talk, silence_ms), n, rng) for talk, n in zip(talks, counts, strict=True)]
        result[f"after {silence_ms} ms of silence"] = total(talks, cues, real).table()
    return result


def people(talks: list, real: list) -> dict:
    """The real backchannels themselves: within phrases, and run into by words."""
    found = total(talks, real, real).table()
    return {name: found[name] for name in ("mid_phrase", "collisions")}


def main(out: Path, source: str) -> None:
    _, report = halves(read_conversations(out / "val.jsonl"))
    loaded = load_talks(report, REPORT_TALKS, out, WindowStates(out, source))
    talks = [talk for *_, talk in loaded]
    real = [real_backchannels(conversation["sides"][1 - side]) for conversation, side, _ in loaded]
    head, rng = OnnxHead(out / "head.onnx"), np.random.default_rng(SEED)
    meta = json.loads((out / "policy.json").read_text())
    policy = Policy.of(meta)
    runs = simulate_many(talks, [Setting(policy, *dials) for dials in DIALS], head)
    scores = [total(talks, [cues_of(run) for run in group], real) for group in runs]
    nearest = int(np.argmin([abs(found.cues - found.real) for found in scores]))
    cues = [cues_of(run) for run in runs[nearest]]
    tardy = [late(talk, rng) for talk in talks]
    late_runs = simulate_many(tardy, [Setting(late_policy(meta), *dials) for dials in LATE_DIALS], head)
    result = {
        "talks": len(talks),
        "real": sum(map(len, real)),
        "at_real_rate": at_real_rate(scores),
        "dials": [{"bc": bc, "tc": tc, **found.table()} for (bc, tc), found in zip(DIALS, scores, strict=True)],
        "baselines_as_often_as_at": DIALS[nearest],
        "baselines": baselines(talks, real, [len(times) for times in cues], policy, rng),
        "people": people(talks, real),
        "started_late": {ms: total(talks, [times + ms for times in cues], real).table() for ms in STARTS_MS},
        "words_late": [
            {
                "bc": bc,
                "tc": tc,
                "backchannels": round(rate_per_minute(group, BACKCHANNEL), 3),
                "claims": round(rate_per_minute(group, 0), 3),
                **total(tardy, [cues_of(run) for run in group], real).table(),
            }
            for (bc, tc), group in zip(LATE_DIALS, late_runs, strict=True)
        ],
        "moments": int(sum(len(moments(talk, policy).word) for talk in talks)),
    }
    (out / "timing-scores.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
